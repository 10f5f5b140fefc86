import CallgateLanguage

/// What a guard keeps from call to call: settings of the whole policy.
extension PolicyReader {
    mutating func readGuard(_ entries: Entries<PolicyKey>) {
        if let entry = entries[.roles] { readRoles(entry) }
        if let entry = entries[.results] { readResults(entry) }
        if let entry = entries[.flow] { readFlow(entry) }
        if let entry = entries[.sessions], isOnce(.sessions, entry) { readSessions(entry) }
        if let entry = entries[.approvals], isOnce(.approvals, entry) { readApprovals(entry) }
        if let entry = entries[.records], isOnce(.records, entry) { readRecords(entry) }
    }

    /// Whether no other document of the policy has a setting; reported where one has.
    mutating func isOnce(_ key: PolicyKey, _ entry: YAMLEntry) -> Bool {
        guard let first = settings[key] else {
            settings[key] = here(entry.key.range)
            return true
        }
        error(
            "`\(key.rawValue)` is given by two documents of the policy", at: entry.key.range,
            notes: ["it is first given at \(name(of: first))"])
        return false
    }

    private mutating func readSessions(_ entry: YAMLEntry) {
        guard let keys = entries(of: entry.value, as: SessionsKey.self) else { return }
        if let entry = keys[.timeout], let seconds = timeout(of: entry) { policy.settings.sessionSeconds = seconds }
        if let entry = keys[.max], let count = wholeNumber(of: entry, "`max`", 1...PolicyLimits.sessions) {
            policy.settings.sessionCount = count
        }
    }

    private mutating func readApprovals(_ entry: YAMLEntry) {
        guard let keys = entries(of: entry.value, as: ApprovalsKey.self) else { return }
        if let entry = keys[.timeout], let seconds = timeout(of: entry) { policy.settings.approvalSeconds = seconds }
        if let entry = keys[.requester] { policy.settings.requesters = fields(of: entry, "`requester`", in: "context").map(\.path) }
    }

    private mutating func readRecords(_ entry: YAMLEntry) {
        guard let keys = entries(of: entry.value, as: RecordsKey.self) else { return }
        if let entry = keys[.args] { policy.settings.records.arguments = form(of: entry, "args") }
        if let entry = keys[.context] { policy.settings.records.context = form(of: entry, "context") }
        if let entry = keys[.redact] { policy.settings.records.redacted = fields(of: entry, "`redact`").map(\.path) }
        if let entry = keys[.durability] {
            policy.settings.records.waitsForDisk =
                choice(of: entry, "`durability`", [("async", false), ("sync", true)]) ?? true
        }
        if let entry = keys[.onFailure] {
            policy.settings.records.passesUnrecorded =
                choice(of: entry, "`on_failure`", [("deny", false), ("allow", true)]) ?? false
        }
        if let entry = keys[.checkpointEvery],
            let count = wholeNumber(of: entry, "`checkpoint_every`", 1...1_000_000)
        {
            policy.settings.records.checkpointInterval = count
        }
    }

    /// What records keep of `args` or of `context`: a word, or a list of fields.
    private mutating func form(of entry: YAMLEntry, _ root: String) -> RecordedFields.Form {
        if case .sequence = entry.value.content {
            let fields = fields(of: entry, "`\(root)`", in: root)
            for field in fields where field.path.root != root {
                error(
                    "`\(shortened(field.path.text))` is no field of `\(root)`", at: field.range,
                    suggestion: "list it under `\(field.path.root)`")
            }
            return .fields(fields.map(\.path))
        }
        return choice(
            of: entry, "`\(root)`", [("whole", .whole), ("hashed", .hashed), ("none", .none)],
            synonyms: ["all": "whole", "full": "whole", "hash": "hashed", "off": "none"]) ?? .none
    }

    /// A whole number in a range.
    mutating func wholeNumber(of entry: YAMLEntry, _ what: String, _ range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = entry.value.content, scalar.style == .plain,
            !scalar.bytes.isEmpty, scalar.bytes.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else {
            error("\(what) is a whole number, but this is \(describe(entry.value))", at: place(of: entry))
            return nil
        }
        guard !isOctal(scalar.text, what, at: entry) else { return nil }
        guard let number = Int(scalar.text), range.contains(number) else {
            error("\(what) is \(range.lowerBound) to \(range.upperBound)", at: entry.value.range)
            return nil
        }
        return number
    }

    /// Refuses a number such as `010`, which is 8 to YAML 1.1 and 10 to its readers.
    mutating func isOctal(_ number: String, _ what: String, at entry: YAMLEntry) -> Bool {
        guard number.utf8.count > 1, number.hasPrefix("0"), !number.hasPrefix("0.") else { return false }
        error("\(what) starts with 0: YAML 1.1 takes such a number for an octal one; leave the 0 out", at: entry.value.range)
        return true
    }

    /// An expression that the policy does not write out: it stands where the words do that it is for.
    mutating func expression(meant source: String, at range: SourceRange, in environment: Environment? = nil)
        -> EmbeddedExpression?
    {
        let mapped = MappedText(
            bytes: Array(source.utf8),
            offsets: Array(repeating: range.lowerBound, count: source.utf8.count) + [range.upperBound])
        return expression(mapped, in: environment)
    }
}
