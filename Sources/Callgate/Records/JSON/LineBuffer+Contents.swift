internal import CallgateSystem

// What a buffer holds, as values: ranges must lie within it.
extension LineBuffer {
    var bytes: [UInt8] { unsafe withBytes { unsafe Array($0) } }

    var string: String { unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) } }

    func bytes(in range: Range<Int>) -> [UInt8] { unsafe withBytes { unsafe Array($0[range]) } }

    /// SHA-256 of a part, 32 bytes.
    func digest(of range: Range<Int>) -> [UInt8] {
        unsafe withBytes { unsafe ChainHash.digest(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    func holds(_ text: [UInt8], in range: Range<Int>) -> Bool {
        guard text.count == range.count, !text.isEmpty else { return text.count == range.count }
        // Both have as many bytes as the text has.
        return unsafe withBytes { bytes in
            unsafe text.withUnsafeBytes { unsafe memcmp($0.baseAddress!, bytes.baseAddress! + range.lowerBound, $0.count) == 0 }
        }
    }

    func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard text.utf8CodeUnitCount == range.count else { return false }
        // A static string is as long as it says.
        return unsafe withBytes { unsafe memcmp(text.utf8Start, $0.baseAddress! + range.lowerBound, range.count) == 0 }
    }

    /// Appends a part of another buffer.
    mutating func append(_ range: Range<Int>, of other: borrowing LineBuffer) {
        unsafe other.withBytes { unsafe append(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
