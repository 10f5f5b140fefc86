import CallgateLanguage

/// Limits of rules and of roles.
extension PolicyReader {
    /// What a rule lets through; nil, and reported, where it is wrong.
    mutating func limit(of entry: YAMLEntry) -> RuleLimit? {
        guard let keys = entries(of: entry.value, as: LimitKey.self) else { return nil }
        for key in [LimitKey.max, .per] where !keys.has(key) {
            error("a limit has no `\(key.rawValue)`, which every limit needs", at: place(of: entry))
        }
        let sum = keys[.sum].flatMap { amount(of: $0) }
        let maximum = keys[.max].flatMap { self.maximum(of: $0, isSum: keys.has(.sum)) }
        let seconds = keys[.per].flatMap { timeout(of: $0, "`per`", limit: PolicyLimits.limitSeconds) }
        let key = keys[.key].map { limitKey(of: $0) } ?? []
        guard let maximum, let seconds, !keys.has(.sum) || sum != nil else { return nil }
        return RuleLimit(maximum: maximum, seconds: seconds, key: key, sum: sum)
    }

    /// What is let through at most: calls, or an amount with up to six decimals, in millionths.
    private mutating func maximum(of entry: YAMLEntry, isSum: Bool) -> Int64? {
        guard isSum else { return wholeNumber(of: entry, "`max`", 0...Int(Int64.max)).map(Int64.init) }
        let form = "`max` of a sum is a number with at most six decimals, below 9,223,372,036,854"
        guard case .scalar(let scalar) = entry.value.content, scalar.style == .plain else {
            error("\(form), but this is \(describe(entry.value))", at: place(of: entry))
            return nil
        }
        guard !isOctal(scalar.text, "`max`", at: entry) else { return nil }
        let parts = scalar.text.split(separator: ".", omittingEmptySubsequences: false)
        let isDecimal = (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
        let decimals = parts.count == 2 ? parts[1].utf8.count : 0
        guard isDecimal, decimals <= 6, let whole = Int64(parts[0]),
            let fraction = parts.count == 2
                ? Int64(parts[1] + String(repeating: "0", count: 6 - decimals)) : 0
        else {
            error("\(form), but this is \(describe(entry.value))", at: place(of: entry))
            return nil
        }
        let (product, overflows) = whole.multipliedReportingOverflow(by: RuleLimit.unit)
        let (sum, exceeds) = product.addingReportingOverflow(fraction)
        guard !overflows, !exceeds else {
            error(form, at: entry.value.range)
            return nil
        }
        return sum
    }

    private mutating func amount(of entry: YAMLEntry) -> EmbeddedExpression? {
        guard let expression = expression(of: entry, "`sum`") else { return nil }
        switch expression.checked.type.withoutNull {
        case .int, .uint, .double, .dyn, .number: return expression
        default:
            error(
                "`sum` is an amount, but the type of this is \(expression.checked.type)", at: place(of: entry))
            return nil
        }
    }

    /// One expression, or a list of them.
    private mutating func limitKey(of entry: YAMLEntry) -> [EmbeddedExpression] {
        guard case .sequence(let nodes) = entry.value.content else {
            return expression(of: entry, "`key`").map { [$0] } ?? []
        }
        guard nodes.count <= PolicyLimits.limitKeys else {
            error("`key` has \(nodes.count) parts; the limit is \(PolicyLimits.limitKeys)", at: entry.value.range)
            return []
        }
        if nodes.isEmpty {
            error(
                "`key` is an empty list", at: entry.value.range,
                suggestion: "leave `key` out for one count of all calls")
        }
        return nodes.compactMap { expression(of: YAMLEntry(key: entry.key, value: $0), "`key`") }
    }

    /// An expression that is no condition.
    private mutating func expression(of entry: YAMLEntry, _ what: String) -> EmbeddedExpression? {
        guard case .scalar(let scalar) = entry.value.content else {
            error("\(what) is an expression written as a text, but this is \(describe(entry.value))", at: place(of: entry))
            return nil
        }
        let mapped = ScalarDecoder.decode(scalar, in: texts[document].bytes).trimmed
        guard !mapped.bytes.isEmpty else {
            error("\(what) is empty", at: place(of: entry))
            return nil
        }
        return expression(mapped)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
