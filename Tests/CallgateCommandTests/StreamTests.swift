import Foundation
import Testing

@Suite("callgate eval: lines of calls")
struct StreamTests {
    private static let ungoverned = #"{"decision":"deny","reason":"ungoverned","tool":"x"}"#

    private static func malformed(_ kind: String, _ detail: String, _ offset: Int) -> String {
        #"{"decision":"deny","reason":"malformed","error":{"kind":"\#(kind)","detail":"\#(detail)","offset":\#(offset)}}"#
    }

    private static func noObject(_ offset: Int) -> String {
        malformed("invalid_json", "expected an object: a call is one", offset)
    }

    private static let tooLarge = malformed("call_too_large", "the call is larger than the limit", 1_048_576)

    private func decide(_ input: [UInt8]) async throws -> Outcome {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.run("eval", "--policy", "p.yaml", "--requests", "-", input: input)
        try workspace.write(input, to: "calls.jsonl")
        let fromFile = try await workspace.run("eval", "--policy", "p.yaml", "--requests", "calls.jsonl")
        #expect(fromFile.outputBytes == outcome.outputBytes)
        #expect(fromFile.status == outcome.status)
        return outcome
    }

    @Test("A line out for each line in, whatever it holds", arguments: [
        ("", []), ("\n", [noObject(0)]), ("\n\n\n", [noObject(0), noObject(0), noObject(0)]),
        ("{\"tool\":\"x\"}\n", [ungoverned]), ("{\"tool\":\"x\"}", [ungoverned]), ("{\"tool\":\"x\"}\r\n", [ungoverned]),
        ("{\"tool\":\"x\"}\r\n\r\n{\"tool\":\"x\"}", [ungoverned, noObject(1), ungoverned]), ("  \n", [noObject(2)]),
        ("{\"tool\":\"x\"}\n\n{\"tool\":\"x\"}\n", [ungoverned, noObject(0), ungoverned]),
        ("{\"tool\":\n\"x\"}\n{\"tool\":\"x\"}\n", [
            malformed("invalid_json", "expected a JSON value", 8), noObject(0), ungoverned,
        ]),
        ("[1,2\n\0\n{\"tool\":\"x\"}\n", [noObject(0), noObject(0), ungoverned]),
        ("\u{FEFF}{\"tool\":\"x\"}\n{\"tool\":\"x\"}\n", [noObject(0), ungoverned]),
        ("{\"tool\":\"x\"}{\"tool\":\"x\"}\n{\"tool\":\"x\"}\n", [malformed("invalid_json", "expected nothing after the call", 12), ungoverned]),
        ("{\"tool\":\"\u{2028}\"}\n", [#"{"decision":"deny","reason":"ungoverned","tool":"\#u{2028}"}"#]),
    ] as [(String, [String])])
    func lines(_ input: String, _ wanted: [String]) async throws {
        let outcome = try await decide(Array(input.utf8))
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        #expect(outcome.lines == wanted)
        #expect(wanted.isEmpty || outcome.output.hasSuffix("\n"))
    }

    @Test("Bytes that are not UTF-8")
    func invalidUTF8() async throws {
        let call = Array("{\"tool\":\"x\"}\n".utf8)
        let outcome = try await decide(call + [0xFF, 0x0A] + Array("{\"tool\":\"".utf8) + [0xC3, 0x28, 0x22, 0x7D, 0x0A] + call)
        #expect(outcome.lines == [
            Self.ungoverned, Self.noObject(0), Self.malformed("invalid_utf8", "the bytes are not UTF-8", 9), Self.ungoverned,
        ])
    }

    @Test("A line that is too long, between good ones", arguments: [1_048_577, 1_048_578, 1_310_720, 3_000_000])
    func overlong(_ length: Int) async throws {
        let call = Array("{\"tool\":\"x\"}\n".utf8)
        let long = [UInt8](repeating: 0x20, count: length) + [0x0A]
        let between = try await decide(call + long + call + long + long + call)
        #expect(between.lines == [
            Self.ungoverned, Self.tooLarge, Self.ungoverned, Self.tooLarge, Self.tooLarge, Self.ungoverned,
        ])
        #expect(try await decide(call + long.dropLast()).lines == [Self.ungoverned, Self.tooLarge])
    }

    @Test("A line as long as it may be", arguments: [1_048_575, 1_048_576])
    func longest(_ length: Int) async throws {
        let text = "{\"tool\":\"x\"}"
        let call = [UInt8](repeating: 0x20, count: length - text.utf8.count) + Array(text.utf8)
        #expect(try await decide(call + [0x0A] + call).lines == [Self.ungoverned, Self.ungoverned])
    }

    @Test("10,000 lines, in order")
    func many() async throws {
        var input = ""
        var wanted: [String] = []
        for number in 0..<10_000 {
            switch number % 4 {
            case 0:
                input += "{\"tool\":\"tool \(number)\"}\n"
                wanted.append(#"{"decision":"deny","reason":"ungoverned","tool":"tool \#(number)"}"#)
            case 1:
                input += "{\"tool\":\"refund\",\"args\":{\"amount\":\(number),\"n\":\"\(String(repeating: "é", count: number % 97))\"}}\n"
                wanted.append(
                    number > 100
                        ? #"{"decision":"review","reason":"rule","rule":"ask","approvers":["ann","bob"],"timeout_seconds":3600,"matched":["ask"],"tool":"refund"}"#
                        : #"{"decision":"allow","reason":"default","tool":"refund"}"#)
            case 2:
                let blanks = String(repeating: " ", count: number % 13)
                input += blanks + "\n"
                wanted.append(Self.noObject(blanks.count))
            default:
                input += "{\"tool\":\"ping\",\"id\":\(number)}\n"
                wanted.append(#"{"decision":"allow","reason":"rule","rule":"always","matched":["always"],"tool":"ping"}"#)
            }
        }
        let outcome = try await decide(Array(input.utf8))
        #expect(outcome.status == 0)
        #expect(outcome.lines == wanted)
    }

    @Test("Calls that come through a pipe, a few bytes at a time")
    func pipe() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.shell(
            #"{ printf '{"tool":'; sleep 0.1; printf '"x"}\n{"to'; sleep 0.1; printf 'ol":"x"}'; } | "$TOOL" eval --policy p.yaml --requests -"#)
        #expect(outcome.lines == [Self.ungoverned, Self.ungoverned])
    }

    @Test("A reader that goes away ends the tool quietly")
    func closedPipe() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        try workspace.write(String(repeating: "{\"tool\":\"x\"}\n", count: 50_000), to: "calls.jsonl")
        let outcome = try await workspace.shell(
            #"{ "$TOOL" eval --policy p.yaml --requests calls.jsonl; echo $? > status; } | head -n 1"#)
        #expect(outcome.lines == [Self.ungoverned])
        #expect(outcome.error == "")
        // 128 and the number of SIGPIPE.
        #expect(try workspace.read("status") == Array("141\n".utf8))
    }

    @Test("Output that can't be written is an error")
    func fullDevice() async throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        let outcome = try await workspace.shell(
            #"echo '{"tool":"x"}' | "$TOOL" eval --policy p.yaml --requests - > /dev/full"#)
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: can't write the output: No space left on device\n")
    }

    @Test("`now` is that of --now for every call")
    func now() async throws {
        let workspace = try Workspace()
        try workspace.write(
            "rules: [{name: late, tool: t, when: 'now >= timestamp(args.t)', action: deny}]\n", to: "p.yaml")
        let calls = #"{"tool":"t","args":{"t":"2020-05-05T05:05:05Z"}}"# + "\n" + #"{"tool":"t","args":{"t":"2020-05-05T05:05:06Z"}}"#
        let outcome = try await workspace.run(
            "eval", "--policy", "p.yaml", "--requests", "-", "--now", "2020-05-05T05:05:05Z", input: Array(calls.utf8))
        #expect(outcome.lines == [
            #"{"decision":"deny","reason":"rule","rule":"late","matched":["late"],"tool":"t"}"#,
            #"{"decision":"allow","reason":"default","tool":"t"}"#,
        ])
    }
}
