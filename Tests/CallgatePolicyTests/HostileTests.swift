import CallgatePolicy
import Testing

/// Documents that are made to exhaust time, stack or memory. That these end at all is what is tested:
/// each would take hours, or the process, if its guard were missing.
@Suite struct HostileTests {
    static let count = 100_000

    static let nested: [String] = ["[", "{", "- ", "? ", "[{", "{a: [", "- a: "].flatMap { piece in
        [String(repeating: piece, count: count), "rules: " + String(repeating: piece, count: count)]
    }

    @Test(arguments: nested.indices) func survivesNesting(_ index: Int) {
        let found = errors(Self.nested[index])
        #expect(found.count == 1)
    }

    @Test func survivesIndentation() {
        let text = (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(errors(text).map(\.message) == ["lists and mappings are nested more than 32 deep"])
    }

    /// Nine lists, each of which has ten times the one before: a billion values.
    @Test func countsWhatAliasesRepeat() {
        var text = "a0: &a0 x\n"
        for level in 1...9 {
            let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(items)]\n"
        }
        let found = errors(text)
        #expect(found.map(\.message) == ["the document has more than 500000 values, what aliases repeat included"])
        #expect(found.first?.line == 7)
    }

    /// As keys, such lists are hashed by parsers that compare keys.
    @Test func countsAliasesInKeys() {
        var text = "? &a0 [x, y]\n: 1\n"
        for level in 1...40 { text += "? &a\(level) [*a\(level - 1), *a\(level - 1)]\n: 1\n" }
        #expect(errors(text).map(\.message) == ["the document has more than 500000 values, what aliases repeat included"])
    }

    @Test func limitsRepeatedConditions() {
        let condition = "args.x == '" + String(repeating: "a", count: 60_000) + "'"
        let rules = (0..<1_000).map { "  - {name: r\($0), tool: t, action: deny, when: *c}\n" }.joined()
        let found = errors("rules:\n  - {name: x, tool: t, action: deny, when: &c \"\(condition)\"}\n" + rules)
        #expect(found.map(\.message) == ["the aliases up to here repeat more than 1048576 bytes of text"])
    }

    @Test func survivesDirectives() {
        let text = (0..<Self.count).map { "%TAG !a\($0)! x\n" }.joined()
        #expect(errors(text).count == 1)
        #expect(errors("rules: []\n...\n" + text).count == 1)
    }

    @Test func survivesOneLongLine() throws {
        let rules = (0..<5_000).map { "{name: r\($0), tool: t\($0), action: deny, when: args.x == \($0)}" }
        let text = "{rules: [" + rules.joined(separator: ", ") + "]}"
        #expect(try load(text).rules.count == 5_000)
        let wrong = text.replacing("args.x", with: "arg.x")
        #expect(errors(wrong).count == PolicyLimits.diagnostics)
    }

    @Test func survivesManyErrors() {
        let keys = (0..<50_000).map { "rulez\($0): 1\n" }.joined()
        #expect(errors(keys).count == PolicyLimits.diagnostics)
        let anchors = (0..<50_000).map { "k\($0): &a\($0) x\n" }.joined() + "z: *b\n"
        #expect(errors(anchors).count == 1)
    }

    @Test func survivesBraces() {
        for piece in ["{", "{'", "{a ", "{{ ", "} ", "{/[", "{`"] {
            let found = errors(rule("message: \"\(String(repeating: piece, count: 4_000))\""))
            #expect(found.count <= PolicyLimits.diagnostics)
        }
    }

    /// Every prefix of a document that uses all of the syntax is read or refused.
    @Test func survivesTruncation() {
        let text = """
            # comment
            name: &n "a\\u00e9\\
              b"
            rules:
              - name: 'it''s'
                tool: [a, "b*", *n]
                when: >-
                  args.x == 1

                  && tool.match(/a/)
                action: review
                approvers: {a: b}
                message: |+2
                  x {args.y} {{ "}}" {'}'}
                <<: *n
            """
        let bytes = Array(text.utf8)
        for end in bytes.indices {
            _ = errors(bytes: Array(bytes[..<end]))
            _ = errors(bytes: Array(bytes[end...]))
            var changed = bytes
            changed[end] ^= 0x20
            _ = errors(bytes: changed)
        }
        #expect(!errors(text).isEmpty)
    }
}
