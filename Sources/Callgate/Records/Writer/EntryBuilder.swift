internal import CallgateBytecode
internal import CallgateMachine

/// Makes entries: their canonical JSON, what filters look at, and the chain through them.
struct EntryBuilder: ~Copyable {
    private let settings: RecordSettings
    private let redactPaths: [[UInt8]]
    private var canonicalizer: JSONCanonicalizer
    var times = RecordTime()
    var batch = RecordBatch()
    /// Where the entry that is being written starts.
    var start = 0

    init(_ settings: RecordSettings) {
        self.settings = settings
        canonicalizer = JSONCanonicalizer(FieldTree(settings))
        redactPaths = settings.redact.map { path in
            var buffer = LineBuffer()
            buffer.appendCanonical(path.text)
            return buffer.bytes
        }
    }

    /// Begins a batch that goes on after the end of a chain.
    mutating func begin(after head: ChainHead) {
        batch.removeAll()
        batch.head = head
    }

    var isFull: Bool {
        batch.rows.count >= RecordLimits.batchEntries || batch.bytes.count >= RecordLimits.batchBytes
    }

    // MARK: Entries

    mutating func add(_ entry: QueuedEntry, of half: borrowing QueueHalf) {
        switch entry.kind {
        case .decision: addDecision(entry, half)
        case .result: addResult(entry, half)
        default: addApproval(entry, half)
        }
        if let note = unsafe half.text(entry.state) {
            // What a result brings stays in the session also where it is blocked for want of a record.
            unsafe batch.changes.add(
                note: note, at: entry.time.nanosecondsSince1970, half.least, passes: !entry.isDenied)
        }
    }

    private mutating func addDecision(_ entry: QueuedEntry, _ half: borrowing QueueHalf) {
        let text = unsafe half.text(entry.call)
        let call = unsafe read(text, entry)
        open()
        if let approval = entry.approval { member("approval", approval) }
        append(call.parts.args, "args", "args_sha256", settings.args)
        if let problem = call.problem { unsafe appendUnreadable(text, problem) }
        append(call.parts.context, "context", "context_sha256", settings.context)
        appendJudgement(entry)
        appendEnd(entry, half, kind: .decision)
        if !call.redacted.isEmpty { appendRedacted(call.redacted) }
        appendRule(entry)
        appendSequence()
        unsafe appendOptional("session", half.text(entry.session))
        append(time: entry.time)
        let tool = call.parts.tool.map { tool in
            append("tool", tool)
            return batch.bytes.count - tool.count..<batch.bytes.count
        }
        close(entry, half, tool: tool)
    }

    private mutating func addResult(_ entry: QueuedEntry, _ half: borrowing QueueHalf) {
        open()
        member("bytes", entry.resultBytes)
        appendJudgement(entry)
        appendEnd(entry, half, kind: .result)
        appendRule(entry)
        appendSequence()
        unsafe appendOptional("session", half.text(entry.session))
        append(time: entry.time)
        var tool: Range<Int>?
        if let text = unsafe half.text(entry.tool) {
            name("tool")
            let start = batch.bytes.count
            unsafe batch.bytes.appendCanonical(text)
            tool = start..<batch.bytes.count
        }
        if let isTrusted = entry.isTrusted { member("trust", isTrusted ? "trusted" : "untrusted") }
        close(entry, half, tool: tool)
    }

    private mutating func addApproval(_ entry: QueuedEntry, _ half: borrowing QueueHalf) {
        open()
        member("answer", entry.answer.name)
        unsafe appendOptional("approver", half.text(entry.approver))
        // Whoever submitted the answer was told that it can't be recorded: it does not count.
        if entry.isDenied { member("decision", Effect.deny.name) }
        member("id", entry.id)
        member("kind", EntryKind.approval.name)
        if let of = entry.of { member("of", of) }
        appendPrevious()
        if entry.isDenied { member("reason", Self.deniedReason) }
        unsafe appendOptional("rule", half.text(entry.ruleName))
        appendSequence()
        append(time: entry.time)
        close(entry, half, tool: nil)
    }

    /// Tells of entries that could not be written.
    mutating func addLost(_ lost: LostTally, at time: CallTime) {
        let id = RecordID.make(at: time)
        open()
        member("count", Int(lost.count))
        member("id", id)
        member("kind", EntryKind.lost.name)
        appendPrevious()
        member("reason", lost.reason)
        appendSequence()
        name("since")
        appendQuoted(lost.since)
        append(time: time)
        name("until")
        appendQuoted(lost.until)
        close(id, time, .lost)
    }

    /// Signs the chain up to here.
    mutating func addCheckpoint(_ signer: CheckpointSigner, at time: CallTime) throws(RecordStoreError) {
        let id = RecordID.make(at: time)
        open()
        member("id", id)
        member("key", Hexadecimal.text(signer.publicKey))
        member("kind", EntryKind.checkpoint.name)
        appendPrevious()
        appendSequence()
        let place = batch.bytes.count
        append(time: time)
        // What is signed is the entry without its signature, which stands before the time.
        let (front, back) = (batch.bytes.bytes(in: start..<place), batch.bytes.bytes(in: place..<batch.bytes.count))
        let signature = try signer.signature(of: front + back + [UInt8(ascii: "}")])
        batch.bytes.truncate(to: place)
        member("signature", Hexadecimal.text(signature))
        batch.bytes.append(back)
        close(id, time, .checkpoint)
    }

    // MARK: The parts of a call

    /// What can be read of a call; its parts are in the canonicalizer's output.
    private struct ReadCall {
        var parts = JSONCanonicalizer.CallParts()
        var redacted: Set<Int> = []
        /// Why nothing can be.
        var problem: String?
    }

    private mutating func read(_ call: UnsafeRawBufferPointer?, _ entry: QueuedEntry) -> ReadCall {
        guard let call = unsafe call else { return ReadCall() }
        if entry.isMalformed { return ReadCall(problem: "malformed") }
        do throws(CanonicalJSONError) {
            let parts = unsafe try canonicalizer.canonicalize(call: call)
            return ReadCall(parts: parts, redacted: canonicalizer.redacted)
        } catch {
            return ReadCall(problem: error.kind.rawValue)
        }
    }

    private mutating func append(
        _ part: Range<Int>?, _ name: StaticString, _ hashName: StaticString, _ detail: RecordSettings.Detail
    ) {
        guard let part, !part.isEmpty else { return }
        guard detail == .hashed else { return append(name, part) }
        member(hashName, Hexadecimal.text(canonicalizer.output.digest(of: part)))
    }

    private mutating func append(_ name: StaticString, _ part: Range<Int>) {
        self.name(name)
        batch.bytes.append(part, of: canonicalizer.output)
    }

    /// What is known of a call that has no canonical form. Its digest is left out where something is to be hidden:
    /// whoever can guess the rest of the call could find out what.
    private mutating func appendUnreadable(_ call: UnsafeRawBufferPointer?, _ problem: String) {
        name("call")
        batch.bytes.append("{\"bytes\":")
        unsafe batch.bytes.append(call?.count ?? 0)
        batch.bytes.append(",\"error\":")
        batch.bytes.appendCanonical(problem)
        if settings.redact.isEmpty, let call = unsafe call {
            batch.bytes.append(",\"sha256\":")
            batch.bytes.appendCanonical(Hexadecimal.text(unsafe ChainHash.digest(call)))
        }
        batch.bytes.append("}")
    }

    private mutating func appendRedacted(_ paths: Set<Int>) {
        name("redacted")
        var separator: StaticString = "["
        for path in paths.sorted() {
            batch.bytes.append(separator)
            batch.bytes.append(redactPaths[path])
            separator = ","
        }
        batch.bytes.append("]")
    }
}
