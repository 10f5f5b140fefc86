/// Literals of messages. Those of well-known ones become the values that they stand for, so that
/// nothing behind the checker knows of messages.
extension Checker {
    mutating func checkMessage(_ expr: Expr, _ name: String, _ fields: [Expr.MessageField]) -> Expr {
        var checked = fields
        for index in checked.indices { checked[index].value = check(fields[index].value) }
        let found = candidates(name).lazy.compactMap(WellKnownMessage.init(rawValue:)).first
        guard let message = found, message != .any else {
            reportMessage(name, isAny: found == .any, at: expr.range)
            set(.error, of: expr)
            return Expr(id: expr.id, range: expr.range, node: .message(name: name, fields: checked))
        }
        guard checkFields(checked, of: message) else {
            set(.error, of: expr)
            return Expr(id: expr.id, range: expr.range, node: .message(name: name, fields: checked))
        }
        return value(of: message, checked, expr)
    }

    private mutating func reportMessage(_ name: String, isAny: Bool, at range: SourceRange) {
        if isAny {
            report(
                .undeclared, "`\(name)` holds a message, and there are none here", at: range,
                suggestion: "write the value itself")
            return
        }
        let short = nearest(to: name, among: WellKnownMessage.allCases.map(\.rawValue))
        report(
            .undeclared, "`\(name)` is not the type of a message: only the well-known ones are", at: range,
            suggestion: short.map { "\($0){...}" } ?? "write a map, as in {\"field\": value}")
    }

    // MARK: Fields

    /// Whether every field is one of the message, of its type, and given once.
    private mutating func checkFields(_ fields: [Expr.MessageField], of message: WellKnownMessage) -> Bool {
        var isRight = true
        var seen: Set<String> = []
        for field in fields {
            guard let declared = message.fields.first(where: { $0.name == field.name }) else {
                report(
                    .undeclared, "`\(message.rawValue)` has no field `\(field.name)`", at: field.value.range,
                    suggestion: nearest(to: field.name, among: message.fields.map(\.name)))
                isRight = false
                continue
            }
            if !seen.insert(field.name).inserted || (message == .value && seen.count > 1) {
                report(.type, "only one `\(field.name)` can be given here", at: field.value.range)
                isRight = false
            }
            if !isAssignable(field, to: declared, of: message) { isRight = false }
        }
        return isRight
    }

    private mutating func isAssignable(
        _ field: Expr.MessageField, to declared: WellKnownMessage.Field, of message: WellKnownMessage
    ) -> Bool {
        let found = type(of: field.value)
        if declared.name == "null_value" {
            if field.value.node == .literal(.null) || field.value.node == .literal(.int(0)) { return true }
            report(.type, "the field `null_value` takes only null", at: field.value.range)
            return false
        }
        let wanted: CELType = field.isOptional ? .optional(declared.type) : declared.type
        if unifier.assign(found, to: wanted) { return true }
        report(
            .type, "the field `\(field.name)` of `\(message.rawValue)` is of type \(wanted.shown), not \(found.shown)",
            at: field.value.range)
        return false
    }

    // MARK: Values

    /// What a literal stands for.
    private mutating func value(
        of message: WellKnownMessage, _ fields: [Expr.MessageField], _ expr: Expr
    ) -> Expr {
        var parts: [Expr] = []
        for declared in message.fields {
            if let field = fields.first(where: { $0.name == declared.name }) {
                parts.append(value(of: field, declared, message))
            } else if message != .value {
                parts.append(initial(of: declared, message, fields.isEmpty ? expr.range : fields[0].value.range))
            }
        }
        guard let maker = message.maker else {
            let value = parts.first ?? literal(.null, .null, expr.range)
            set(message.literalType, of: value)
            return value
        }
        set(message.literalType, of: expr)
        let overloads = environment.functions[maker]?.overloads ?? []
        references[expr.id] = .function(overloads: overloads.map(\.id))
        return Expr(id: expr.id, range: expr.range, node: .call(function: maker, target: nil, args: parts))
    }

    private mutating func value(
        of field: Expr.MessageField, _ declared: WellKnownMessage.Field, _ message: WellKnownMessage
    ) -> Expr {
        if declared.name == "null_value" { return literal(.null, .null, field.value.range) }
        guard field.isOptional else { return field.value }
        let initial = initial(of: declared, message, field.value.range)
        let call = Expr(
            id: field.id, range: field.value.range,
            node: .call(function: MacroNames.orValue, target: field.value, args: [initial]))
        set(declared.type, of: call)
        references[field.id] = .function(overloads: ["optional_orValue_value"])
        return call
    }

    private mutating func initial(
        of field: WellKnownMessage.Field, _ message: WellKnownMessage, _ range: SourceRange
    ) -> Expr {
        let node: Expr.Node =
            switch message {
            case .structure: .map([])
            case .listValue: .list([], optionals: [])
            default: .literal(field.initial)
            }
        let expr = Expr(id: newID(), range: range, node: node)
        set(field.type, of: expr)
        return expr
    }

    private mutating func literal(_ literal: Literal, _ type: CELType, _ range: SourceRange) -> Expr {
        let expr = Expr(id: newID(), range: range, node: .literal(literal))
        set(type, of: expr)
        return expr
    }
}
