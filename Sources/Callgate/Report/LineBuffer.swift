internal import CallgateBytecode

/// Bytes, most often of JSON, that grow by pieces; emptied and used again, so that it stops allocating.
///
/// Memory of its own instead of an array, which would look at its references and its room for each of the
/// ten pieces of a line: that was a third of what writing a line took.
@safe
struct LineBuffer: ~Copyable {
    // Owned until deinit; `count` bytes of it hold something.
    private var memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init() { unsafe memory = .allocate(byteCount: 1024, alignment: 16) }

    deinit { unsafe memory.deallocate() }

    mutating func removeAll() { count = 0 }

    /// Takes back what was appended after the first `length` bytes.
    mutating func truncate(to length: Int) { count = min(count, length) }

    /// The bytes, valid within the closure.
    func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }

    /// Makes room for so many more bytes.
    @inline(__always)
    private mutating func reserve(_ room: Int) {
        guard unsafe memory.count - count < room else { return }
        grow(room)
    }

    @inline(never)
    private mutating func grow(_ room: Int) {
        let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count + room, 2 * memory.count), alignment: 16)
        // The larger block holds what the smaller one did.
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        unsafe memory.deallocate()
        unsafe memory = larger
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        // There is room for them.
        unsafe (memory.baseAddress! + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// A literal: how long it is, is known where this is inlined.
    @inline(__always)
    mutating func append(_ text: StaticString) {
        // A static string is as long as it says.
        unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe append($0) } }

    mutating func append(_ buffer: borrowing LineBuffer) { unsafe buffer.withBytes { unsafe append($0) } }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        // There is room for it.
        unsafe memory[count] = byte
        count += 1
    }

    /// The bytes of a number, the highest first.
    @inline(__always)
    mutating func append<Number: FixedWidthInteger>(bytesOf number: Number) {
        reserve(MemoryLayout<Number>.size)
        // There is room for them.
        unsafe memory.storeBytes(of: number.bigEndian, toByteOffset: count, as: Number.self)
        count += MemoryLayout<Number>.size
    }

    /// The last so many decimal digits of a number, zeros in front of it where it has fewer.
    mutating func append(_ number: UInt64, digits: Int) {
        reserve(digits)
        var rest = number
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            // There is room for them.
            unsafe memory[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    mutating func append(_ number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var digits: InlineArray<20, UInt8> = InlineArray(repeating: 0)
        var length = 0
        var rest = number.magnitude
        repeat {
            digits[length] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            length += 1
            rest /= 10
        } while rest > 0
        while length > 0 {
            length -= 1
            append(digits[length])
        }
    }

    /// A text of the image, as it is.
    mutating func append(_ reference: TextRef, of image: borrowing VerifiedImage) {
        // The image is verified: the reference lies within its data.
        unsafe append(
            UnsafeRawBufferPointer(
                start: image.view.data.address(of: Int(reference.offset)), count: Int(reference.length)))
    }

    /// A text of the image as a JSON string.
    mutating func appendQuoted(_ reference: TextRef, of view: ImageView) {
        // The image is verified: the reference lies within its data.
        let text = unsafe UnsafeRawBufferPointer(
            start: view.data.address(of: Int(reference.offset)), count: Int(reference.length))
        unsafe appendQuoted(text)
    }

    mutating func appendQuoted(_ text: String) {
        var text = text
        text.withUTF8 { buffer in unsafe appendQuoted(UnsafeRawBufferPointer(buffer)) }
    }

    /// UTF-8 as a JSON string: runs without anything special are copied whole.
    mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        var start = 0
        while true {
            let run = unsafe UnsafeRawBufferPointer(rebasing: text[start...])
            let end = unsafe Self.firstSpecial(run)
            unsafe append(UnsafeRawBufferPointer(rebasing: run[..<end]))
            start += end
            guard start < text.count else { break }
            unsafe appendEscape(text[start])
            start += 1
        }
        append(UInt8(ascii: "\""))
    }

    /// The offset of the first byte that a JSON string can't hold as it is, or the number of bytes.
    static func firstSpecial(_ text: UnsafeRawBufferPointer) -> Int {
        var index = 0
        // Eight bytes at a time, within the text. A byte's highest bit is set in what is subtracted from only where
        // the byte is less, or after one that is; the first one is what counts. Vectors of Swift came to calls.
        let ones: UInt64 = 0x0101_0101_0101_0101
        while index + 8 <= text.count {
            let bytes = unsafe UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quote = bytes ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = bytes ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let special =
                ((bytes &- ones &* 0x20) & ~bytes | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash)
                & (ones &* 0x80)
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < text.count {
            let byte = unsafe text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return index
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            append("\\u00")
            for digit in [byte >> 4, byte & 15] {
                append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }
}

/// Writing JSON.
public enum JSONText {
    /// A string with its quotes and escapes.
    public static func quoted(_ text: String) -> String {
        var buffer = LineBuffer()
        buffer.appendQuoted(text)
        return unsafe buffer.withBytes { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
    }
}
