// What a buffer holds, as values: ranges must lie within it.
extension LineBuffer {
    var bytes: [UInt8] { unsafe withBytes { unsafe Array($0) } }

    var string: String { unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) } }

    func bytes(in range: Range<Int>) -> [UInt8] { unsafe withBytes { unsafe Array($0[range]) } }

    /// SHA-256 of a part, 32 bytes.
    func digest(of range: Range<Int>) -> [UInt8] {
        unsafe withBytes { unsafe ChainHash.digest(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    func holds(_ text: some Sequence<UInt8>, in range: Range<Int>) -> Bool {
        unsafe withBytes { unsafe UnsafeRawBufferPointer(rebasing: $0[range]).elementsEqual(text) }
    }

    /// Appends a part of another buffer.
    mutating func append(_ range: Range<Int>, of other: borrowing LineBuffer) {
        unsafe other.withBytes { unsafe append(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
