import Testing

@testable import CallgateMachine

/// Bytes that stay where they are for as long as a span of them is used.
func withSpan<Result>(_ text: String, _ body: (ByteSpan) -> Result) -> Result {
    var bytes = Array(text.utf8)
    bytes.append(0)
    return bytes.withUnsafeBytes { body(ByteSpan(base: $0.baseAddress!, count: $0.count - 1)) }
}

@Suite("Numbers to text and back")
struct NumberTests {
    private static let texts = [
        "0", "-0", "1", "-1", "10", "0.1", "0.5", "1.5", "123456789", "1e22", "1e23", "-1e22", "9007199254740992",
        "9007199254740993", "9007199254740994", "9007199254740995", "18014398509481985", "0.1e-6", "1e-7", "3.14159",
        "2.2250738585072014e-308", "2.2250738585072011e-308", "4.9406564584124654e-324", "2.4703282292062327e-324",
        "2.4703282292062328e-324", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e400",
        "-1e400", "1e-400", "123456789012345678901234567890", "0.000000000000000000000000000001", "1e0000000001", "1e999999999999",
        "1e-999999999999", "100000000000000000000000", "8.5", "6.02214076e23", "5e-324", "0e999999999", "0.0000e5",
        "7.2057594037927933e16", "3.0e-44", "144115188075855870", "144115188075855872.5", "1.00000000000000011102230246251565",
        "1.00000000000000011102230246251566", "1.00000000000000011102230246251564",
    ]

    @Test("Reading gives the nearest double, as the standard library does", arguments: texts)
    func reading(_ text: String) {
        withSpan(text) { span in
            #expect(DecimalReader(span).exact().bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test("Reading agrees on generated digits")
    func generatedReading() {
        var generator = SplitMix(state: 7)
        for _ in 0..<3_000 {
            let digits = (0..<1 + Int(generator.next() % 30)).map { _ in String(generator.next() % 10) }.joined()
            let text = "\(digits).\(generator.next() % 1_000_000)e\(Int(generator.next() % 700) - 350)"
            withSpan(text) { span in
                #expect(DecimalReader(span).exact().bitPattern == Double(text)?.bitPattern, "\(text)")
            }
        }
    }

    @Test("More digits than can matter still count")
    func longDigits() {
        let half = "1.00000000000000011102230246251565404236316680908203125"
        for text in [half, half + String(repeating: "0", count: 900), half + String(repeating: "0", count: 900) + "1"] {
            withSpan(text) { span in
                #expect(DecimalReader(span).exact().bitPattern == Double(text)?.bitPattern)
            }
        }
    }

    @Test("Written text is the shortest that reads back, as the standard library's digits are")
    func writing() {
        var generator = SplitMix(state: 11)
        var values = Self.texts.compactMap(Double.init).filter(\.isFinite)
        values += (0..<3_000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
        values += (0..<500).map { _ in Double(Int64(truncatingIfNeeded: generator.next()) >> 20) / 1000 }
        values += [.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p-1074, 0x1p52, 0x1p53, 0x1p63]
        for value in values {
            let text = written(value)
            #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
            #expect(significantDigits(text) == significantDigits("\(value)"), "\(text) \(value)")
        }
    }

    @Test("The form of written text", arguments: [
        (0.0, "0"), (-0.0, "-0"), (1.0, "1"), (-1.5, "-1.5"), (100_000, "100000"), (999_999, "999999"), (1_000_000, "1e+06"),
        (1_234_567.5, "1.2345675e+06"), (0.0001, "0.0001"), (0.00001, "1e-05"), (-0.0045, "-0.0045"), (1e100, "1e+100"),
        (1.5e-7, "1.5e-07"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (123.456, "123.456"),
    ] as [(Double, String)])
    func form(_ value: Double, _ text: String) { #expect(written(value) == text) }

    private func written(_ value: Double) -> String {
        var arena = Arena(capacity: 256)
        defer { arena.deallocate() }
        let offset = arena.reserve(TextBuffer.capacity)!
        var buffer = TextBuffer(arena, at: offset)
        DecimalWriter.write(value, to: &buffer)
        let bytes = arena.bytes(offset, buffer.count)
        return String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    }

    /// The digits from the first to the last that is not zero, without sign, point and exponent.
    private func significantDigits(_ text: String) -> String {
        let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
        return String(mantissa.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
    }
}

/// A repeatable sequence.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
