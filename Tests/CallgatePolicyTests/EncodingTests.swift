import CallgatePolicy
import Testing

/// Bytes that are no text that a policy may be written in.
@Suite struct EncodingTests {
    struct Vector: CustomTestStringConvertible {
        var bytes: [UInt8]
        var line: Int
        var column: Int
        var message: String

        init(_ bytes: [UInt8], _ line: Int, _ column: Int, _ message: String) {
            self.bytes = bytes
            self.line = line
            self.column = column
            self.message = message
        }

        var testDescription: String { message }
    }

    static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let vectors: [Vector] = [
        Vector([0xEF, 0xBB, 0xBF] + text("rules: []"), 1, 1, "a UTF-8 byte order mark, which has no use, at offset 0"),
        Vector([0xFF, 0xFE, 0x72, 0x00], 1, 1, "the byte order mark of UTF-16, at offset 0"),
        Vector([0xFE, 0xFF, 0x00, 0x72], 1, 1, "the byte order mark of UTF-16, at offset 0"),
        Vector([0xFF, 0xFE, 0x00, 0x00, 0x72], 1, 1, "the byte order mark of UTF-32, at offset 0"),
        Vector([0x00, 0x00, 0xFE, 0xFF, 0x72], 1, 1, "the byte order mark of UTF-32, at offset 0"),
        Vector([0x72, 0x00, 0x75, 0x00], 1, 2, "a NUL byte at offset 1"),
        Vector([0x00, 0x72], 1, 1, "a NUL byte at offset 0"),
        Vector(text("name: é\nx: ") + [0x80], 2, 4, "not UTF-8: byte 0x80 at offset 12"),
        Vector(text("a: ") + [0xC0, 0x80], 1, 4, "byte 0xC0 at offset 3"),
        Vector(text("a: ") + [0xC1, 0xBF], 1, 4, "byte 0xC1 at offset 3"),
        Vector(text("a: ") + [0xE0, 0x9F, 0xBF], 1, 4, "byte 0xE0 at offset 3"),
        Vector(text("a: ") + [0xED, 0xA0, 0x80], 1, 4, "byte 0xED at offset 3"),
        Vector(text("a: ") + [0xF0, 0x8F, 0xBF, 0xBF], 1, 4, "byte 0xF0 at offset 3"),
        Vector(text("a: ") + [0xF4, 0x90, 0x80, 0x80], 1, 4, "byte 0xF4 at offset 3"),
        Vector(text("a: ") + [0xF5, 0x80, 0x80, 0x80], 1, 4, "byte 0xF5 at offset 3"),
        Vector(text("a: ") + [0xC3], 1, 4, "byte 0xC3 at offset 3"),
        Vector(text("a: ") + [0xE2, 0x82], 1, 4, "byte 0xE2 at offset 3"),
        Vector(text("a: ") + [0xF0, 0x9F, 0x98], 1, 4, "byte 0xF0 at offset 3"),
        Vector(text("a: ") + [0xE2, 0x41, 0x41], 1, 4, "byte 0xE2 at offset 3"),
        Vector(text("a: \u{7}"), 1, 4, "U+0007 at offset 3 is a control character"),
        Vector(text("a: \u{1B}"), 1, 4, "U+001B at offset 3 is a control character"),
        Vector(text("a: \u{7F}"), 1, 4, "U+007F at offset 3 is a control character"),
        Vector(text("a: \u{9F}"), 1, 4, "U+009F at offset 3 is a control character"),
        Vector(text("# x\u{85}action: allow"), 1, 4, "U+0085 at offset 3 ends a line for YAML but not for most editors"),
        Vector(text("# x\u{2028}action: allow"), 1, 4, "U+2028 at offset 3 ends a line"),
        Vector(text("# x\u{2029}action: allow"), 1, 4, "U+2029 at offset 3 ends a line"),
        Vector(text("# \u{202E}x"), 1, 3, "U+202E at offset 2 changes the order"),
        Vector(text("# \u{2066}x"), 1, 3, "U+2066 at offset 2 changes the order"),
        Vector(text("# \u{FEFF}x"), 1, 3, "U+FEFF at offset 2"),
        Vector(text("# \u{FFFF}x"), 1, 3, "U+FFFF at offset 2 is no character"),
    ]

    @Test(arguments: vectors) func refuses(_ vector: Vector) throws {
        let found = errors(bytes: vector.bytes)
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.message.contains(vector.message), "\(first)")
        #expect((first.line, first.column) == (vector.line, vector.column), "\(first)")
        #expect(first.suggestion != nil)
    }

    @Test func reportsEachHiddenCharacter() {
        #expect(errors("# \u{202E}\u{1}\n# \u{2028}\n").map(\.line) == [1, 1, 2])
        #expect(errors("# \u{202E}\n").first?.suggestion?.contains(#""\u202E""#) == true)
    }

    @Test func acceptsOtherCharacters() throws {
        let text = "rules:\n  - {name: \"naïve 名前 😀\", tool: t, action: deny, message: \"\\u202E\\u2028\"}\n"
        let policy = try load(text)
        #expect(policy.rules[0].name == "naïve 名前 😀")
        guard case .text(let message) = policy.rules[0].message[0] else { return }
        #expect(message == "\u{202E}\u{2028}")
    }
}
