public import CallgateBytecode
internal import CallgateMachine

/// Runs events through a guard, whose clock they set, and answers each with a line of JSON:
///
///     {"id": "c1", "at": "2026-01-01T00:00:00Z", "session": "s1", "tool": …, "args": …, "context": …}
///     {"result_of": "c1", "at": …, "result": …}
///     {"approve": "c1", "at": …, "by": {"id": "ann", "groups": ["finance-team"]}}
///     {"reject": "c1", "at": …, "by": …}
///
/// A call may have `parent`, where its session begins as a child of another one, and `approval`, which
/// names the earlier call whose approval it uses. An event without `at` is at the time of the one before it.
/// What is no event is a call that is malformed, and denied.
public struct GuardEvents: ~Copyable {
    /// Calls whose results and approvals may still come.
    private static let mostCalls = 1 << 20

    public let `guard`: Guard
    private let clock: ManualClock
    /// Checks that an event is one JSON object.
    private var machine: Machine
    private var calls: [Name: GuardDecision] = [:]

    /// - Parameters:
    ///   - make: makes the guard, with the clock that events set.
    ///   - gate: its policy.
    public init(_ gate: Gate, _ make: (Gate, ManualClock) throws -> Guard) rethrows {
        clock = ManualClock()
        `guard` = try make(gate, clock)
        machine = Machine(gate.image)
    }

    /// The answer to an event, without a line feed, and the effect where it is a call.
    public mutating func answer(_ event: [UInt8]) -> (line: [UInt8], effect: Effect?) {
        let malformation = unsafe event.withUnsafeBytes { unsafe machine.beginEvaluation(over: $0) }
        if malformation == nil {
            let object = JSONObject(event)
            if let problem = problem(with: object) { return malformed(problem, object) }
            if let at = object.string("at").flatMap(Self.nanoseconds) { clock.now = at }
            if let id = object.string("result_of") { return (result(of: id, event, object), nil) }
            for verb in ["approve", "reject"] {
                if let id = object.string(verb) { return (answer(verb, id, event, object), nil) }
            }
            return call(event, object)
        }
        // The machine says what is wrong with a call, and where.
        return call(event, nil)
    }

    private static let members = [
        "id", "at", "session", "parent", "approval", "tool", "args", "context", "result_of", "result", "approve", "reject", "by",
    ]

    /// What is wrong with an event that is an object; nil for nothing.
    private func problem(with object: borrowing JSONObject) -> String? {
        // A session or a parent that is misspelled would be none.
        for member in object.members where !Self.members.contains(where: { member.key.elementsEqual($0.utf8) }) {
            return "`\(String(decoding: member.key, as: UTF8.self))` is no member of an event"
        }
        for key in ["id", "at", "session", "parent", "approval", "result_of", "approve", "reject", "by", "result"] {
            if object.members.count(where: { $0.key.elementsEqual(key.utf8) }) > 1 { return "`\(key)` is given twice" }
            guard object.value(key) != nil, key != "by", key != "result" else { continue }
            guard let text = object.string(key), !text.isEmpty else { return "`\(key)` is no text" }
            if key == "at", Self.nanoseconds(text) == nil {
                return "`at` is no time such as 2026-01-01T00:00:00Z, of the years 1970 to 2115"
            }
        }
        let kinds = ["tool", "result_of", "approve", "reject"].filter { object.value($0) != nil }
        return kinds.count > 1 ? "`\(kinds[0])` and `\(kinds[1])` are two events" : nil
    }

    /// A time in nanoseconds since 1970, as far as guards count.
    private static func nanoseconds(_ text: String) -> Int64? {
        guard let time = CallTime(text), time.seconds >= 0, time.seconds < 4_600_000_000 else { return nil }
        return time.seconds * 1_000_000_000 + Int64(time.nanoseconds)
    }

    // MARK: Kinds of events

    /// Tells why a call's event would be decided as it would be now, in place of ``answer(_:)``.
    ///
    /// - Returns: nil where the event is no call of this ID.
    public mutating func explain(_ event: [UInt8], id: String) -> Explanation? {
        guard unsafe event.withUnsafeBytes({ unsafe machine.beginEvaluation(over: $0) }) == nil else { return nil }
        let object = JSONObject(event)
        guard problem(with: object) == nil, object.string("id")?.isSame(as: id) == true, object.value("tool") != nil else {
            return nil
        }
        if let at = object.string("at").flatMap(Self.nanoseconds) { clock.now = at }
        return `guard`.explain(guardedCall(event, object))
    }

    private func guardedCall(_ event: [UInt8], _ object: JSONObject?) -> GuardedCall {
        var call = GuardedCall(event)
        call.id = object?.string("id")
        call.session = object?.string("session")
        call.parent = object?.string("parent")
        if let approval = object?.string("approval") {
            // The token of an approval that nobody has given is its name alone.
            call.token = `guard`.approvals[approval]?.token ?? approval + "."
        }
        return call
    }

    private mutating func call(_ event: [UInt8], _ object: JSONObject?) -> (line: [UInt8], effect: Effect?) {
        let call = guardedCall(event, object)
        if let id = call.id, calls[Name(id)] != nil { return malformed("`\(id)` is the ID of an earlier call", object) }
        let decision = `guard`.check(call)
        if call.id != nil, decision.effect != .deny {
            guard calls.count < Self.mostCalls else {
                return malformed("there are more than \(Self.mostCalls) calls whose results may come", object)
            }
            calls[Name(decision.id)] = decision
        }
        return (GuardLine.text(of: decision, hasID: call.id != nil), decision.effect)
    }

    private func malformed(_ detail: String, _ object: JSONObject?) -> (line: [UInt8], effect: Effect?) {
        (GuardLine.malformed(id: object?.string("id"), detail), .deny)
    }

    private mutating func result(of id: String, _ event: [UInt8], _ object: borrowing JSONObject) -> [UInt8] {
        guard let decision = calls[Name(id)], decision.isAllowed else {
            return GuardLine.refusedResult(id, "no call with this ID was let through")
        }
        let result = object.value("result").map { Array(event[$0]) } ?? Array("null".utf8)
        return GuardLine.text(of: `guard`.record(result: result, of: decision), id)
    }

    private mutating func answer(
        _ verb: String, _ id: String, _ event: [UInt8], _ object: borrowing JSONObject
    ) -> [UInt8] {
        guard let by = object.value("by").map({ JSONObject(event, in: $0) }), let name = by.string("id"), !name.isEmpty,
            ["id", "groups"].allSatisfy({ key in by.members.count { $0.key.elementsEqual(key.utf8) } <= 1 })
        else {
            return GuardLine.answer(verb, id, status: "refused", error: "no_approver")
        }
        let approver = Approver(id: name, groups: by.strings("groups"))
        do throws(ApprovalError) {
            if verb == "reject" {
                _ = try `guard`.approvals.reject(id, by: approver)
                return GuardLine.answer(verb, id, status: "refused", error: nil)
            }
            let approval = try `guard`.approvals.approve(id, by: approver)
            return GuardLine.answer(verb, id, status: approval.state.rawValue, error: nil)
        } catch {
            return GuardLine.answer(
                verb, id, status: error == .expired ? "expired" : "refused", error: error.rawValue)
        }
    }
}
