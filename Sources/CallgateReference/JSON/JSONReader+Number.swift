/// Numbers, as their text.
extension JSONReader {
    mutating func readNumber() throws(Malformation) -> String {
        let start = position
        _ = accept("-")
        let zero = position
        if accept("0") {
            if isDigitNext { throw Malformation(.invalidNumber, at: zero) }
        } else {
            try skipDigits()
        }
        if accept(".") { try skipDigits() }
        if accept("e") || accept("E") {
            if !accept("+") { _ = accept("-") }
            try skipDigits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private var isDigitNext: Bool { next.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

    /// At least one digit.
    private mutating func skipDigits() throws(Malformation) {
        guard isDigitNext else { throw Malformation(.invalidNumber, at: position) }
        while isDigitNext { position += 1 }
    }
}
