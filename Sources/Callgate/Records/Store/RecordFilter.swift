public import CallgateBytecode

/// Which entries are wanted: those that all of what is set holds for.
public struct RecordFilter: Hashable, Sendable {
    /// Microseconds since 1970: from here on.
    public var since: Int64?
    /// Microseconds since 1970: before this.
    public var until: Int64?
    public var tool: String?
    public var decision: Effect?
    /// A rule that decided, matched or monitored.
    public var rule: String?
    public var session: String?
    public var kind: EntryKind?
    /// The entry with this ID, and those about it.
    public var about: RecordID?

    public init() {}

    /// Whether an entry is wanted.
    public func matches(_ index: EntryIndex) -> Bool {
        if let since, index.time < since { return false }
        if let until, index.time >= until { return false }
        if let tool, index.tool != tool { return false }
        if let decision, index.decision != decision.rawValue { return false }
        if let rule, !index.rules.contains(rule) { return false }
        if let session, index.session != session { return false }
        if let kind, index.kind != kind { return false }
        if let about, index.id != about, index.of != about { return false }
        return true
    }
}
