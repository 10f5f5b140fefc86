internal import CallgateBytecode

// Functions that look at each scalar value, or each byte, of a string once.
extension Machine {
    /// `text.lowerAscii()` and `text.upperAscii()`: the 26 letters from `first` on change case.
    mutating func asciiCased(_ text: Slot, from first: UInt8) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        guard spend(bytes: text.length), let offset = reserve(text.length) else { return .null }
        let span = bytes(of: text)
        for index in 0..<span.count {
            let byte = span[index]
            // Upper and lower case differ in one bit.
            arena.store(byte &- first < 26 ? byte ^ 0x20 : byte, at: offset &+ index)
        }
        return .view(.string, .arena, offset: offset, length: span.count)
    }

    /// `text.trim()`
    mutating func trim(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        guard spend(bytes: text.length) else { return .null }
        let span = bytes(of: text)
        var start = 0
        var end = span.count
        while start < end, Self.isWhiteSpace(span.scalar(at: start)) {
            start &+= span.scalarLength(at: start)
        }
        while end > start {
            let last = span.scalarStart(before: end)
            guard Self.isWhiteSpace(span.scalar(at: last)) else { break }
            end = last
        }
        return part(of: text, start, end &- start)
    }

    /// Unicode's property White_Space.
    private static func isWhiteSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000:
            true
        default: false
        }
    }

    /// `text.reverse()`: scalar values from the last to the first.
    mutating func reversedString(_ text: Slot) -> Slot {
        guard spend(bytes: 2 &* text.length), let offset = reserve(text.length) else { return .null }
        let span = bytes(of: text)
        var end = span.count
        while end > 0 {
            let start = span.scalarStart(before: end)
            arena.copy(span.slice(start, end &- start), to: offset &+ span.count &- end)
            end = start
        }
        return .view(.string, .arena, offset: offset, length: span.count)
    }

    /// `strings.quote(text)`: in double quotes, what CEL has an escape for escaped.
    mutating func quote(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        let span = bytes(of: text)
        var result = TextBuilder()
        guard append("\"", to: &result) else { return .null }
        var start = 0
        for index in 0..<span.count {
            let letter = Self.escape(of: span[index])
            guard letter != 0 else { continue }
            let done =
                append(span.slice(start, index &- start), to: &result)
                && append(atMost: 2, to: &result) {
                    $0.append(byte: UInt8(ascii: "\\"))
                    $0.append(byte: letter)
                }
            guard done else { return .null }
            start = index &+ 1
        }
        guard append(span.slice(start, span.count &- start), to: &result),
            append("\"", to: &result)
        else { return .null }
        return finish(result)
    }

    /// The letter that stands for a byte after a backslash, or 0.
    @inline(__always)
    private static func escape(of byte: UInt8) -> UInt8 {
        switch byte {
        case 0x07: UInt8(ascii: "a")
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0B: UInt8(ascii: "v")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        default: 0
        }
    }
}
