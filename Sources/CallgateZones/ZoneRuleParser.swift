/// The pieces of a POSIX `TZ` value.
struct ZoneRuleParser {
    private let text: [UInt8]
    private var place = 0

    init(_ text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { place == text.count }
    var next: UInt8? { place < text.count ? text[place] : nil }

    var failure: ZoneDatabase.Failure {
        .damaged("its rule is `\(String(decoding: text, as: UTF8.self))`")
    }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(ZoneDatabase.Failure) {
        guard accept(character) else { throw failure }
    }

    /// Three or more letters, or anything between `<` and `>`.
    mutating func name() throws(ZoneDatabase.Failure) {
        let start = place
        if accept("<") {
            while let byte = next, byte != UInt8(ascii: ">") { place += 1 }
            return try expect(">")
        }
        while let byte = next, (byte | 0x20) >= UInt8(ascii: "a"), (byte | 0x20) <= UInt8(ascii: "z") {
            place += 1
        }
        guard place - start >= 3 else { throw failure }
    }

    mutating func number(_ range: ClosedRange<Int>) throws(ZoneDatabase.Failure) -> Int {
        var value = 0
        let start = place
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), place - start < 4 {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            place += 1
        }
        guard place > start, range.contains(value) else { throw failure }
        return value
    }

    /// `[+|-]hh[:mm[:ss]]` in seconds.
    mutating func time(atMost hours: Int) throws(ZoneDatabase.Failure) -> Int {
        let isNegative = accept("-")
        if !isNegative { _ = accept("+") }
        var seconds = try number(0...hours) * 3_600
        if accept(":") {
            seconds += try number(0...59) * 60
            if accept(":") { seconds += try number(0...59) }
        }
        return isNegative ? -seconds : seconds
    }
}
