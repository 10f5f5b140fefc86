import CallgateLanguage
import CallgateRegex

/// One evaluation of an expression.
///
/// Operations that yield the error of their first erroneous operand simply throw it; the few that do not
/// look at the ``Outcome`` of their operands.
struct Evaluation {
    /// The variables of the environment.
    let bindings: [String: Outcome]
    /// The variables of the folds around the node at hand, each with those it hides before it.
    var locals: [String: [Outcome]] = [:]
    /// The patterns met so far, nil for what is none.
    var patterns: [PatternText: Pattern?] = [:]

    /// Seconds east of UTC of a named time zone, at a time in seconds since 1970; nil for no such zone.
    let zoneOffset: ZoneOffset

    /// What is known of the call's session.
    let session: SessionFacts?

    init(_ bindings: [String: Outcome], session: SessionFacts? = nil, zoneOffset: @escaping ZoneOffset) {
        self.bindings = bindings
        self.session = session
        self.zoneOffset = zoneOffset
    }

    mutating func evaluate(_ expr: Expr) -> Outcome {
        do throws(EvaluationError) {
            return .success(try value(of: expr))
        } catch {
            return .failure(error)
        }
    }

    mutating func value(of expr: Expr) throws(EvaluationError) -> Value {
        switch expr.node {
        case .literal(let literal): try value(of: literal)
        case .ident(let name): try variable(name)
        case .select(let operand, let field): try select(field, of: try value(of: operand))
        case .presence(let operand, let field): .bool(try has(field, in: evaluate(operand)))
        // `prefix.ip()` and `ip(text)` are two functions of one name.
        case .call("ip", let target?, let args): try call("cidr.ip", [target] + args)
        case .call(let function, let target, let args): try call(function, (target.map { [$0] } ?? []) + args)
        case .list(let elements, let optionals): try list(elements, optionals)
        case .map(let entries): try map(entries)
        // The checker has replaced those that there are.
        case .message: throw EvaluationError(.noSuchOverload)
        case .comprehension(let comprehension): try fold(comprehension)
        }
    }

    /// The values of operands, or the error of the first that has none.
    mutating func values(of exprs: [Expr]) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        for expr in exprs { values.append(try value(of: expr)) }
        return values
    }

    // MARK: Names

    /// A leading dot passes by the variables of folds. The checker refuses what is not declared; where it
    /// was not asked, a name without a meaning has no form that applies.
    private func variable(_ name: String) throws(EvaluationError) -> Value {
        if let local = locals[name]?.last { return try local.get() }
        let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        if let outcome = bindings[plain] { return try outcome.get() }
        if Value.typeNames.contains(plain) { return .type(plain) }
        if plain.hasPrefix("session."), session == nil { throw EvaluationError(.noSession) }
        throw EvaluationError(.noSuchOverload)
    }

    // MARK: Literals

    private func value(of literal: Literal) throws(EvaluationError) -> Value {
        switch literal {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .uint(let uint): .uint(uint)
        case .double(let double): .double(double)
        case .string(let string): .string(string)
        case .bytes(let bytes): .bytes(bytes)
        // A pattern is no value; `matches` takes it from the tree.
        case .pattern: throw EvaluationError(.noSuchOverload)
        }
    }

    private mutating func list(_ elements: [Expr], _ optionals: [Int]) throws(EvaluationError) -> Value {
        var found: [Outcome] = []
        for (index, element) in elements.enumerated() {
            let value = try value(of: element)
            if let kept = optionals.contains(index) ? try content(of: value) : value { found.append(.success(kept)) }
        }
        return .list(found)
    }

    /// Entry after entry: the error of its key, then of its value, then a key that is of a wrong
    /// kind, then one that equals an earlier one.
    private mutating func map(_ entries: [Expr.MapEntry]) throws(EvaluationError) -> Value {
        var found: [MapEntry] = []
        var keys: Set<MapKey> = []
        for entry in entries {
            let (name, value) = (try value(of: entry.key), try value(of: entry.value))
            let kept = entry.isOptional ? try content(of: value) : value
            guard name.canBeKey, let key = MapKey(name) else { throw EvaluationError(.noSuchOverload) }
            guard let kept else { continue }
            guard keys.insert(key).inserted else { throw EvaluationError(.duplicateKey) }
            found.append(MapEntry(key: name, value: .success(kept)))
        }
        return .map(found)
    }
}
