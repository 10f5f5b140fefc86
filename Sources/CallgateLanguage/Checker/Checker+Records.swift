/// What schemas say of a call's fields.
extension Checker {
    /// The type of a record's field; reported where it has none of that name.
    mutating func fieldType(of record: RecordType, _ name: String, _ expr: Expr) -> CELType {
        if let field = record.field(name) {
            if let choices = field.choices { self.choices[expr.id] = choices }
            return field.readType
        }
        if let rest = record.rest { return rest.nullable }
        if !isFull {
            let known = record.fields.keys.sorted()
            report(
                .undeclared, "there is no field `\(name)` in \(record.name)", at: expr.range,
                suggestion: nearest(to: name, among: known)
                    ?? (known.isEmpty ? nil : "its fields are \(known.prefix(8).joined(separator: ", "))"))
        }
        return .error
    }

    /// `record["field"]`, which means `record.field`, and `record[?"field"]`; nil for any other index and
    /// any other function.
    mutating func indexedFieldType(_ function: String, _ args: [Expr], _ expr: Expr) -> CELType? {
        let isOptional = function == Operator.optionalIndex.rawValue
        guard isOptional || function == Operator.index.rawValue, args.count == 2,
            case .literal(.string(let name)) = args[1].node
        else { return nil }
        switch type(of: args[0]).withoutNull {
        case .record(let record):
            let type = fieldType(of: record, name, expr)
            return isOptional && type != .error ? .optional(type) : type
        case .optional(let inner):
            guard case .record(let record) = inner.withoutNull else { return nil }
            let type = fieldType(of: record, name, expr)
            return type == .error ? .error : .optional(type)
        default: return nil
        }
    }

    /// Reports a comparison of a field with what it can't be.
    mutating func checkChoices(_ function: String, _ args: [Expr]) {
        guard !choices.isEmpty, args.count == 2, let comparison = Operator(rawValue: function) else { return }
        switch comparison {
        case .equals, .notEquals:
            for (field, other) in [(args[0], args[1]), (args[1], args[0])] {
                guard let choices = choices[field.id], case .literal(let value) = other.node else { continue }
                checkChoice(value, other, among: choices)
            }
        case .in:
            guard let choices = choices[args[0].id], case .list(let elements, _) = args[1].node else { return }
            for element in elements {
                guard case .literal(let value) = element.node else { continue }
                checkChoice(value, element, among: choices)
            }
        default: return
        }
    }

    private mutating func checkChoice(_ value: Literal, _ place: Expr, among choices: [Literal]) {
        if isFull || value == .null || choices.contains(where: { $0.isSameNumber(as: value) }) { return }
        let known = choices.map(\.description)
        report(
            .type, "this can't be true: the schema has no `\(value)` among the values of the field", at: place.range,
            suggestion: nearest(to: value.description, among: known) ?? known.prefix(8).joined(separator: ", "))
    }
}

extension Literal {
    /// Whether two constants are the same, numbers by their value whatever their kinds.
    fileprivate func isSameNumber(as other: Literal) -> Bool {
        guard let left = number, let right = other.number else { return self == other }
        return left == right
    }

    private var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .uint(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
}
