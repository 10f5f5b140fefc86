/// A clause of a format string, as `%.3f`.
struct FormatClause {
    /// One of s d f e b o x X.
    var letter: UInt8 = 0
    /// Digits after the point, for f and e; 6 where the clause does not say.
    var precision = 6

    /// Reads the clause after a percent sign.
    ///
    /// - Parameter index: of what follows the percent sign; past the clause afterwards.
    /// - Returns: nil for a clause that does not exist, or a precision past
    ///   `MachineLimits.formatPrecision`.
    init?(_ text: ByteSpan, _ index: inout Int) {
        if text.peek(index) == UInt8(ascii: ".") {
            index &+= 1
            let start = index
            precision = 0
            while text.peek(index) &- 0x30 < 10 {
                precision = precision &* 10 &+ Int(text[index] &- 0x30)
                guard precision <= MachineLimits.formatPrecision else { return nil }
                index &+= 1
            }
            guard index > start else { return nil }
        }
        letter = text.peek(index)
        index &+= 1
        switch letter {
        case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "e"),
            UInt8(ascii: "b"), UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"):
            return
        default: return nil
        }
    }
}
