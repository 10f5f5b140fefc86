public import CallgateBytecode
public import CallgateMachine

/// Runs events through a guard, whose clock they set, and answers each with a line of JSON:
///
///     {"id": "c1", "at": "2026-01-01T00:00:00Z", "session": "s1", "tool": …, "args": …, "context": …}
///     {"result_of": "c1", "at": …, "result": …}
///     {"approve": "c1", "at": …, "by": {"id": "ann", "groups": ["finance-team"]}}
///     {"reject": "c1", "at": …, "by": …}
///
/// A call may have `parent`, where its session begins as a child of another one, and `approval`, which
/// names the earlier call whose approval it uses. An event without `at` is at the time of the one before it. A result
/// that can't be read is one all the same, and blocked. What is no event is a call that is malformed, and denied.
public struct GuardEvents: ~Copyable {
    /// Calls whose results and approvals may still come.
    private static let mostCalls = 1 << 20

    public let `guard`: Guard
    private let clock: ManualClock
    /// The time of events before the first one that has a time; nil once there is one.
    private var start: CallTime?
    /// Checks that an event is one JSON object.
    private var machine: Machine
    private var calls: [Name: GuardDecision] = [:]

    /// - Parameters:
    ///   - gate: the guard's policy.
    ///   - start: the time of events before the first one that has a time (``CallTime/isForGuards``); the clock's,
    ///     if left out.
    ///   - make: makes the guard, with the clock that events set.
    public init(_ gate: Gate, from start: CallTime? = nil, _ make: (Gate, ManualClock) throws -> Guard) rethrows {
        let first = start ?? .current
        precondition(first.isForGuards, "events are of the years 1970 to 2115")
        // What was kept is of the past, whenever that is: the guard is made before any time.
        let clock = ManualClock()
        let made = try make(gate, clock)
        // Nothing of it is read before all of it is there: optimised by Swift 6.3, a value that can't be copied would
        // then be destroyed before it is set.
        self.start = first
        self.clock = clock
        `guard` = made
        machine = Machine(gate.image)
    }

    /// The answer to an event, without a line feed, and the effect where it is a call.
    public mutating func answer(_ event: [UInt8]) -> (line: [UInt8], effect: Effect?) {
        let malformation = unsafe event.withUnsafeBytes { unsafe machine.beginEvaluation(over: $0) }
        guard let malformation else {
            let object = JSONObject(event)
            if let problem = problem(with: object) { return wrong(object, problem) }
            setClock(by: object)
            if let id = object.string("result_of") {
                let result = object.value("result").map { Array(event[$0]) } ?? Array("null".utf8)
                return (answer(to: result, of: id), nil)
            }
            for verb in ["approve", "reject"] {
                if let id = object.string(verb) { return (answer(verb, id, event, object), nil) }
            }
            return call(event, object)
        }
        if let line = answerToUnreadableResult(event, DecisionReport.Failure(malformation)) { return (line, nil) }
        // The machine says what is wrong with a call, and where.
        return call(event, nil)
    }

    /// Tools write results, and their authors must not choose that there is none: where an event can't be read, but
    /// could be with `null` in place of its result, or with that at its end, or names its call before what can't be
    /// read, it has a result that can't be judged.
    private mutating func answerToUnreadableResult(_ event: [UInt8], _ error: DecisionReport.Failure) -> [UInt8]? {
        var texts: [[UInt8]] = []
        if let (keyEnd, value) = JSONObject.place(of: "result", inUnreadable: event) {
            texts.append(event[..<value.lowerBound] + Array("null".utf8) + event[value.upperBound...])
            texts.append(event[..<keyEnd] + Array(":null}".utf8))
        }
        if let (_, value) = JSONObject.place(of: "result_of", inUnreadable: event) {
            texts.append(Array(#"{"result_of":"#.utf8) + event[value] + [UInt8(ascii: "}")])
        }
        for text in texts {
            guard unsafe text.withUnsafeBytes({ unsafe machine.beginEvaluation(over: $0) }) == nil else { continue }
            let object = JSONObject(text)
            guard problem(with: object) == nil, let id = object.string("result_of") else { continue }
            setClock(by: object)
            return answer(to: [], of: id, error)
        }
        return nil
    }

    /// The answer to an object that is no event. Where it names calls whose result it might be, theirs can't be judged.
    private mutating func wrong(_ object: JSONObject, _ problem: String) -> (line: [UInt8], effect: Effect?) {
        let error = DecisionReport.Failure(kind: "invalid_event", detail: problem)
        let ids = object.members.filter { $0.key.elementsEqual("result_of".utf8) }.compactMap { object.string($0.value) }
        var answered: Set<Name> = []
        let lines = ids.filter { answered.insert(Name($0)).inserted }.map { answer(to: [], of: $0, error) }
        return lines.first.map { ($0, nil) } ?? malformed(problem, object)
    }

    private mutating func setClock(by object: borrowing JSONObject) {
        if let at = object.string("at").flatMap(Self.nanoseconds) ?? start?.nanosecondsSince1970 { clock.now = at }
        start = nil
    }

    private static let kinds: [(name: String, kind: String, members: [String])] = [
        ("tool", "a call", ["id", "at", "session", "parent", "approval", "tool", "args", "context"]),
        ("result_of", "a result", ["result_of", "at", "result"]),
        ("approve", "an answer", ["approve", "at", "by"]),
        ("reject", "an answer", ["reject", "at", "by"]),
    ]

    /// What is wrong with an event that is an object; nil for nothing.
    private func problem(with object: borrowing JSONObject) -> String? {
        let kinds = Self.kinds.filter { object.value($0.name) != nil }
        if kinds.count > 1 { return "`\(kinds[0].name)` and `\(kinds[1].name)` are two events" }
        // A session or a parent that is misspelled would be none; a result that stands with a call would be lost.
        let (_, kind, members) = kinds.first ?? Self.kinds[0]
        for member in object.members where !members.contains(where: { member.key.elementsEqual($0.utf8) }) {
            return "`\(String(decoding: member.key, as: UTF8.self))` is no member of \(kind)"
        }
        for key in ["id", "at", "session", "parent", "approval", "result_of", "approve", "reject", "by", "result"] {
            if object.members.count(where: { $0.key.elementsEqual(key.utf8) }) > 1 { return "`\(key)` is given twice" }
            guard object.value(key) != nil, key != "by", key != "result" else { continue }
            guard let text = object.string(key), !text.isEmpty else { return "`\(key)` is no text" }
            if key == "at", Self.nanoseconds(text) == nil {
                return "`at` is no time such as 2026-01-01T00:00:00Z, of the years 1970 to 2115"
            }
        }
        return nil
    }

    /// A time in nanoseconds since 1970, as far as guards count.
    private static func nanoseconds(_ text: String) -> Int64? {
        guard let time = CallTime(text), time.isForGuards else { return nil }
        return time.nanosecondsSince1970
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
        setClock(by: object)
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

    /// - Parameter error: what is wrong with the event.
    private mutating func answer(
        to result: [UInt8], of id: String, _ error: DecisionReport.Failure? = nil
    ) -> [UInt8] {
        guard let decision = calls[Name(id)], decision.isAllowed else {
            return GuardLine.refusedResult(id, "no call with this ID was let through")
        }
        return GuardLine.text(of: `guard`.record(result: result, of: decision), id, error)
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

extension DecisionReport.Failure {
    fileprivate init(_ malformation: Malformation) {
        self.init(kind: "\(malformation.kind.name)", detail: "\(malformation.kind.detail)", offset: malformation.offset)
    }
}
