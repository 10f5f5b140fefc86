import CallgateLanguage

/// Values out of a small set, and durations.
extension PolicyReader {
    /// An effect: `review` has a second name that says what it is for.
    mutating func effect(of entry: YAMLEntry, _ what: String) -> PolicyEffect? {
        choice(
            of: entry, what,
            [("allow", .allow), ("deny", .deny), ("require_approval", .review), ("review", .review)],
            synonyms: Self.effectSynonyms)
    }

    private static let effectSynonyms = [
        "permit": "allow", "accept": "allow", "block": "deny", "reject": "deny", "forbid": "deny",
        "approve": "require_approval", "approval": "require_approval", "ask": "require_approval",
    ]

    /// One of several words.
    mutating func choice<Value>(
        of entry: YAMLEntry, _ what: String, _ choices: [(String, Value)], synonyms: [String: String] = [:]
    ) -> Value? {
        func report(at range: SourceRange, suggestion: String? = nil) {
            let list = choices.map { "`\($0.0)`" }.joined(separator: ", ")
            error(
                "\(what) is one of \(list), but this is \(describe(entry.value))", at: range,
                suggestion: suggestion)
        }
        guard case .scalar(let scalar) = entry.value.content, !isEmpty(entry.value) else {
            report(at: place(of: entry))
            return nil
        }
        if let found = choices.first(where: { $0.0.utf8.elementsEqual(scalar.bytes) }) { return found.1 }
        let written = scalar.text
        report(
            at: entry.value.range, suggestion: synonyms[written] ?? likely(written, among: choices.map(\.0)))
        return nil
    }

    /// `true` or `false`, nothing else that YAML 1.1 takes for them; true where it is wrong, so that
    /// the rule is looked at.
    mutating func boolean(of entry: YAMLEntry, _ what: String) -> Bool {
        if case .scalar(let scalar) = entry.value.content {
            let written = scalar.text
            if scalar.style == .plain, written == "true" || written == "false" { return written == "true" }
            let suggestion =
                PlainKind.trueTexts.contains(written) ? "true" : PlainKind.falseTexts.contains(written) ? "false" : nil
            error(
                "\(what) is `true` or `false`, but this is \(describe(entry.value))",
                at: place(of: entry),
                suggestion: suggestion ?? likely(written, among: ["true", "false"]))
        } else {
            error("\(what) is `true` or `false`, but this is \(describe(entry.value))", at: entry.value.range)
        }
        return true
    }

    /// A time to wait, in seconds.
    mutating func timeout(of entry: YAMLEntry, _ what: String = "`timeout`", limit: Int = PolicyLimits.timeoutSeconds)
        -> Int?
    {
        let form = "\(what) is a whole number and a unit: `30s`, `15m`, `1h` or `7d`"
        guard case .scalar(let scalar) = entry.value.content, !isEmpty(entry.value) else {
            error(
                "\(form), but this is \(describe(entry.value))",
                at: place(of: entry))
            return nil
        }
        let digits = scalar.bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        let unit = String(decoding: scalar.bytes.dropFirst(digits.count), as: UTF8.self)
        let number = String(decoding: digits, as: UTF8.self)
        guard !digits.isEmpty, let seconds = Self.seconds(inUnit: unit) else {
            error(
                "\(form), but this is \(describe(entry.value))", at: entry.value.range,
                suggestion: Self.likelyTimeout(number, unit))
            return nil
        }
        let (product, overflows) = (Int(number) ?? .max).multipliedReportingOverflow(by: seconds)
        guard !overflows, product <= limit else {
            let years = limit == PolicyLimits.timeoutSeconds ? "about 136 years" : "\(limit / 86_400) days"
            error("\(what) is at most \(limit) seconds, \(years)", at: entry.value.range)
            return nil
        }
        guard product > 0 else {
            error("\(what) is at least one second", at: entry.value.range)
            return nil
        }
        return product
    }

    private static func seconds(inUnit unit: String) -> Int? {
        switch unit {
        case "s": 1
        case "m": 60
        case "h": 3_600
        case "d": 86_400
        default: nil
        }
    }

    /// What was most likely meant by a number with something else than a unit behind it.
    private static func likelyTimeout(_ number: String, _ rest: String) -> String? {
        guard !number.isEmpty, number.utf8.count <= 10 else { return nil }
        guard !rest.isEmpty else { return number + "s" }
        let words = [
            "s": ["sec", "secs", "second", "seconds"], "m": ["min", "mins", "minute", "minutes"],
            "h": ["hr", "hrs", "hour", "hours"], "d": ["day", "days"],
        ]
        let word = String(rest.lowercased().drop { $0 == " " })
        for (unit, names) in words where word == unit || names.contains(word) { return number + unit }
        return nil
    }
}
