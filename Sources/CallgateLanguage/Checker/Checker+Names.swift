/// Idents, selections and qualified names.
extension Checker {
    /// The names that one may stand for, in order: from the innermost namespace of the container
    /// out to the root, or the root alone if it has a leading dot.
    func candidates(_ name: String) -> [String] {
        if isItsOnlyCandidate(name) { return [name] }
        if name.hasPrefix(".") { return [String(name.dropFirst())] }
        var names: [String] = []
        var namespace = environment.container[...]
        while true {
            names.append("\(namespace).\(name)")
            guard let dot = namespace.lastIndex(of: ".") else { break }
            namespace = namespace[..<dot]
        }
        return names + [name]
    }

    /// Whether a name stands for itself alone, as all do in policies but those with a leading dot.
    func isItsOnlyCandidate(_ name: String) -> Bool {
        environment.container.isEmpty && name.utf8.first != UInt8(ascii: ".")
    }

    /// A name that is declared, and what it refers to.
    func lookUp(_ name: String) -> (name: String, type: CELType, reference: Reference)? {
        for candidate in candidates(name) {
            if let type = environment.variables[candidate] {
                return (candidate, type, .variable(candidate))
            }
            if let type = environment.types[candidate] {
                // Two names may denote one type, as those of wrappers do.
                return (type.constructorName, .type(type), .constantType(type))
            }
        }
        return nil
    }

    /// Turns a node into an ident of a declared name, if the name is one.
    private mutating func resolve(_ expr: Expr, as name: String) -> Expr? {
        guard let found = lookUp(name) else { return nil }
        set(found.type, of: expr)
        references[expr.id] = found.reference
        let isHidden = locals[found.name]?.isEmpty == false
        return Expr(id: expr.id, range: expr.range, node: .ident(isHidden ? "." + found.name : found.name))
    }

    mutating func checkIdent(_ expr: Expr, _ name: String) -> Expr {
        if let type = locals[name]?.last {
            set(type, of: expr)
            references[expr.id] = .variable(name)
            return expr
        }
        if let resolved = resolve(expr, as: name) { return resolved }
        reportUndeclared(name, at: expr.range)
        set(.error, of: expr)
        return expr
    }

    /// The dotted name that a node spells, unless it begins with a variable of a comprehension or no
    /// declared name can begin with it.
    func globalName(_ expr: Expr) -> String? {
        guard let start = expr.firstName, environment.mayQualify(start), let name = expr.qualifiedName
        else { return nil }
        if locals.isEmpty { return name }
        let first = name.prefix { $0 != "." }
        return locals[String(first)]?.isEmpty == false ? nil : name
    }

    mutating func checkSelect(_ expr: Expr, _ operand: Expr, _ field: String) -> Expr {
        if let name = globalName(expr) {
            if let resolved = resolve(expr, as: name) { return resolved }
            if isOnlyQualifier(operand) {
                reportUndeclared(name, at: expr.range)
                set(.error, of: expr)
                return expr
            }
        }
        let checked = check(operand)
        set(selectedType(type(of: checked), field, expr), of: expr)
        return Expr(id: expr.id, range: expr.range, node: .select(checked, field: field))
    }

    /// Whether a node is a name that only stands before the dot of variables, such as `session`: then it is
    /// the whole name that is not declared.
    private func isOnlyQualifier(_ expr: Expr) -> Bool {
        guard case .ident(let name) = expr.node, !isResolvingOnly else { return false }
        return environment.qualifiesVariables(name) && lookUp(name) == nil
    }

    mutating func checkPresence(_ expr: Expr, _ operand: Expr, _ field: String) -> Expr {
        let selection = Expr(id: expr.id, range: expr.range, node: .select(operand, field: field))
        set(.bool, of: expr)
        if !isResolvingOnly, let name = globalName(selection), lookUp(name) != nil {
            report(
                .macro, "`has` takes a field, but `\(name)` is the name of a variable, which is always there",
                at: expr.range)
            return expr
        }
        let checked = check(operand)
        _ = selectedType(type(of: checked), field, expr)
        return Expr(id: expr.id, range: expr.range, node: .presence(checked, field: field))
    }

    /// The type of a field of a value.
    mutating func selectedType(_ operand: CELType, _ field: String, _ expr: Expr) -> CELType {
        switch operand {
        case .dyn: return .dyn
        case .error: return .error
        case .map(let key, let value):
            // Selection is indexing by a string, so that the keys must be able to be strings.
            if !unifier.assign(.string, to: key) {
                report(
                    .type, "a map with keys of type \(key.shown) has no fields to select", at: expr.range,
                    suggestion: "index it with brackets")
                return .error
            }
            return value
        case .optional(let inner):
            let selected = selectedType(inner, field, expr)
            if selected == .error { return .error }
            if case .optional = selected { return selected }
            return .optional(selected)
        case .record(let record): return fieldType(of: record, field, expr)
        case .wrapper(let inner): return selectedType(inner, field, expr)
        case .parameter:
            return .dyn
        default:
            report(.type, "a value of type \(operand.shown) has no field `\(field)`", at: expr.range)
            return .error
        }
    }
}
