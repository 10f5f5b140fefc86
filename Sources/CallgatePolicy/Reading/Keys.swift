/// The keys of a kind of mapping.
protocol DocumentKey: RawRepresentable<String>, CaseIterable, Hashable {
    /// What has these keys, with its article.
    static var owner: String { get }
    /// Keys that other tools use, and what is meant here.
    static var synonyms: [String: Self] { get }
}

enum PolicyKey: String, DocumentKey {
    case version, name, description, `default`, ungoverned, tools
    case contextSchema = "context_schema"
    case rules, lists, roles, results, flow, sessions, approvals, records

    static let owner = "a policy"
    static let synonyms: [String: Self] = [
        "rule": .rules, "policies": .rules, "title": .name, "role": .roles, "result": .results,
        "list": .lists, "sets": .lists, "data": .lists, "session": .sessions, "approval": .approvals, "record": .records, "audit": .records,
    ]
}

enum RuleKey: String, DocumentKey {
    case name, description, tool, when, action, message, approvers, timeout, severity, tags, mode, enabled
    case limit

    static let owner = "a rule"
    static let synonyms: [String: Self] = [
        "tools": .tool, "condition": .when, "if": .when, "effect": .action, "decision": .action, "id": .name,
        "approver": .approvers, "reason": .message, "tag": .tags, "limits": .limit, "rate_limit": .limit,
    ]
}

enum ListKey: String, DocumentKey {
    case file, column, format

    static let owner = "a list"
    static let synonyms: [String: Self] = ["path": .file, "field": .column, "type": .format]
}
