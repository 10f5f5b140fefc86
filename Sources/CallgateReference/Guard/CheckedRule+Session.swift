import CallgateLanguage
import CallgatePolicy

extension CheckedRule {
    /// What a decision of the rule gives for a reason.
    var reason: ReferenceDecision.Reason {
        switch origin {
        case .role: return .role
        case .flow: return .flow
        case .rule:
            let names = sessionNames(condition?.checked.root)
            return names.contains("session.labels") || names.contains("session.trust") ? .trust : .rule
        }
    }
}

/// The names of the session that an expression has.
func sessionNames(_ expr: Expr?) -> Set<String> {
    guard let expr else { return [] }
    var names = expr.children.reduce(into: Set<String>()) { $0.formUnion(sessionNames($1)) }
    switch expr.node {
    case .ident(let name), .call(let name, nil, _):
        let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        if plain.hasPrefix("session.") { names.insert(plain) }
    default: break
    }
    return names
}

/// The tools of whose earlier calls an expression asks, but for the call's own.
func toolsAskedAbout(by expr: Expr) -> Set<ByteString> {
    var tools = expr.children.reduce(into: Set<ByteString>()) { $0.formUnion(toolsAskedAbout(by: $1)) }
    if case .call(let name, nil, let args) = expr.node,
        ["session.calls", "session.called", ".session.calls", ".session.called"].contains(name),
        case .literal(.string(let tool))? = args.first?.node
    {
        tools.insert(ByteString(tool))
    }
    return tools
}
