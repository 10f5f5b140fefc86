import Foundation
import Testing

@testable import CallgateMachine

@Suite("Doubles with a number of places")
struct DecimalPlacesTests {
    private func written(_ write: (inout TextBuffer) -> Void) -> String {
        var arena = Arena(capacity: 512)
        defer { arena.deallocate() }
        let offset = arena.reserve(DecimalWriter.longestText)!
        var buffer = TextBuffer(arena, at: offset, capacity: DecimalWriter.longestText)
        write(&buffer)
        let bytes = arena.bytes(offset, buffer.count)
        return String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    }

    private static let values: [Double] = {
        var generator = SplitMix(state: 23)
        var values = (0..<1_500).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
        values += (0..<1_500).map { _ in Double(Int64(truncatingIfNeeded: generator.next()) >> 40) / 1024 }
        values += [0, -0.0, 0.5, 1.5, 2.5, -0.5, 0.125, 0.375, 9.5, 99.5, 9.995, 0.05, 0.95, 999_999.5, 1e22, 1e23, 5e-324, -5e-324, 1e-100]
        values += [.greatestFiniteMagnitude, .leastNormalMagnitude, 0x1p53, 0x1p63, 1e15, 1e16, 0.1, 1 / 3, 123_456_789.987654321, 9.999_999_999_999_999e22]
        return values
    }()

    @Test("They are C's: the exact value, halves to even", arguments: [0, 1, 2, 3, 6, 17, 30, 99, 100])
    func places(_ places: Int) {
        for value in Self.values {
            #expect(written { DecimalWriter.write(value, places: places, to: &$0) } == String(format: "%.\(places)f", value))
            #expect(written { DecimalWriter.writeScientific(value, places: places, to: &$0) } == String(format: "%.\(places)e", value))
        }
    }

    @Test("Without an exponent the text reads back, and has no digit too many")
    func shortest() {
        for value in Self.values {
            let text = written { DecimalWriter.writeWithoutExponent(value, to: &$0) }
            #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
            #expect(text.allSatisfy { $0.isNumber || $0 == "-" || $0 == "." }, "\(text)")
            #expect(!text.contains(".") || !text.hasSuffix("0") && !text.hasSuffix("."), "\(text)")
            let mantissa = "\(value.magnitude)".prefix { $0 != "e" }.filter(\.isNumber)
            let most = String(mantissa.drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
            let digits = String(text.filter(\.isNumber).drop { $0 == "0" }.reversed().drop { $0 == "0" }.reversed())
            #expect(digits == most, "\(text)")
        }
    }

    @Test("Rounding to whole numbers is the standard library's", arguments: [
        0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.0, 0.0, 4503599627370495.5, 4503599627370496, -4503599627370497.5, 1e300, -1e300, .infinity,
        -.infinity, 0.1, -0.1, 5e-324,
    ] as [Double])
    func whole(_ value: Double) {
        #expect(value.roundedUp.bitPattern == value.rounded(.up).bitPattern)
        #expect(value.roundedDown.bitPattern == value.rounded(.down).bitPattern)
        #expect(value.withoutFraction.bitPattern == value.rounded(.towardZero).bitPattern)
        #expect(value.roundedToNearest.bitPattern == value.rounded(.toNearestOrAwayFromZero).bitPattern)
        #expect(Double.nan.roundedUp.isNaN && Double.nan.roundedToNearest.isNaN)
    }
}
