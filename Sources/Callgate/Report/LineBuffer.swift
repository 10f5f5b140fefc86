internal import CallgateBytecode

/// Bytes of JSON that grow by pieces; emptied and used again, so that it stops allocating.
struct LineBuffer {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ text: StaticString) {
        // A static string is as long as it says.
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ piece: [UInt8]) { bytes += piece }

    mutating func append(_ number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var digits: InlineArray<20, UInt8> = InlineArray(repeating: 0)
        var count = 0
        var rest = number.magnitude
        repeat {
            digits[count] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            count += 1
            rest /= 10
        } while rest > 0
        while count > 0 {
            count -= 1
            bytes.append(digits[count])
        }
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
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<text.count {
            let byte = unsafe text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            unsafe bytes.append(contentsOf: text[start..<index])
            start = index + 1
            appendEscape(byte)
        }
        unsafe bytes.append(contentsOf: text[start...])
        bytes.append(UInt8(ascii: "\""))
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
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
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
        return String(decoding: buffer.bytes, as: UTF8.self)
    }
}
