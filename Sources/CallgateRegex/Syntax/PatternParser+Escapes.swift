extension PatternParser {
    /// A backslash outside of a class.
    mutating func parseBackslash() throws(PatternError) {
        let start = position
        let assertion: Assertion? =
            switch peek(1) {
            case "b": .wordBoundary
            case "B": .notWordBoundary
            case "A": .textStart
            case "z": .textEnd
            default: nil
            }
        if let assertion {
            position += 2
            push(.assertion(assertion))
        } else if isNext("\\Q") {
            parseQuotation()
        } else if isNext("\\C") {
            throw error(
                .singleByte, "`\\C` is not supported: a pattern matches characters, never single bytes of UTF-8",
                from: start, to: start + 2, suggestion: "`(?s:.)` for any character")
        } else if let set = try parseNamedClass() {
            push(.scalars(set))
        } else {
            pushLiteral(try parseEscape())
        }
    }

    /// `\Q...\E`, whose end may be missing.
    private mutating func parseQuotation() {
        position += 2
        while position < scalars.count {
            if isNext("\\E") {
                position += 2
                return
            }
            pushLiteral(scalars[position])
            position += 1
        }
    }

    /// A backslash that stands for one scalar, in a class or outside.
    mutating func parseEscape() throws(PatternError) -> UInt32 {
        let start = position
        guard let next = peek(1) else {
            throw error(
                .trailingBackslash, "the pattern ends in the middle of an escape", from: start, to: start + 1,
                suggestion: "`\\\\` for the character")
        }
        position += 2
        switch next {
        case "a": return 0x07
        case "f": return 0x0C
        case "t": return 0x09
        case "n": return 0x0A
        case "r": return 0x0D
        case "v": return 0x0B
        case "x": return try parseHexadecimal(start)
        case "0": return parseOctal()
        case "1"..."7":
            guard let after = peek(), ("0"..."7").contains(after) else {
                throw unknownEscape(start, next)
            }
            return parseOctal()
        default:
            guard next.isASCII, next == "_" || !Self.isWordScalar(next) else {
                throw unknownEscape(start, next)
            }
            return next.value
        }
    }

    /// Up to three octal digits, of which the first is behind the position already.
    private mutating func parseOctal() -> UInt32 {
        var value = scalars[position - 1] - 0x30
        for _ in 0..<2 {
            guard let next = peek(), ("0"..."7").contains(next) else { break }
            value = value * 8 + (next.value - 0x30)
            position += 1
        }
        return value
    }

    /// `\x7F` or `\x{10FFFF}`, with the position after the `x`.
    private mutating func parseHexadecimal(_ start: Int) throws(PatternError) -> UInt32 {
        guard peek() == "{" else {
            guard let high = peek().flatMap(Self.hexadecimalValue), let low = peek(1).flatMap(Self.hexadecimalValue)
            else {
                throw error(
                    .unknownEscape, "`\\x` wants two hexadecimal digits", from: start,
                    suggestion: "`\\x7F` or `\\x{10FFFF}`")
            }
            position += 2
            return high * 16 + low
        }
        position += 1
        var value: UInt32 = 0
        let digits = position
        while let digit = peek().flatMap(Self.hexadecimalValue) {
            value = value * 16 + digit
            position += 1
            if value > ScalarSet.largestScalar {
                throw error(.invalidScalar, "the escape is past `\\x{10FFFF}`, the last scalar", from: start)
            }
        }
        guard position > digits, peek() == "}" else {
            throw error(
                .unknownEscape, "`\\x{` wants hexadecimal digits and `}`", from: start, suggestion: "`\\x{10FFFF}`")
        }
        position += 1
        return value
    }

    private static func hexadecimalValue(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "A"..."F": scalar.value - 0x41 + 10
        case "a"..."f": scalar.value - 0x61 + 10
        default: nil
        }
    }

    private func unknownEscape(_ start: Int, _ escaped: Unicode.Scalar) -> PatternError {
        func unknown(_ suggestion: String?) -> PatternError {
            error(.unknownEscape, "unknown escape `\\\(escaped)`", from: start, suggestion: suggestion)
        }
        switch escaped {
        case "1"..."9", "k", "g":
            return error(
                .backReference,
                "the back-reference `\\\(escaped)` is not supported: it cannot be matched in linear time",
                from: start)
        case "u": return unknown("`\\x{\(fourDigits())}`")
        case "Z": return unknown("`\\z` for the end of the text")
        case "b": return unknown("`\\x08` for a backspace in a class")
        case "e": return unknown("`\\x1B`")
        case "h": return unknown("`[\\t\\p{Zs}]`")
        case "R": return unknown("`(?:\\r\\n|[\\n\\v\\f\\r])`")
        case "N": return unknown("`[^\\n]`")
        case "E": return unknown("`\\Q` is missing before it")
        default: return unknown(Self.isWordScalar(escaped) ? nil : "leave the backslash out")
        }
    }

    /// What follows `\u`, as far as it is hexadecimal, without braces.
    private func fourDigits() -> String {
        let start = peek() == "{" ? position + 1 : position
        var end = start
        while end < min(scalars.count, start + 6),
            let scalar = Unicode.Scalar(scalars[end]), Self.hexadecimalValue(scalar) != nil,
            start != position || end < start + 4
        {
            end += 1
        }
        return start == end ? "XXXX" : text(from: start, to: end)
    }
}
