// The keys of what a guard keeps from call to call.

enum LimitKey: String, DocumentKey {
    case max, per, key, sum

    static let owner = "a limit"
    static let synonyms: [String: Self] = [
        "maximum": .max, "limit": .max, "count": .max, "window": .per, "within": .per, "by": .key, "keys": .key,
        "amount": .sum,
    ]
}

enum RoleKey: String, DocumentKey {
    case tools, providers, limit, description

    static let owner = "a role"
    static let synonyms: [String: Self] = ["tool": .tools, "provider": .providers, "allow": .tools]
}

enum ResultKey: String, DocumentKey {
    case name, description, tool, when, mark, labels, block, enabled

    static let owner = "a rule about results"
    static let synonyms: [String: Self] = [
        "tools": .tool, "condition": .when, "if": .when, "trust": .mark, "label": .labels, "id": .name,
    ]
}

enum FlowKey: String, DocumentKey {
    case lethalTrifecta = "lethal_trifecta"

    static let owner = "`flow`"
    static let synonyms: [String: Self] = ["trifecta": .lethalTrifecta]
}

enum SessionsKey: String, DocumentKey {
    case timeout, max

    static let owner = "`sessions`"
    static let synonyms: [String: Self] = ["ttl": .timeout, "expires": .timeout, "limit": .max, "count": .max]
}

enum ApprovalsKey: String, DocumentKey {
    case timeout, requester

    static let owner = "`approvals`"
    static let synonyms: [String: Self] = ["ttl": .timeout, "expires": .timeout, "requesters": .requester]
}

enum RecordsKey: String, DocumentKey {
    case args, context, redact, durability
    case onFailure = "on_failure"
    case checkpointEvery = "checkpoint_every"

    static let owner = "`records`"
    static let synonyms: [String: Self] = ["arguments": .args, "hide": .redact, "mask": .redact]
}
