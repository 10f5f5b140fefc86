/// The classes of ASCII characters that have names. They stay ASCII whatever the text, as in RE2.
enum NamedClasses {
    private static let digit: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let upper: [ClosedRange<UInt32>] = [0x41...0x5A]
    private static let lower: [ClosedRange<UInt32>] = [0x61...0x7A]
    private static let word: [ClosedRange<UInt32>] = digit + upper + lower + [0x5F...0x5F]

    /// What stands between `[:` and `:]`.
    static let posix: [String: [ClosedRange<UInt32>]] = [
        "alnum": digit + upper + lower,
        "alpha": upper + lower,
        "ascii": [0x00...0x7F],
        "blank": [0x09...0x09, 0x20...0x20],
        "cntrl": [0x00...0x1F, 0x7F...0x7F],
        "digit": digit,
        "graph": [0x21...0x7E],
        "lower": lower,
        "print": [0x20...0x7E],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
        "space": [0x09...0x0D, 0x20...0x20],
        "upper": upper,
        "word": word,
        "xdigit": digit + [0x41...0x46, 0x61...0x66],
    ]

    /// What `\d`, `\s` and `\w` stand for, and what their upper-case forms negate. The vertical
    /// tab (U+000B) is `[:space:]` but not `\s`, as in Perl 5.16 and RE2.
    static func perl(_ letter: Unicode.Scalar) -> [ClosedRange<UInt32>]? {
        switch letter {
        case "d", "D": digit
        case "s", "S": [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
        case "w", "W": word
        default: nil
        }
    }

    /// What a group's name may hold, in RE2's choice of general categories.
    static let groupName = ["L", "Mn", "Mc", "Nd", "Nl", "Pc"].reduce(ScalarSet.empty) { set, name in
        set.union(UnicodeTables.set(named: name) ?? .empty)
    }
}
