/// What is known of one session.
struct Session: Sendable {
    let id: String
    /// Tells it from all other sessions of the guard, and of its store; 1 or more.
    var number: Int64
    /// Nanoseconds since 1970.
    var lastUse: Int64
    /// Its place in the table, or -1.
    var parent = -1
    var parentID: String?
    var depth = 0
    private(set) var taint = Taint()
    /// Changes with each change of the taint and of the calls.
    private(set) var version = 0
    /// The calls that were let through, by tool; few tools are asked about.
    private(set) var calls = SessionCalls()
    // The order of use in the table, or -1.
    var older = -1
    var newer = -1

    init(id: String, number: Int64 = 0, lastUse: Int64) {
        self.id = id
        self.number = number
        self.lastUse = lastUse
    }

    /// Takes back a call that did not pass after all.
    ///
    /// - Parameters:
    ///   - before: what was known of the tool before it.
    ///   - known: the version since. Where there is a later one, the time of the last call stays.
    mutating func remove(_ tool: Int32, before: SessionCalls.Calls?, version known: Int) {
        guard var rest = calls[tool] else { return }
        rest.count -= 1
        calls[tool] = version == known && before != nil ? before : rest.count == 0 ? nil : rest
        version += 1
    }

    /// Adds what a result brings.
    /// - Returns: what it is the first to bring; nil for nothing.
    mutating func add(labels: UInt64, isTrusted: Bool, by call: String) -> TaintChange? {
        version += 1
        let before = taint
        taint.add(labels: labels, isTrusted: isTrusted, by: call)
        guard taint.labels != before.labels || taint.isTrusted != before.isTrusted else { return nil }
        return TaintChange(
            session: number, labels: taint.labels & ~before.labels, losesTrust: before.isTrusted && !taint.isTrusted)
    }

    /// Puts back what was kept of it.
    mutating func restore(_ taint: Taint, _ calls: [SessionCalls.Calls]) {
        self.taint = taint
        self.calls = SessionCalls(calls)
    }

    /// Begins a child of another session with what that has read. One that is in a session that lies too deep
    /// lies where that does, so that no way outwards is longer than the limit.
    mutating func inherit(from parent: Session, at place: Int) {
        let isTooDeep = parent.depth == SessionTable.depth
        self.parent = isTooDeep ? parent.parent : place
        parentID = parent.id
        depth = isTooDeep ? parent.depth : parent.depth + 1
        taint = parent.taint
    }

    func calls(of tool: Int32) -> SessionCalls.Calls? { calls[tool] }

    /// Notes that a call was let through.
    mutating func add(_ tool: Int32, at now: Int64) {
        version += 1
        calls.add(tool, at: now)
    }
}

/// What a session has read so far. It only grows: labels are never taken away, trust never comes back.
struct Taint: Sendable, Equatable {
    /// A bit for each label.
    private(set) var labels: UInt64 = 0
    private(set) var isTrusted = true
    /// The call whose result was the first that is not trusted.
    private(set) var untrustedBy: String?
    /// The calls whose results were the first to bring a label, by its bit.
    private(set) var labelledBy: [Int: String] = [:]

    /// The call whose result says most about why something is refused: the first that is not trusted, else
    /// the first that brought a label.
    var cause: String? { untrustedBy ?? labelledBy.min { $0.key < $1.key }?.value }

    init() {}

    /// What was kept of it.
    /// - Parameters:
    ///   - untrustedBy: nil where that is not known, or all is trusted.
    ///   - labelledBy: the calls that are known, by the bits of the labels.
    init(labels: UInt64, isTrusted: Bool, untrustedBy: String?, labelledBy: [Int: String]) {
        self.labels = labels
        self.isTrusted = isTrusted
        self.untrustedBy = untrustedBy
        self.labelledBy = labelledBy
    }

    /// Adds what a result brings.
    mutating func add(labels new: UInt64, isTrusted: Bool, by call: String) {
        if !isTrusted, self.isTrusted {
            self.isTrusted = false
            untrustedBy = call
        }
        var rest = new & ~labels
        while rest != 0 {
            labelledBy[rest.trailingZeroBitCount] = call
            rest &= rest - 1
        }
        labels |= new
    }
}
