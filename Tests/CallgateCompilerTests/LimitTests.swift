import CallgateBytecode
import CallgateCompiler
import Testing

@Suite("The compiler's limits, at, under and over")
struct LimitTests {
    @Test("Nested loops", arguments: [31, 32, 33])
    func loops(_ depth: Int) throws {
        var condition = "true"
        for level in 0..<depth { condition = "args.l.exists(v\(level), \(condition) && v\(level) == 1)" }
        let text = policy([condition])
        if depth <= BytecodeLimits.loopDepth {
            #expect(try effect(text, #"{"tool":"t","args":{"l":[1]}}"#) == "deny")
        } else {
            #expect(refusal(text)?.contains("nested more than 32 levels") == true)
        }
    }

    @Test("Nested constants are constants, or built by the machine", arguments: [63, 64, 65, 120])
    func constants(_ depth: Int) throws {
        let nested = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
        let text = policy(["args.l == \(nested)"])
        #expect(try effect(text, "{\"tool\":\"t\",\"args\":{\"l\":\(nested)}}") == "deny")
        #expect(try effect(text, #"{"tool":"t","args":{"l":[[1]]}}"#) == "allow")
    }

    @Test("Fields of fields, filled by the scan or selected", arguments: [14, 15, 16, 17, 40])
    func pathDepth(_ depth: Int) throws {
        let path = (0..<depth).map { "f\($0)" }
        var json = "7"
        for name in path.reversed() { json = "{\"\(name)\":\(json)}" }
        let text = policy(["args.\(path.joined(separator: ".")) == 7 && has(args.\(path.joined(separator: ".")))"])
        #expect(try effect(text, "{\"tool\":\"t\",\"args\":\(json)}") == "deny")
    }

    @Test("Fields, filled by the scan or selected", arguments: [1, 158, 159, 160, 161, 250, 400])
    func fields(_ count: Int) throws {
        let condition = (0..<count).map { "args.f\($0) == \($0)" }.joined(separator: " && ")
        let object = (0..<count).map { "\"f\($0)\":\($0)" }.joined(separator: ",")
        #expect(try effect(policy([condition]), "{\"tool\":\"t\",\"args\":{\(object)}}") == "deny")
        let wrong = object.replacing("\"f\(count - 1)\":", with: "\"f\(count - 1)\":1")
        #expect(try effect(policy([condition]), "{\"tool\":\"t\",\"args\":{\(wrong)}}") == "allow")
    }

    @Test("Values that are needed at once", arguments: [60, 180])
    func registers(_ depth: Int) throws {
        // Each level keeps its left operand while the right one is computed.
        var expression = "size(args.s)"
        for _ in 0..<depth { expression = "(size(args.s) + \(expression))" }
        let fields = (0..<150).map { "args.g\($0) == 1" }.joined(separator: " || ")
        let text = policy(["\(expression) == \(depth + 1)", fields])
        if depth < 100 {
            #expect(try effect(text, #"{"tool":"t","args":{"s":"x"}}"#) == "deny")
        } else {
            #expect(refusal(text)?.contains("need more than 256 values at once") == true)
        }
    }

    @Test("Expressions of a message", arguments: [31, 32, 33])
    func outputs(_ count: Int) {
        let message = (0..<count).map { "{args.f\($0)}" }.joined()
        let text = "rules: [{name: r, tool: t, action: deny, message: '\(message)'}]"
        #expect((refusal(text) == nil) == (count <= BytecodeLimits.outputs))
    }

    @Test("Globs that overlap in every way", arguments: [8, 26])
    func globs(_ count: Int) throws {
        // Each tool may have any of the letters: the sets of globs that match together are 2^count.
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".prefix(count)).map(String.init)
        let rules = letters.enumerated().map { index, letter in
            "  - {name: r\(index), tool: \"*\(letter)\(letter)*\", action: deny}"
        }
        let text = "rules:\n" + rules.joined(separator: "\n")
        if count < 20 {
            #expect(try effect(text, "{\"tool\":\"x\(letters[0])\(letters[0])y\"}") == "deny")
        } else {
            #expect(refusal(text)?.contains("overlap in too many ways") == true)
        }
    }
}
