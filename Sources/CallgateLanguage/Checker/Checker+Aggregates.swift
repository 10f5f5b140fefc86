/// Lists and maps.
extension Checker {
    mutating func checkList(_ expr: Expr, _ elements: [Expr], _ optionals: [Int]) -> Expr {
        var checked: [Expr] = []
        var elementType: CELType?
        let marked = Set(optionals)
        for (index, element) in elements.enumerated() {
            let result = check(element)
            checked.append(result)
            let type = marked.contains(index) ? unwrapOptional(result) : type(of: result)
            elementType = join(elementType, type)
        }
        set(.list(elementType ?? unifier.newVariable()), of: expr)
        return Expr(id: expr.id, range: expr.range, node: .list(checked, optionals: optionals))
    }

    mutating func checkMap(_ expr: Expr, _ entries: [Expr.MapEntry]) -> Expr {
        var checked: [Expr.MapEntry] = []
        var keyType: CELType?
        var valueType: CELType?
        for entry in entries {
            let key = check(entry.key)
            let value = check(entry.value)
            checkKey(key)
            keyType = join(keyType, type(of: key))
            valueType = join(valueType, entry.isOptional ? unwrapOptional(value) : type(of: value))
            checked.append(Expr.MapEntry(id: entry.id, key: key, value: value, isOptional: entry.isOptional))
        }
        set(.map(keyType ?? unifier.newVariable(), valueType ?? unifier.newVariable()), of: expr)
        warnOfDuplicateKeys(entries)
        return Expr(id: expr.id, range: expr.range, node: .map(checked))
    }

    /// cel-spec's keys of maps: int, uint, bool and string; doubles only look one up.
    private mutating func checkKey(_ key: Expr) {
        let type = type(of: key)
        switch type {
        case .int, .uint, .bool, .string, .dyn, .error, .parameter: return
        case .wrapper(let inner) where inner != .double && inner != .bytes: return
        default:
            report(.type, "a value of type \(type.shown) cannot be the key of a map", at: key.range)
        }
    }

    /// The type within an optional that an element or entry is marked to leave out when empty.
    private mutating func unwrapOptional(_ expr: Expr) -> CELType {
        let type = type(of: expr)
        switch type {
        case .optional(let inner): return inner
        case .dyn, .error, .parameter: return .dyn
        default:
            report(
                .type, "`?` marks an optional value, but this is of type \(type.shown)", at: expr.range,
                suggestion: "leave the `?` out")
            return .error
        }
    }

    /// The type of elements that have these two types; `dyn` where they do not fit.
    private mutating func join(_ previous: CELType?, _ current: CELType) -> CELType {
        guard let previous else { return current }
        guard unifier.assign(current, to: previous) || unifier.assign(previous, to: current) else { return .dyn }
        return unifier.resolve(unifier.join(previous, current))
    }
}
