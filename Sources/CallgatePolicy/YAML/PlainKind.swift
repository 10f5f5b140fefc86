/// What a plain scalar is to some reader of YAML, be it of version 1.1 or 1.2.
///
/// The two disagree (`no` is false in 1.1 and a text in 1.2), and a policy must not depend on who
/// reads it; so what either takes for something else than a text is not taken for one.
enum PlainKind {
    case null, boolean, number, date, text

    init(_ bytes: [UInt8]) {
        guard let first = bytes.first else {
            self = .null
            return
        }
        if !Self.beginsOther[Int(first)] {
            self = .text
            return
        }
        let text = String(decoding: bytes.prefix(64), as: UTF8.self)
        if Self.nulls.contains(text) {
            self = .null
        } else if Self.booleans.contains(text) {
            self = .boolean
        } else if bytes.count > 64 {
            self = Self.isNumber(bytes) ? .number : .text
        } else if Self.isNumber(bytes) || Self.specialNumbers.contains(text) {
            self = .number
        } else {
            self = Self.isDate(bytes) ? .date : .text
        }
    }

    /// The texts that mean true, and those that mean false, to a reader of 1.1. Its draft has `y` and
    /// `n` as well, which readers have not followed.
    static let trueTexts: Set<String> = ["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"]
    static let falseTexts: Set<String> = ["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"]

    private static let nulls: Set<String> = ["~", "null", "Null", "NULL"]
    /// By byte, whether something else than a text may begin with it: most texts are told by that.
    private static let beginsOther: [Bool] = {
        let first = Set(booleans.union(nulls).union(["+", "-", "."]).compactMap(\.utf8.first))
        return (0...UInt8.max).map { first.contains($0) || isDigit($0) }
    }()
    private static let booleans = trueTexts.union(falseTexts)
    private static let specialNumbers: Set<String> = Set(
        ["", "+", "-"].flatMap { sign in [".inf", ".Inf", ".INF"].map { sign + $0 } } + [".nan", ".NaN", ".NAN"])

    /// Integers with a base prefix, decimal numbers, and those in base 60 such as `1:30`; underscores
    /// between digits are 1.1's.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard let first = rest.first, isDigit(first) || first == UInt8(ascii: ".") else { return false }
        if first == UInt8(ascii: "0"), let base = rest.dropFirst().first, base | 0x20 != UInt8(ascii: "e"),
            [UInt8(ascii: "x"), UInt8(ascii: "o"), UInt8(ascii: "b")].contains(base)
        {
            let digits = rest.dropFirst(2)
            return !digits.isEmpty && digits.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: "_") }
        }
        return isDecimal(rest)
    }

    private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        var hasDigit = false
        var points = 0
        for (index, byte) in zip(bytes.indices, bytes) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "_"), UInt8(ascii: ":"):
                guard hasDigit, index + 1 < bytes.endIndex else { return false }
            case UInt8(ascii: "."):
                points += 1
                guard points == 1 else { return false }
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                return hasDigit && isExponent(bytes[(index + 1)...])
            default: return false
            }
        }
        return hasDigit
    }

    private static func isExponent(_ bytes: ArraySlice<UInt8>) -> Bool {
        var digits = bytes
        if let sign = digits.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { digits = digits.dropFirst() }
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// Whether a text begins with a date such as `2001-12-14` and goes on as a time, if at all.
    private static func isDate(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(isDigit),
            1...2 ~= parts[1].count, parts[1].allSatisfy(isDigit)
        else { return false }
        let day = parts[2].prefix(while: isDigit)
        guard 1...2 ~= day.count else { return false }
        guard let next = parts[2].dropFirst(day.count).first else { return true }
        return next == UInt8(ascii: "T") || next == UInt8(ascii: "t") || next.isBlank
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
    }
}
