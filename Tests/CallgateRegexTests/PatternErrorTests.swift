import CallgateRegex
import Testing

@testable import CallgateOracles

/// One row: a pattern that is refused, why, where, and what is suggested instead.
struct Refusal: Sendable, CustomTestStringConvertible {
    var pattern: String
    var cause: PatternError.Cause
    var range: Range<Int>
    var suggestion: String?

    init(_ pattern: String, _ cause: PatternError.Cause, _ range: Range<Int>, _ suggestion: String? = nil) {
        self.pattern = pattern
        self.cause = cause
        self.range = range
        self.suggestion = suggestion
    }

    var testDescription: String { pattern.debugDescription }
}

@Suite struct PatternErrorTests {
    @Test("A pattern that is none is refused, with the place and the reason", arguments: [
        // What cannot be matched in linear time.
        Refusal(#"(a)\1"#, .backReference, 3..<5),
        Refusal(#"\9"#, .backReference, 0..<2),
        Refusal(#"(?P<n>a)\k<n>"#, .backReference, 8..<10),
        Refusal(#"(?P<n>a)(?P=n)"#, .backReference, 8..<12),
        Refusal(#"a(?=b)"#, .lookAround, 1..<4),
        Refusal(#"a(?!b)"#, .lookAround, 1..<4),
        Refusal(#"(?<=b)a"#, .lookAround, 0..<4),
        Refusal(#"(?<!b)a"#, .lookAround, 0..<4),
        Refusal(#"(?>a)"#, .atomicGroup, 0..<3, "`(?:`"),
        Refusal(#"\C"#, .singleByte, 0..<2, "`(?s:.)` for any character"),
        // Groups.
        Refusal(#"(a"#, .unclosedGroup, 0..<1),
        Refusal(#"a(b(c)"#, .unclosedGroup, 1..<2),
        Refusal(#"(?i"#, .unclosedGroup, 0..<3),
        Refusal(#"(?"#, .unclosedGroup, 0..<2),
        Refusal(#"a)"#, .unexpectedClosingParenthesis, 1..<2, "`\\)` for the character"),
        Refusal(#"é)"#, .unexpectedClosingParenthesis, 2..<3),
        Refusal(#"(?x)a"#, .unknownGroupSyntax, 0..<3),
        Refusal(#"(?i-)a"#, .unknownGroupSyntax, 0..<5),
        Refusal(#"(?i--s)a"#, .unknownGroupSyntax, 0..<5),
        Refusal(#"(?#a)"#, .unknownGroupSyntax, 0..<3),
        Refusal(#"(?P>n)"#, .unknownGroupSyntax, 0..<3),
        Refusal(#"(?R)"#, .unknownGroupSyntax, 0..<3),
        Refusal(#"(?P<n"#, .invalidGroupName, 0..<5),
        Refusal(#"(?P<>a)"#, .invalidGroupName, 0..<5),
        Refusal(#"(?P<a-b>a)"#, .invalidGroupName, 5..<6),
        Refusal(#"(?<a b>a)"#, .invalidGroupName, 4..<5),
        Refusal(#"(?P<²>a)"#, .invalidGroupName, 4..<6),
        // Repetitions.
        Refusal(#"*a"#, .nothingToRepeat, 0..<1, "`\\*` for the character"),
        Refusal(#"a|+"#, .nothingToRepeat, 2..<3),
        Refusal(#"(?:?)"#, .nothingToRepeat, 3..<4),
        Refusal(#"(?i)*"#, .nothingToRepeat, 4..<5),
        Refusal(#"{2}"#, .nothingToRepeat, 0..<3),
        Refusal(#"a**"#, .stackedRepetition, 1..<3),
        Refusal(#"a*??"#, .stackedRepetition, 1..<4),
        Refusal(#"a{2}{3}"#, .stackedRepetition, 1..<7),
        Refusal(#"a*+"#, .stackedRepetition, 1..<3, "`*`"),
        Refusal(#"a++"#, .stackedRepetition, 1..<3, "`+`"),
        Refusal(#"a{2,1}"#, .repetitionTooLarge, 1..<6),
        // Classes.
        Refusal(#"[a"#, .unclosedClass, 0..<1),
        Refusal(#"x[]"#, .unclosedClass, 1..<2),
        Refusal(#"[^]"#, .unclosedClass, 0..<1),
        Refusal(#"[a-"#, .unclosedClass, 0..<1),
        Refusal(#"[z-a]"#, .invalidClassRange, 1..<4),
        Refusal(#"[é-e]"#, .invalidClassRange, 1..<5),
        Refusal(#"[[:alpah:]]"#, .unknownClassName, 1..<10, "`[:alpha:]`"),
        Refusal(#"[[:^Digit:]]"#, .unknownClassName, 1..<11, "`[:^digit:]`"),
        Refusal(#"[[:zzzzz:]]"#, .unknownClassName, 1..<10),
        Refusal(#"[[:é:]]"#, .unknownClassName, 1..<7),
        Refusal(#"[a-\d]"#, .unknownEscape, 3..<5),
        Refusal(#"[\b]"#, .unknownEscape, 1..<3, "`\\x08` for a backspace in a class"),
        // Properties.
        Refusal(#"\p{greek}"#, .unknownProperty, 0..<9, "`\\p{Greek}`"),
        Refusal(#"\p{Gerek}"#, .unknownProperty, 0..<9, "`\\p{Greek}`"),
        Refusal(#"[\P{Cyrilic}]"#, .unknownProperty, 1..<12, "`\\p{Cyrillic}`"),
        Refusal(#"\pX"#, .unknownProperty, 0..<3),
        Refusal(#"\pY"#, .unknownProperty, 0..<3),
        Refusal(#"\p"#, .unknownProperty, 0..<2),
        Refusal(#"\p{"#, .unknownProperty, 0..<3),
        Refusal(#"\p{}"#, .unknownProperty, 0..<4),
        Refusal(#"\p{^}"#, .unknownProperty, 0..<5),
        Refusal(#"\p{Cn}"#, .unknownProperty, 0..<6),
        Refusal(#"\p{Script=Greek}"#, .unknownProperty, 0..<16),
        // Escapes.
        Refusal(#"a\"#, .trailingBackslash, 1..<2, "`\\\\` for the character"),
        Refusal(#"[\"#, .trailingBackslash, 1..<2),
        Refusal(#"\u263A"#, .unknownEscape, 0..<2, "`\\x{263A}`"),
        Refusal(#"\u{1F600}"#, .unknownEscape, 0..<2, "`\\x{1F600}`"),
        Refusal(#"\Z"#, .unknownEscape, 0..<2, "`\\z` for the end of the text"),
        Refusal(#"\e"#, .unknownEscape, 0..<2, "`\\x1B`"),
        Refusal(#"\q"#, .unknownEscape, 0..<2),
        Refusal(#"\é"#, .unknownEscape, 0..<3, "leave the backslash out"),
        Refusal(#"a\E"#, .unknownEscape, 1..<3),
        Refusal(#"\x"#, .unknownEscape, 0..<2),
        Refusal(#"\x4"#, .unknownEscape, 0..<2),
        Refusal(#"\xg1"#, .unknownEscape, 0..<2),
        Refusal(#"\x{}"#, .unknownEscape, 0..<3),
        Refusal(#"\x{41"#, .unknownEscape, 0..<5),
        Refusal(#"\x{110000}"#, .invalidScalar, 0..<9),
        Refusal(#"\x{FFFFFFFFFFFFFFFFF}"#, .invalidScalar, 0..<9),
    ])
    func refused(_ row: Refusal) {
        let error = #expect(throws: PatternError.self) { try Pattern(row.pattern) }
        #expect(error?.cause == row.cause)
        #expect(error?.range == row.range)
        #expect(error?.message.isEmpty == false)
        if let suggestion = row.suggestion {
            #expect(error?.suggestion == suggestion)
        }
    }
}
