/// Bytes as hexadecimal digits in lower case.
public enum Hexadecimal {
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes that digits stand for, two for each; nil where they are no such digits, or an odd number.
    public static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text {
            guard let value = value(character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }

    /// - Parameter value: 0 ... 15.
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Eight digits at once.
    /// - Returns: their ASCII codes, the first one in the highest byte.
    static func digits(_ word: UInt32) -> UInt64 {
        // Each half byte is moved into a byte of its own, the highest first.
        var digits = UInt64(word)
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        let ones: UInt64 = 0x0101_0101_0101_0101
        // 1 in each byte that is 10 or more: no sum passes a byte.
        let letters = (digits &+ 6 &* ones) >> 4 & ones
        let letterOffset = UInt64(UInt8(ascii: "a") - 10 - UInt8(ascii: "0"))
        return digits &+ ones &* UInt64(UInt8(ascii: "0")) &+ letters &* letterOffset
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension LineBuffer {
    mutating func appendHexadecimal(_ bytes: [UInt8]) {
        var place = 0
        unsafe bytes.withUnsafeBytes { bytes in
            while place + 4 <= bytes.count {
                // Four bytes that lie within the array.
                let word = unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                append(bytesOf: Hexadecimal.digits(word))
                place += 4
            }
        }
        for byte in bytes[place...] {
            append(Hexadecimal.digit(byte >> 4))
            append(Hexadecimal.digit(byte & 15))
        }
    }
}
