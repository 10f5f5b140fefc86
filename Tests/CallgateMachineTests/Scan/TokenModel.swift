/// What the reading of blocks has to find in a text, found byte by byte.
struct TokenModel: Equatable {
    /// Where brackets, braces, commas, colons, opening quotes and runs of other bytes start; at last
    /// the text's length.
    private(set) var tokens: [Int] = []
    /// Whether there is something that no JSON text has, whatever its grammar.
    private(set) var isBad = false
    private(set) var hasBackslash = false

    init(tokens: [Int], isBad: Bool, hasBackslash: Bool) {
        (self.tokens, self.isBad, self.hasBackslash) = (tokens, isBad, hasBackslash)
    }

    init(_ text: [UInt8]) {
        isBad = String(validating: text, as: UTF8.self) == nil
        var index = 0
        var isInRun = false
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                tokens.append(index)
                index = string(text, index + 1)
                isInRun = false
                continue
            case _ where "{}[]:,".utf8.contains(text[index]):
                tokens.append(index)
                isInRun = false
            case 0x20, 0x09, 0x0A, 0x0D: isInRun = false
            case UInt8(ascii: "\\"):
                hasBackslash = true
                isBad = true
                if !isInRun { tokens.append(index) }
                isInRun = true
            default:
                if !isInRun { tokens.append(index) }
                isInRun = true
            }
            index += 1
        }
        tokens.append(text.count)
    }

    /// Past a string's closing quote.
    private mutating func string(_ text: [UInt8], _ start: Int) -> Int {
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"):
                hasBackslash = true
                index += escape(text, index + 1)
            case 0..<0x20:
                isBad = true
                index += 1
            default: index += 1
            }
        }
        isBad = true
        return index
    }

    /// How many bytes to go on from the backslash before `start`.
    private mutating func escape(_ text: [UInt8], _ start: Int) -> Int {
        guard start < text.count else {
            isBad = true
            return 1
        }
        guard text[start] == UInt8(ascii: "u") else {
            if !"\"\\/bfnrt".utf8.contains(text[start]) { isBad = true }
            return 2
        }
        switch unit(text, start) ?? 0xDC00 {
        case 0xDC00...0xDFFF: isBad = true
        case 0xD800...0xDBFF:
            let low = start + 6
            guard low < text.count, text[low - 1] == UInt8(ascii: "\\"), text[low] == UInt8(ascii: "u"),
                let half = unit(text, low), 0xDC00...0xDFFF ~= half
            else {
                isBad = true
                return 2
            }
            return 12
        default: break
        }
        return 2
    }

    /// The number of a \u escape.
    private func unit(_ text: [UInt8], _ letter: Int) -> Int? {
        guard letter + 5 <= text.count else { return nil }
        let digits = text[letter + 1..<letter + 5]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
