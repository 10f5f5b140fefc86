/// What is decided on.
public struct Call: Sendable {
    public var tool: String
    /// An open record; empty where the call has none.
    public var args: Value
    /// An open record; empty where the call has none.
    public var context: Value

    public init(tool: String, args: Value, context: Value) {
        self.tool = tool
        self.args = args
        self.context = context
    }

    /// Reads a call.
    ///
    /// - Parameter limit: how many bytes it may have at most.
    /// - Throws: the first thing that is wrong, from left to right; only that `tool` is missing is
    ///   found at the end.
    /// - Complexity: O(*n*) in the bytes.
    public init(_ bytes: [UInt8], limit: Int = ReferenceLimits.callBytes) throws(Malformation) {
        guard bytes.count <= limit else { throw Malformation(.callTooLarge, at: limit) }
        var reader = JSONReader(bytes)
        let members = try reader.readCall()
        func content(_ key: String) -> JSON.Content? { members.first { hasSameScalars($0.key, key) }?.value.content }
        func record(_ key: String) -> Value {
            if case .object(let members) = content(key) { JSON.record(members) } else { JSON.record([]) }
        }
        guard case .string(let tool) = content("tool") else { throw Malformation(.invalidTool, at: 0) }
        self.init(tool: tool, args: record("args"), context: record("context"))
    }

    /// What a condition sees.
    ///
    /// - Parameter now: the time of the decision.
    public func bindings(now: Timestamp) -> [String: Outcome] {
        [
            "args": .success(args), "context": .success(context), "tool": .success(.string(tool)),
            "now": .success(.timestamp(now)),
        ]
    }
}
