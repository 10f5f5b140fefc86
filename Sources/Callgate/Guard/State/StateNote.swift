/// What a call or a result changes in what a guard knows, as bytes that travel with its entry through the queue of
/// records: numbers of 8 bytes, and texts behind their length. Used again, so that it stops allocating.
struct StateNote: ~Copyable {
    private var buffer = LineBuffer()

    /// Gives the bytes to a function; nil where nothing is noted.
    func withBytes<Result, Failure>(
        _ body: (UnsafeRawBufferPointer?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe buffer.withBytes { bytes throws(Failure) in try unsafe body(bytes.isEmpty ? nil : bytes) }
    }

    mutating func removeAll() { buffer.removeAll() }

    /// Notes this, in the place of what was noted before.
    ///
    /// - Parameters:
    ///   - policy: ``GuardPolicy/number`` of the policy that it came under.
    ///   - uses: the session and those around it; none where the call has no session.
    ///   - causes: what the result of `call` was the first to bring.
    mutating func write(
        by policy: Int64, uses: [SessionUse], causes: [TaintChange] = [], call: String = "", tool: String? = nil,
        claims: [LimitLedger.Claim] = []
    ) {
        begin(by: policy, uses: uses.count)
        for use in uses { add(use) }
        end(causes: causes, call: call, tool: tool, claims: claims)
    }

    /// Begins a note, in the place of what was noted before; so many uses follow.
    mutating func begin(by policy: Int64, uses: Int) {
        removeAll()
        append(policy)
        append(Int64(uses))
    }

    mutating func add(_ use: SessionUse) {
        append(use.number)
        append(use.parent)
        append(Int64(bitPattern: use.labels))
        append(use.isTrusted ? 1 : 0)
        append(use.lastUse)
        append(use.end)
        append(text: use.name)
    }

    /// Ends the note.
    ///
    /// - Parameters:
    ///   - causes: what the result of `call` was the first to bring.
    ///   - tool: the ID of the tool where the call passes.
    ///   - claims: what the call takes of limits where it passes.
    mutating func end(
        causes: [TaintChange] = [], call: String = "", tool: String?, claims: [LimitLedger.Claim]
    ) {
        append(Int64(causes.count))
        for cause in causes {
            append(cause.session)
            append(Int64(bitPattern: cause.labels))
            append(cause.losesTrust ? 1 : 0)
        }
        if !causes.isEmpty { append(text: call) }
        append(tool == nil ? 0 : 1)
        if let tool { append(text: tool) }
        append(Int64(claims.count))
        for claim in claims {
            append(Int64(bitPattern: claim.key))
            append(claim.amount)
            append(claim.stretch)
        }
    }

    @inline(__always)
    private mutating func append(_ number: Int64) { buffer.append(bytesOf: number) }

    private mutating func append(text: String) {
        var text = text
        text.withUTF8 { bytes in
            append(Int64(bytes.count))
            unsafe buffer.append(UnsafeRawBufferPointer(bytes))
        }
    }
}

/// A session as it is noted when a call or a result uses it.
struct SessionUse: Sendable {
    var number: Int64
    var name: String
    /// 0 for none.
    var parent: Int64
    var labels: UInt64
    var isTrusted: Bool
    var lastUse: Int64
    var end: Int64
}

/// What a result was the first to bring to a session.
struct TaintChange: Sendable {
    var session: Int64
    var labels: UInt64
    var losesTrust: Bool
}

extension GuardChanges {
    /// Adds a note.
    ///
    /// - Parameters:
    ///   - note: the bytes of a ``StateNote``.
    ///   - time: of its entry, in nanoseconds since 1970.
    ///   - least: how long it is kept at least where it came under another policy.
    ///   - passes: false where the call is denied after all, because it could not be recorded.
    mutating func add(note: UnsafeRawBufferPointer, at time: Int64, _ least: LeastTimes, passes: Bool) {
        var reader = unsafe NoteReader(note)
        let least = reader.number() == least.policy ? LeastTimes() : least
        var session: Int64 = 0
        for index in 0..<reader.number() {
            let (number, parent) = (reader.number(), reader.number())
            let labels = UInt64(bitPattern: reader.number())
            let isTrusted = reader.number() == 1
            let (lastUse, end) = (reader.number(), reader.number())
            if index == 0 { session = number }
            add(
                Use(
                    session: number, name: reader.text(), parent: parent, labels: labels, isTrusted: isTrusted,
                    lastUse: lastUse, end: max(end, lastUse + least.sessions)))
        }
        let changes = (0..<reader.number()).map { _ in
            TaintChange(
                session: reader.number(), labels: UInt64(bitPattern: reader.number()), losesTrust: reader.number() == 1)
        }
        if !changes.isEmpty { add(causes: changes, of: reader.text()) }
        if reader.number() == 1 {
            let tool = reader.text()
            if passes, session > 0 { add(Calls(session: session, tool: tool, count: 1, last: time)) }
        }
        for _ in 0..<reader.number() {
            let (key, amount, stretch) = (UInt64(bitPattern: reader.number()), reader.number(), reader.number())
            guard passes else { continue }
            add(
                Amount(
                    key: key, step: time / max(stretch / Int64(LimitWindow.steps), 1), time: time, amount: amount,
                    end: time + max(stretch, least.amounts)))
        }
    }

    private mutating func add(causes: [TaintChange], of call: [UInt8]) {
        for change in causes {
            if change.losesTrust { add(Cause(session: change.session, label: -1, call: call)) }
            var rest = change.labels
            while rest != 0 {
                add(Cause(session: change.session, label: Int64(rest.trailingZeroBitCount), call: call))
                rest &= rest - 1
            }
        }
    }
}

/// Reads a note from its start to its end.
@safe
private struct NoteReader {
    // As long as the note is read; what `StateNote` has written is read in the same order, and so within it.
    private let note: UnsafeRawBufferPointer
    private var place = 0

    init(_ note: UnsafeRawBufferPointer) { unsafe self.note = unsafe note }

    mutating func number() -> Int64 {
        unsafe precondition(place + 8 <= note.count)
        defer { place += 8 }
        return unsafe Int64(bigEndian: note.loadUnaligned(fromByteOffset: place, as: Int64.self))
    }

    mutating func text() -> [UInt8] {
        let count = Int(number())
        unsafe precondition(count >= 0 && count <= note.count - place)
        defer { place += count }
        return unsafe Array(note[place..<place + count])
    }
}
