internal import CallgateBytecode
internal import CallgateMachine

// The members of entries. They are appended in the order of their names, which is what makes the text canonical.
extension EntryBuilder {
    /// The reason of a call that was denied because it could not be recorded.
    static var deniedReason: StaticString { "records" }

    mutating func open() {
        start = batch.bytes.count
        batch.bytes.append("{")
    }

    /// The name of the next member, with the comma before it.
    @inline(__always)
    mutating func name(_ name: StaticString) {
        if batch.bytes.count > start + 1 { batch.bytes.append(",") }
        batch.bytes.append("\"")
        batch.bytes.append(name)
        batch.bytes.append("\":")
    }

    mutating func member(_ name: StaticString, _ value: StaticString) {
        self.name(name)
        batch.bytes.append("\"")
        batch.bytes.append(value)
        batch.bytes.append("\"")
    }

    mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        batch.bytes.appendCanonical(value)
    }

    mutating func member(_ name: StaticString, _ value: Int) {
        self.name(name)
        batch.bytes.append(value)
    }

    mutating func member(_ name: StaticString, _ value: RecordID) {
        self.name(name)
        batch.bytes.append("\"")
        batch.bytes.append(value)
        batch.bytes.append("\"")
    }

    mutating func appendOptional(_ name: StaticString, _ text: UnsafeRawBufferPointer?) {
        guard let text = unsafe text else { return }
        self.name(name)
        unsafe batch.bytes.appendCanonical(text)
    }

    mutating func append(time: CallTime) {
        name("time")
        appendQuoted(time)
    }

    mutating func appendQuoted(_ time: CallTime) {
        batch.bytes.append("\"")
        times.append(time, to: &batch.bytes)
        batch.bytes.append("\"")
    }

    /// The raw value of the effect that holds.
    func effect(of entry: QueuedEntry) -> UInt8? {
        if entry.isDenied { return Effect.deny.rawValue }
        return entry.kind == .approval ? nil : entry.effect
    }

    /// `decision`, `duration_ns`, `error`.
    mutating func appendJudgement(_ entry: QueuedEntry) {
        member("decision", (effect(of: entry).flatMap { Effect(rawValue: $0) } ?? .deny).name)
        member("duration_ns", Int(clamping: min(entry.durationNanoseconds, 1 << 53)))
        if let error = entry.error { member("error", error) }
    }

    /// `id` to `reason`.
    mutating func appendEnd(_ entry: QueuedEntry, _ half: borrowing QueueHalf, kind: EntryKind) {
        member("id", entry.id)
        if let image = unsafe entry.image {
            name("image")
            batch.bytes.append(unsafe image._withUnsafeGuaranteedRef { $0.quotedDigest })
        }
        member("kind", kind.name)
        if let labels = unsafe half.text(entry.labels) {
            name("labels")
            unsafe batch.bytes.append(labels)
        }
        appendMatches(entry, half, "matched", isMonitored: false)
        appendMatches(entry, half, "monitored", isMonitored: true)
        if let of = entry.of { member("of", of) }
        appendPrevious()
        member("reason", entry.isDenied ? Self.deniedReason : entry.reason)
    }

    private mutating func appendMatches(
        _ entry: QueuedEntry, _ half: borrowing QueueHalf, _ name: StaticString, isMonitored: Bool
    ) {
        guard let image = unsafe entry.image else { return }
        var isFirst = true
        for index in 0..<Int(entry.matchCount) {
            let match = half.match(entry, index)
            guard match.isMonitored == isMonitored else { continue }
            if isFirst { self.name(name) }
            batch.bytes.append(isFirst ? "[" : ",")
            isFirst = false
            batch.bytes.append(unsafe image._withUnsafeGuaranteedRef { $0.name(of: match.rule) }.quoted)
        }
        if !isFirst { batch.bytes.append("]") }
    }

    mutating func appendRule(_ entry: QueuedEntry) {
        guard !entry.isDenied, entry.rule != noIndex, let image = unsafe entry.image else { return }
        name("rule")
        batch.bytes.append(unsafe image._withUnsafeGuaranteedRef { $0.name(of: Int(entry.rule)) }.quoted)
    }

    mutating func appendPrevious() {
        name("previous")
        batch.bytes.append("\"")
        batch.bytes.appendHexadecimal(batch.head.hash)
        batch.bytes.append("\"")
    }

    mutating func appendSequence() { member("sequence", Int(batch.head.sequence + 1)) }

    // MARK: The end of an entry

    /// - Parameter tool: where the tool's ID stands in the entry, as a canonical string.
    mutating func close(_ entry: QueuedEntry, _ half: borrowing QueueHalf, tool: Range<Int>?) {
        var row = closedRow(entry.id, entry.time, entry.kind)
        row.decision = effect(of: entry)
        row.of = entry.of
        if let tool {
            let plain = plainText(of: tool)
            if plain.count <= RecordLimits.indexedToolBytes { row.tool = plain }
        }
        if let session = unsafe half.text(entry.session) { row.session = unsafe append(session) }
        let firstRule = batch.rules.count
        if let rule = unsafe half.text(entry.ruleName) { unsafe batch.rules.append(append(rule)) }
        if let image = unsafe entry.image {
            var hasDeciding = entry.isDenied || entry.rule == noIndex
            for index in 0..<Int(entry.matchCount) {
                let match = half.match(entry, index)
                if match.rule == Int(entry.rule) { hasDeciding = true }
                batch.rules.append(append(unsafe image._withUnsafeGuaranteedRef { $0.name(of: match.rule) }.plain))
            }
            if !hasDeciding {
                batch.rules.append(append(unsafe image._withUnsafeGuaranteedRef { $0.name(of: Int(entry.rule)) }.plain))
            }
        }
        row.rules = firstRule..<batch.rules.count
        batch.rows.append(row)
    }

    mutating func close(_ id: RecordID, _ time: CallTime, _ kind: EntryKind) {
        batch.rows.append(closedRow(id, time, kind))
    }

    /// Ends the text, and moves the chain's end on.
    private mutating func closedRow(_ id: RecordID, _ time: CallTime, _ kind: EntryKind) -> RecordBatch.Row {
        batch.bytes.append("}")
        let text = start..<batch.bytes.count
        batch.head = ChainHead(sequence: batch.head.sequence + 1, hash: batch.bytes.digest(of: text))
        return RecordBatch.Row(
            sequence: batch.head.sequence, id: id, time: RecordTime.microseconds(time), kind: kind, text: text,
            rules: 0..<0)
    }

    /// Where what a canonical string stands for is, which is in the string itself where nothing in that is escaped.
    private mutating func plainText(of string: Range<Int>) -> Range<Int> {
        let inner = string.lowerBound + 1..<string.upperBound - 1
        let isPlain = unsafe batch.bytes.withBytes { bytes in
            // The string lies within the bytes.
            unsafe LineBuffer.firstSpecial(UnsafeRawBufferPointer(rebasing: bytes[inner])) == inner.count
        }
        if isPlain { return inner }
        let escaped = batch.bytes.bytes(in: inner)
        let start = batch.bytes.count
        unsafe escaped.withUnsafeBytes { unsafe CanonicalString.decode($0, into: &batch.bytes) }
        return start..<batch.bytes.count
    }

    private mutating func append(_ text: UnsafeRawBufferPointer) -> Range<Int> {
        let start = batch.bytes.count
        unsafe batch.bytes.append(text)
        return start..<batch.bytes.count
    }

    private mutating func append(_ text: [UInt8]) -> Range<Int> { unsafe text.withUnsafeBytes { unsafe append($0) } }
}
