import Testing

@testable import CallgateMachine

@Suite("Substring search")
struct SearchTests {
    @Test("Agrees with looking at every place, on strings of few letters")
    func exhaustive() {
        var generator = SplitMix(state: 3)
        for _ in 0..<20_000 {
            let letters = 2 + generator.next() % 2
            func word(_ most: UInt64) -> String {
                let count = generator.next() % (most + 1)
                return String((0..<count).map { _ in Character(UnicodeScalar(UInt8(97 + generator.next() % letters))) })
            }
            let (text, needle) = (word(24), word(9))
            let places = (0...text.count).filter { text.dropFirst($0).hasPrefix(needle) }
            withSpan(text) { span in
                withSpan(needle) { needleSpan in
                    #expect(TwoWaySearch.contains(span, needleSpan) == !places.isEmpty, "\(needle) in \(text)")
                    #expect(TwoWaySearch.offset(of: needleSpan, in: span) == places.first, "\(needle) in \(text)")
                    #expect(TwoWaySearch.lastOffset(of: needleSpan, in: span) == places.last, "\(needle) in \(text)")
                }
            }
        }
    }

    @Test("Counts scalars as UTF-8 decoding does", arguments: ["", "a", "é", "日本語", "😀 and e\u{301}", "a longer text, 日本語, of some words"])
    func scalarCount(_ text: String) {
        #expect(withSpan(text) { $0.scalarCount() } == text.unicodeScalars.count)
    }
}

@Suite("Dates")
struct DateTests {
    @Test("Days and dates are each other's inverse, and follow one another")
    func inverse() {
        var previous = CivilDate(daysSince1970: -719_162)
        #expect((previous.year, previous.month, previous.day) == (1, 1, 1))
        for days in -719_161...200_000 {
            let date = CivilDate(daysSince1970: Int64(days))
            guard date.daysSince1970 == Int64(days) else {
                Issue.record("day \(days)")
                return
            }
            let isNext =
                date.day == previous.day + 1 && date.month == previous.month && date.year == previous.year
                || date.day == 1 && date.month == previous.month + 1 && date.year == previous.year
                    && previous.day == CivilDate.days(inMonth: previous.month, of: previous.year)
                || date.day == 1 && date.month == 1 && date.year == previous.year + 1 && previous.month == 12
                    && previous.day == 31
            guard isNext else {
                Issue.record("day \(days) is \(date) after \(previous)")
                return
            }
            previous = date
        }
    }
}
