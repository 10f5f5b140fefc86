import CallgateLanguage

/// Folds, which macros have become.
extension Evaluation {
    mutating func fold(_ fold: Comprehension) throws(EvaluationError) -> Value {
        let steps = try steps(over: try value(of: fold.range), isPair: fold.secondVariable != nil)
        locals[fold.accumulator, default: []].append(evaluate(fold.initial))
        defer { locals[fold.accumulator]?.removeLast() }
        for (first, second) in steps {
            locals[fold.variable, default: []].append(first)
            if let name = fold.secondVariable { locals[name, default: []].append(second) }
            defer {
                locals[fold.variable]?.removeLast()
                if let name = fold.secondVariable { locals[name]?.removeLast() }
            }
            guard case .bool(let goesOn) = try value(of: fold.condition) else { throw EvaluationError(.noSuchOverload) }
            if !goesOn { break }
            let next = evaluate(fold.step)
            setTop(fold.accumulator, to: next)
        }
        return try value(of: fold.result)
    }

    /// What the variables are in each round: element, or key; or index and element, or key and value.
    private func steps(over range: Value, isPair: Bool) throws(EvaluationError) -> [(first: Outcome, second: Outcome)] {
        switch range {
        case .list(let elements):
            elements.enumerated().map { isPair ? (.success(.int(Int64($0))), $1) : ($1, $1) }
        case .map(let entries, let isRecord):
            try allEntries(entries, isRecord).map { (.success($0.key), $0.value) }
        default:
            throw EvaluationError(.noSuchOverload)
        }
    }

    private mutating func setTop(_ name: String, to outcome: Outcome) {
        let last = (locals[name]?.count ?? 0) - 1
        if last >= 0 { locals[name]?[last] = outcome }
    }

    /// The name of the accumulator of every loop; no author can write it.
    static let accumulator = "@result"

    /// `accumulator + list`, the step of `map` and `filter`. It means the same as any other `+`; but the
    /// accumulator, which no author can name, is not needed after it, so that it can grow in place.
    /// Copied for each element, it would cost quadratic time.
    mutating func gathered(_ accumulator: String, _ addition: Expr) throws(EvaluationError) -> Value {
        let right = evaluate(addition)
        var left = locals[accumulator]?.last ?? .failure(EvaluationError(.noSuchOverload))
        setTop(accumulator, to: .success(.null))
        if case .success(.list(var elements)) = left, case .success(.list(let more)) = right {
            left = .success(.null)
            elements += more
            return .list(elements)
        }
        return try arithmetic(.add, try left.get(), try right.get())
    }
}
