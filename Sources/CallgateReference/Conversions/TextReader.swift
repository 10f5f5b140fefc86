/// A text that is read piece by piece, as UTF-8.
struct TextReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) {
        rest = ArraySlice(text.utf8)
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Consumes the text if it comes next.
    mutating func accept(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest.removeFirst(text.utf8.count)
        return true
    }

    /// Consumes `-` or `+`, or nothing; whether it was `-`.
    mutating func acceptMinus() -> Bool {
        if accept("-") { return true }
        _ = accept("+")
        return false
    }

    /// Consumes decimal digits, at most as many as given.
    mutating func digits(atMost count: Int = .max) -> [Int] {
        let digits = rest.prefix(count).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest.removeFirst(digits.count)
        return digits.map { Int($0 - UInt8(ascii: "0")) }
    }

    /// Consumes exactly so many decimal digits, at most 18.
    mutating func number(digits count: Int) -> Int? {
        let digits = digits(atMost: count)
        return digits.count == count ? digits.reduce(0) { $0 * 10 + $1 } : nil
    }
}
