import Callgate
import CallgateMachine
import CallgatePolicy
import ResourceCounter
import Testing

@Suite("Calls whose values are set by slot are decided as their JSON text is")
struct SlotTests {
    private static let policy = """
        rules:
          - name: amount
            tool: pay
            when: args.amount > 500 || args.ratio >= 0.5
            action: deny
          - name: environment
            tool: pay
            when: context.environment != "development" && args.force == true
            action: review
          - name: nested
            tool: pay
            when: args.customer.tier == "gold" && !has(args.customer.note)
            action: deny
          - name: list
            tool: pay
            when: args.ids.exists(i, i == 7)
            action: deny
          - name: whole
            tool: whole
            when: size(args) > 2 || args.box.lid == true && size(args.box) > 1
            action: deny
          - name: inner
            tool: inner
            when: args.box.lid == true || size(args.box) > 1 || args.box == null && args.other == 1
            action: deny
          - name: deep
            tool: deep
            when: args.p.q.r == "x" || args.p.q.s == 2 || args.p.t == 2
            action: deny
          - name: globbed
            tool: "glob_*"
            when: tool == "glob_b" && args.n == 1
            action: deny
        """

    private func decider(arena: Int = 1 << 16) throws -> Decider {
        var limits = MachineLimits()
        limits.arenaBytes = arena
        let document = PolicyDocumentSource(name: "p.yaml", bytes: Array(Self.policy.utf8))
        return Decider(try Gate(image: CompiledPolicy([document]).image), limits: limits)
    }

    private let time = CallTime(seconds: 0)

    private func resolve(_ tool: String, _ decider: inout Decider) throws -> ResolvedTool {
        let resolved = decider.resolve(tool)
        return try #require(resolved)
    }

    private func slot(
        _ path: String, _ tool: ResolvedTool, _ decider: borrowing Decider
    ) throws -> FieldSlot {
        let slot = decider.slot(path, of: tool)
        return try #require(slot, "\(path)")
    }

    /// Sets fields from their JSON, by type where there is one.
    private func decide(
        _ tool: String, _ fields: [String: String], _ decider: inout Decider
    ) throws -> Decision {
        let resolved = try resolve(tool, &decider)
        decider.begin(resolved)
        for (path, json) in fields {
            let slot = try slot(path, resolved, decider)
            if let value = Int64(json) {
                decider.set(slot, value)
            } else if let value = Double(json) {
                decider.set(slot, value)
            } else if json == "true" || json == "false" {
                decider.set(slot, json == "true")
            } else if json == "null" {
                decider.setNull(slot)
            } else if json.hasPrefix("\"") {
                decider.set(slot, String(json.dropFirst().dropLast()))
            } else {
                Array(json.utf8).withUnsafeBytes { decider.set(slot, json: $0) }
            }
        }
        return decider.decide(at: time)
    }

    @Test("Like the call's text", arguments: [
        ("pay", ["args.amount": "501"], #"{"amount":501}"#, "{}"),
        ("pay", ["args.amount": "500"], #"{"amount":500}"#, "{}"),
        ("pay", ["args.amount": "\"9,000\""], #"{"amount":"9,000"}"#, "{}"),
        ("pay", ["args.amount": "[9]"], #"{"amount":[9]}"#, "{}"),
        ("pay", ["args.amount": "null", "args.ratio": "0.25"], #"{"amount":null,"ratio":0.25}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0.5"], #"{"amount":1,"ratio":0.5}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.force": "true", "args.ids": "[]"], #"{"amount":1,"ratio":0,"force":true,"ids":[]}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.force": "true", "args.ids": "[]", "context.environment": "\"development\""], #"{"amount":1,"ratio":0,"force":true,"ids":[]}"#, #"{"environment":"development"}"#),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[1, 7]"], #"{"amount":1,"ratio":0,"ids":[1, 7]}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[]", "args.customer.tier": "\"gold\""], #"{"amount":1,"ratio":0,"ids":[],"customer":{"tier":"gold"}}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[]", "args.customer.tier": "\"gold\"", "args.customer.note": "\"é\""], #"{"amount":1,"ratio":0,"ids":[],"customer":{"tier":"gold","note":"é"}}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[]"], #"{"amount":1,"ratio":0,"ids":[]}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[]", "args.customer": "{}"], #"{"amount":1,"ratio":0,"ids":[],"customer":{}}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[]", "args.customer": "null"], #"{"amount":1,"ratio":0,"ids":[],"customer":null}"#, "{}"),
        ("pay", ["args.amount": "1", "args.ratio": "0", "args.ids": "[]", "args.customer": "5"], #"{"amount":1,"ratio":0,"ids":[],"customer":5}"#, "{}"),
        ("deep", [:], "{}", "{}"),
        ("deep", ["args.p.q.r": "\"x\""], #"{"p":{"q":{"r":"x"}}}"#, "{}"),
        ("deep", ["args.p.q.s": "1"], #"{"p":{"q":{"s":1}}}"#, "{}"),
        ("deep", ["args.p.t": "1"], #"{"p":{"t":1}}"#, "{}"),
        ("deep", ["args.p.q": "{}"], #"{"p":{"q":{}}}"#, "{}"),
        ("deep", ["args.p": #"{"q":null}"#], #"{"p":{"q":null}}"#, "{}"),
        ("deep", ["args.p": "[]"], #"{"p":[]}"#, "{}"),
        ("whole", ["args": #"{"a":1,"b":2,"c":3}"#], #"{"a":1,"b":2,"c":3}"#, "{}"),
        ("whole", ["args": #"{"box": {"lid": true, "x": 1}}"#], #"{"box":{"lid":true,"x":1}}"#, "{}"),
        ("whole", ["args": #"{"box": null}"#], #"{"box":null}"#, "{}"),
        ("whole", ["args": "{}"], "{}", "{}"),
        ("whole", [:], "{}", "{}"),
        ("inner", ["args.box": #"{"lid":true}"#], #"{"box":{"lid":true}}"#, "{}"),
        ("inner", ["args.box": #"{"a":1,"a":2,"lid":false}"#], #"{"box":{"a":1,"a":2,"lid":false}}"#, "{}"),
        ("inner", ["args.box": "null", "args.other": "1"], #"{"box":null,"other":1}"#, "{}"),
        ("inner", ["args.box": "7"], #"{"box":7}"#, "{}"),
        ("inner", ["args.box": "\"x\""], #"{"box":"x"}"#, "{}"),
        ("whole", ["args": "7"], "7", "{}"),
        ("whole", ["args": "null"], "null", "{}"),
        ("whole", ["args": "[]"], "[]", "{}"),
        ("inner", [:], "{}", "{}"),
        ("glob_a", ["args.n": "1"], #"{"n":1}"#, "{}"),
        ("glob_b", ["args.n": "1"], #"{"n":1}"#, "{}"),
        ("glob_b", ["args.n": "1.0"], #"{"n":1.0}"#, "{}"),
        ("nobody", [:], "{}", "{}"),
    ])
    func agrees(_ tool: String, _ fields: [String: String], _ args: String, _ context: String) throws {
        var decider = try decider()
        let typed = try decide(tool, fields, &decider)
        let matched = decider.matches
        let call = Array("{\"tool\":\"\(tool)\",\"args\":\(args),\"context\":\(context)}".utf8)
        let read = call.withUnsafeBytes { decider.decide($0, at: time) }
        #expect(typed.effect == read.effect)
        #expect(typed.reason == read.reason)
        #expect(typed.rule == read.rule)
        #expect(typed.error.errorKind == read.error.errorKind)
        #expect(matched == decider.matches)
    }

    @Test("Which fields a tool has")
    func fields() throws {
        var decider = try decider()
        func paths(_ tool: String) throws -> [String] {
            let resolved = try resolve(tool, &decider)
            return decider.slots(of: resolved).map { $0.path + ($0.slot.isObject ? " {}" : "") }.sorted()
        }
        #expect(try paths("pay") == [
            "args.amount", "args.customer {}", "args.customer.note", "args.customer.tier", "args.force", "args.ids",
            "args.ratio", "context.environment",
        ])
        #expect(try paths("whole") == ["args {}"])
        #expect(try paths("inner") == ["args.box {}", "args.other"])
        #expect(try paths("glob_z") == ["args.n"])
        #expect(try paths("nobody") == [])
    }

    @Test("What can't be a value denies, and the next call is decided as usual")
    func faults() throws {
        var decider = try decider()
        let tool = try resolve("pay", &decider)
        let amount = try slot("args.amount", tool, decider)
        func decision(_ set: (inout Decider) -> Void) -> Decision {
            decider.begin(tool)
            set(&decider)
            return decider.decide(at: time)
        }
        let invalid: [UInt8] = [0x61, 0xFF]
        let text = decision { decider in invalid.withUnsafeBytes { decider.set(amount, text: $0) } }
        #expect(text.effect == .deny && text.malformed.kind == .badUTF8)
        for (json, kind) in [("[1", Malformation.Kind.expectedCommaOrBracket), ("1 2", .expectedEnd), ("", .expectedValue), ("01", .leadingZero)] {
            let decision = decision { decider in Array(json.utf8).withUnsafeBytes { decider.set(amount, json: $0) } }
            #expect(decision.effect == .deny)
            #expect(decision.malformed.kind == kind, "\(json)")
        }
        // What an earlier call has left behind in the memory does not complete a later one's text.
        let ids = try slot("args.ids", tool, decider)
        let whole = Array("[1,[2,[3]]]".utf8)
        for length in 1..<whole.count {
            _ = decision { decider in whole.withUnsafeBytes { decider.set(ids, json: $0) } }
            let cut = decision { decider in Array(whole[..<length]).withUnsafeBytes { decider.set(ids, json: $0) } }
            #expect(cut.reason == .malformed, "\(length)")
        }
        #expect(decision { $0.set(amount, Double.infinity) }.error.errorKind == .numberRange)
        #expect(decision { $0.set(amount, Double.nan) }.effect == .deny)
        let long = [UInt8](repeating: 0x61, count: 1 << 17)
        #expect(decision { decider in long.withUnsafeBytes { decider.set(amount, text: $0) } }.trap == .memory)
        #expect(decision { $0.set(amount, Int64(501)) }.reason == .rule)
    }

    @Test("The IDs of tools that only globs match take a quarter of the memory at most")
    func manyTools() throws {
        var decider = try decider(arena: 4_096)
        var resolved = 0
        while decider.resolve("glob_\(resolved)") != nil, resolved < 1_000 { resolved += 1 }
        #expect(resolved > 50 && resolved < 100)
    }

    @Test("Setting and deciding allocates nothing and takes no lock")
    func resources() throws {
        var decider = try decider()
        let tool = try resolve("pay", &decider)
        let amount = try slot("args.amount", tool, decider)
        let environment = try slot("context.environment", tool, decider)
        let ids = try slot("args.ids", tool, decider)
        let name = Array("production".utf8), list = Array("[1,2,{\"a\":\"\\n\"}]".utf8)
        let counts = name.withUnsafeBytes { name in
            list.withUnsafeBytes { list in
                var before = (callgate_allocations(), callgate_locks())
                for round in 0..<200 {
                    // Once for whatever the runtime sets up on first use.
                    if round == 1 { before = (callgate_allocations(), callgate_locks()) }
                    decider.begin(tool)
                    decider.set(amount, Int64(round))
                    decider.set(environment, text: name)
                    decider.set(ids, json: list)
                    _ = decider.decide(at: time)
                }
                return (callgate_allocations() - before.0, callgate_locks() - before.1)
            }
        }
        #expect(counts.0 == 0)
        #expect(counts.1 == 0)
    }

    @Test("What is set last holds, whatever was set before", arguments: [
        ("{}", #"{"p":{}}"#), ("null", #"{"p":null}"#), ("5", #"{"p":5}"#), (#"{"q":{}}"#, #"{"p":{"q":{}}}"#),
        (#"{"q":null}"#, #"{"p":{"q":null}}"#), (#"{"t":1,"q":{"r":"y","s":1}}"#, #"{"p":{"t":1,"q":{"r":"y","s":1}}}"#),
    ])
    func setTwice(_ last: String, _ args: String) throws {
        var decider = try decider()
        let tool = try resolve("deep", &decider)
        let slot = try slot("args.p", tool, decider)
        let call = Array("{\"tool\":\"deep\",\"args\":\(args)}".utf8)
        let read = call.withUnsafeBytes { decider.decide($0, at: time) }
        for first in [#"{"q":{"r":"x","s":2},"t":2}"#, #"{"q":{"r":"y","s":1},"t":1}"#, "null", "7", "[{}]", "{}"] {
            decider.begin(tool)
            for json in [first, last] { Array(json.utf8).withUnsafeBytes { decider.set(slot, json: $0) } }
            let typed = decider.decide(at: time)
            #expect(typed.effect == read.effect && typed.reason == read.reason, "\(first) \(last)")
            #expect(typed.error.errorKind == read.error.errorKind, "\(first) \(last)")
        }
    }

    @Test("Without a call that was begun, deciding denies")
    func notBegun() throws {
        var decider = try decider()
        #expect(decider.decide(at: time).malformed.kind == .missingTool)
        let tool = try resolve("pay", &decider)
        decider.begin(tool)
        decider.set(try slot("args.amount", tool, decider), Int64(501))
        #expect(decider.decide(at: time).reason == .rule)
        #expect(decider.matches.count > 0)
        #expect(decider.decide(at: time).effect == .deny)
        #expect(decider.matches == [])
        decider.begin(tool)
        let text = Array(#"{"tool":"nobody"}"#.utf8)
        _ = text.withUnsafeBytes { decider.decide($0, at: time) }
        #expect(decider.decide(at: time).malformed.kind == .missingTool)
    }

    @Test("Tools and slots of another decider are nobody's")
    func foreign() throws {
        var one = try decider()
        let other = try decider()
        let tool = try resolve("pay", &one)
        #expect(other.slots(of: tool).isEmpty)
        #expect(one.slots(of: tool).count == 8)
    }

    @Test("Values nest as deep as in a call's text")
    func depth() throws {
        var decider = try decider()
        let tool = try resolve("deep", &decider)
        let slot = try slot("args.p.q.r", tool, decider)
        for depth in [120, 123, 124, 125, 126, 127, 128] {
            let json = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            decider.begin(tool)
            Array(json.utf8).withUnsafeBytes { decider.set(slot, json: $0) }
            let typed = decider.decide(at: time)
            let call = Array("{\"tool\":\"deep\",\"args\":{\"p\":{\"q\":{\"r\":\(json)}}}}".utf8)
            let read = call.withUnsafeBytes { decider.decide($0, at: time) }
            #expect(typed.malformed.kind == read.malformed.kind, "\(depth)")
        }
    }
}
