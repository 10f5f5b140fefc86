import CallgateLanguage

/// Nodes as the JSON that a schema is made of.
extension YAMLNode {
    /// What a plain `true` or `false` says; nil for anything else.
    var truth: Bool? {
        guard case .scalar(let scalar) = content, scalar.style == .plain else { return nil }
        switch scalar.text {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    /// A scalar as a constant of CEL; nil for a collection.
    var literal: Literal? {
        guard case .scalar(let scalar) = content else { return nil }
        guard scalar.style == .plain else { return .string(scalar.text) }
        switch PlainKind(scalar.bytes) {
        case .null: return .null
        case .boolean: return truth.map(Literal.bool) ?? .string(scalar.text)
        case .number:
            if let int = Int64(scalar.text) { return .int(int) }
            return Double(scalar.text).map(Literal.double) ?? .string(scalar.text)
        case .date, .text: return .string(scalar.text)
        }
    }
}

extension YAMLEntry {
    /// Whether its key is a name, compared by bytes.
    func isCalled(_ name: String) -> Bool {
        if case .scalar(let scalar) = key.content { scalar.bytes.elementsEqual(name.utf8) } else { false }
    }
}

extension [YAMLEntry] {
    /// The value of the first entry of a name.
    func value(_ name: String) -> YAMLNode? { first { $0.isCalled(name) }?.value }
}
