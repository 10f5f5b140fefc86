import CallgateLanguage

/// What is known of a call's session when a condition is evaluated.
public struct SessionFacts: Sendable {
    public var id: String
    /// In the order of the policy.
    public var labels: [String]
    public var isTrusted: Bool
    /// The calls that were let through: tools, and times in nanoseconds since 1970.
    public var calls: [(tool: String, time: Int64)]
    /// Nanoseconds since 1970.
    public var now: Int64

    public init(id: String, labels: [String], isTrusted: Bool, calls: [(tool: String, time: Int64)], now: Int64) {
        self.id = id
        self.labels = labels
        self.isTrusted = isTrusted
        self.calls = calls
        self.now = now
    }

    /// What the names of the session stand for.
    var bindings: [String: Outcome] {
        [
            "session.id": .success(.string(id)),
            "session.labels": .success(.list(labels.map { .success(.string($0)) })),
            "session.trust": .success(.string(isTrusted ? "trusted" : "untrusted")),
        ]
    }

    /// How many calls of a tool there were.
    func count(of tool: String) -> Int64 { Int64(calls.count { hasSameScalars($0.tool, tool) }) }

    /// The time since the last call of a tool; the longest duration where there was none.
    func since(_ tool: String) -> Int64 {
        let last = calls.filter { hasSameScalars($0.tool, tool) }.map(\.time).max()
        return last.map { max(now - $0, 0) } ?? .max
    }
}

/// Questions about the session.
extension Evaluation {
    /// Nil where the function is none about the session.
    mutating func sessionFunction(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value? {
        guard function == "session.calls" || function == "session.called", let tool = args.first else { return nil }
        guard let session else { throw EvaluationError(.noSession) }
        guard case .string(let name) = try value(of: tool) else { throw EvaluationError(.noSuchOverload) }
        switch (function, args.count) {
        case ("session.calls", 1): return .int(session.count(of: name))
        case ("session.called", 1): return .bool(session.count(of: name) > 0)
        case ("session.called", 2):
            guard case .duration(let window) = try value(of: args[1]) else { throw EvaluationError(.noSuchOverload) }
            return .bool(session.since(name) <= window)
        default: throw EvaluationError(.noSuchOverload)
        }
    }
}
