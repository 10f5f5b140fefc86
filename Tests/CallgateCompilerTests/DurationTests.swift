import Callgate
import CallgateBytecode
import CallgatePolicy
import Testing

@Suite("Durations that a policy spells")
struct DurationTests {
    static let whole: [(text: String, nanoseconds: Int64)] = [
        ("5m", 300_000_000_000), ("1h30m", 5_400_000_000_000), ("-90s", -90_000_000_000), ("007ms", 7_000_000),
        ("3us", 3_000), ("1s1ns", 1_000_000_001), ("0s", 0), ("1m1m", 120_000_000_000),
        ("9223372036854775807ns", .max), ("2562047h", 9_223_369_200_000_000_000),
    ]

    /// Of another form, too long, or no durations at all.
    static let others = [
        "0", "+5m", "1.5s", "3µs", "", "-", "m", "5", "5 m", "5x", "--5m", "5m-", "9223372036854775808ns",
        "-9223372036854775808ns", "2562048h", "9223372036854775807ns1ns", "18446744073709551616s",
    ]

    private func image(_ text: String) throws -> ImageContents {
        try ImageContents(decoding: compile(policy([#"duration(args.u) == duration("\#(text)") || args.n == 1"#])).image)
    }

    private func spelled(_ image: ImageContents) -> [Int64] {
        image.constants.filter { $0.isKind(.duration) }.map(\.int)
    }

    @Test("Whole units are constants", arguments: whole)
    func constants(_ text: String, _ nanoseconds: Int64) throws {
        #expect(try spelled(image(text)) == [nanoseconds])
    }

    @Test("What else there is, the machine reads", arguments: others)
    func machine(_ text: String) throws {
        let image = try image(text)
        #expect(spelled(image).isEmpty)
        #expect(image.code.count { $0.opcode == .toDuration } == 2)
    }

    @Test("They are constants wherever they stand, and however often")
    func repeated() throws {
        let conditions = [
            #"duration("5m") > duration(args.u)"#, #"duration("5m") < duration(args.u)"#,
            #"duration(args.u) in [duration("5m"), duration("1h")]"#, #"args.n == 1 || duration("5m") <= duration(args.u)"#,
        ]
        let image = try ImageContents(decoding: compile(policy(conditions)).image)
        // That of the argument is computed once.
        #expect(image.code.count { $0.opcode == .toDuration } == 1)
        let five = #"{"tool": "t", "args": {"u": "5m", "n": 0}}"#
        for (condition, effect) in zip(conditions, ["deny", "deny", "allow", "allow"]) {
            let rule = "rules:\n  - name: r\n    tool: t\n    action: allow\n    when: >-\n      \(condition)\n"
            #expect(try CallgateCompilerTests.effect(rule, five) == effect, "\(condition)")
        }
    }

    @Test("A listing shows them as CEL writes them")
    func listing() throws {
        let image = try compile(policy([#"duration(args.u) > duration("-90s")"#])).image
        #expect(try Disassembler(Gate(image: image).image).listing().contains(#"duration("-90000000000ns")"#))
    }

    /// A rule that allows does not match where an operand is an error.
    @Test("The machine reads the same", arguments: whole)
    func same(_ text: String, _: Int64) throws {
        let rule = #"duration("\#(text)") == duration(args.u) && duration("\#(text)") != duration(args.other)"#
        let policy = "rules:\n  - name: r\n    tool: t\n    action: allow\n    when: >-\n      \(rule)\n"
        let call = #"{"tool": "t", "args": {"u": "\#(text)", "other": "17.5ms"}}"#
        #expect(try effect(policy, call) == "allow")
    }
}
