/// The sessions that there are, by their IDs. Not shared: who owns it has the lock.
///
/// A session is over when it and its children have had no call and no result for the time-out, never
/// before; then it is forgotten when room is wanted. Where there is no room for another one, it is refused.
struct SessionTable: Sendable {
    enum Refusal: Error {
        /// The call names none, and has to.
        case missing
        /// There are as many sessions as may be at once.
        case full
        /// The session is there already, with another parent or none.
        case otherParent
        /// The session would be its own parent.
        case ownParent
        /// Sessions lie in each other deeper than the limit.
        case tooDeep
        /// Its name is too long.
        case longName
        /// More tools have been called in sessions than are told apart.
        case tools

        /// As decision lines and records name it.
        var name: StaticString {
            switch self {
            case .missing: "no_session"
            case .full: "session_full"
            case .otherParent: "session_other_parent"
            case .ownParent: "session_own_parent"
            case .tooDeep: "session_too_deep"
            case .longName: "session_long_name"
            case .tools: "session_tools"
            }
        }

        /// What it means, for people.
        var detail: String {
            switch self {
            case .missing: "the policy looks at the sessions of such calls, and the call names none"
            case .full: "there are as many sessions as may be at once, and none is over"
            case .otherParent: "the session is there already, and is no child of the one that the call names"
            case .ownParent: "a session can't be its own parent"
            case .tooDeep: "sessions lie in each other more than \(SessionTable.depth) deep"
            case .longName: "a session's name has at most \(SessionTable.nameBytes) bytes"
            case .tools: "sessions have called \(ToolNumbers.room) tools, and more are not told apart"
            }
        }
    }

    /// UTF-8 bytes of a session's name.
    static let nameBytes = 1_024

    /// How deep sessions may lie in each other; calls of deeper ones are refused.
    static let depth = 32

    /// How many sessions around one are kept with it, those that lie too deep included.
    private static let longestWay = 1_024

    var room: Int
    /// Nanoseconds.
    var timeout: Int64
    private var places: [Name: Int] = [:]
    private var sessions: [Session] = []
    /// The number of the last session that began.
    private var lastNumber: Int64 = 0
    private var free: [Int] = []
    /// The sessions in the order of their last use: the first and the last one.
    private var oldest = -1
    private var newest = -1

    /// - Parameters:
    ///   - room: how many there are at once, 1 or more.
    ///   - timeout: nanoseconds, 1 or more.
    init(room: Int, timeout: Int64) {
        self.room = room
        self.timeout = timeout
    }

    var count: Int { places.count }

    /// A session that is not over, without using it.
    func find(_ id: String, at now: Int64) -> Int? {
        guard let place = places[Name(id)], !isOver(place, now) else { return nil }
        return place
    }

    subscript(place: Int) -> Session {
        _read { yield sessions[place] }
        _modify { yield &sessions[place] }
    }

    /// Uses a session, and those around it, and begins it where it is new.
    ///
    /// - Parameter parent: begins a child of another session, which is begun too where it is new.
    mutating func use(_ id: String, parent: String?, at now: Int64) throws(Refusal) -> Int {
        let place = try enter(id, parent: parent, at: now)
        guard sessions[place].depth < Self.depth else { throw .tooDeep }
        return place
    }

    /// Likewise. One that lies too deep is there as well, with what is around it: else a child that names it would
    /// begin as the child of a session that nobody knows, and has read nothing.
    private mutating func enter(_ id: String, parent: String?, at now: Int64) throws(Refusal) -> Int {
        guard id.utf8.count <= Self.nameBytes else { throw .longName }
        if let place = places[Name(id)] {
            if !isOver(place, now) {
                guard parent == nil || sessions[place].parentID.map({ $0.isSame(as: parent ?? "") }) == true else { throw .otherParent }
                touch(place, at: now)
                return place
            }
            forget(place)
        }
        var parentPlace = -1
        if let parent {
            guard !parent.isSame(as: id) else { throw .ownParent }
            parentPlace = try enter(parent, parent: nil, at: now)
        }
        return try begin(id, parentPlace, at: now)
    }

    private mutating func begin(_ id: String, _ parent: Int, at now: Int64) throws(Refusal) -> Int {
        if places.count >= room { forgetOver(at: now) }
        guard places.count < room else { throw .full }
        lastNumber += 1
        var session = Session(id: id, number: lastNumber, lastUse: now)
        if parent >= 0 {
            session.inherit(from: sessions[parent], at: parent)
        }
        return insert(session)
    }

    private mutating func insert(_ session: Session) -> Int {
        let place: Int
        if let reused = free.popLast() {
            place = reused
            sessions[place] = session
        } else {
            place = sessions.count
            sessions.append(session)
        }
        places[Name(session.id)] = place
        link(place)
        return place
    }

    private func isOver(_ place: Int, _ now: Int64) -> Bool { now - sessions[place].lastUse > timeout }

    /// Notes that a session is used, and those around it, outermost last: none is over before the sessions
    /// in it, which bring back to it what they read.
    private mutating func touch(_ place: Int, at now: Int64) {
        var place = place
        var steps = 0
        while place >= 0 {
            sessions[place].lastUse = now
            unlink(place)
            link(place)
            steps += 1
            place = steps < Self.longestWay ? around(place) : sessions[place].parent
        }
    }

    /// The session that is right around another one, or -1; of those that lie too deep the one that they name.
    private func around(_ place: Int) -> Int {
        guard sessions[place].depth == Self.depth, let name = sessions[place].parentID else { return sessions[place].parent }
        return places[Name(name)] ?? sessions[place].parent
    }

    /// Forgets the sessions that are over.
    mutating func forgetOver(at now: Int64) {
        while oldest >= 0, isOver(oldest, now) { forget(oldest) }
    }

    private mutating func forget(_ place: Int) {
        unlink(place)
        places[Name(sessions[place].id)] = nil
        sessions[place] = Session(id: "", lastUse: 0)
        free.append(place)
    }

    /// Adds what a result brings to a session and to those around it.
    /// - Returns: what it is the first to bring to each of them.
    @discardableResult
    mutating func add(
        labels: UInt64, isTrusted: Bool, by call: String, to place: Int, at now: Int64
    ) -> [TaintChange] {
        touch(place, at: now)
        var place = place
        var changes: [TaintChange] = []
        while place >= 0 {
            if let change = sessions[place].add(labels: labels, isTrusted: isTrusted, by: call) { changes.append(change) }
            place = sessions[place].parent
        }
        return changes
    }

    // MARK: What is kept

    /// A session and those around it, as they are to be noted, the session first.
    func uses(of place: Int) -> [SessionUse] {
        var uses: [SessionUse] = []
        var place = place
        while place >= 0 {
            uses.append(use(of: sessions[place]))
            place = sessions[place].parent
        }
        return uses
    }

    /// Begins a note with a session and those around it, as ``uses(of:)`` has them, or with none.
    func begin(_ note: inout StateNote, by policy: Int64, with place: Int?) {
        var count = 0
        var next = place ?? -1
        while next >= 0 {
            count += 1
            next = sessions[next].parent
        }
        note.begin(by: policy, uses: count)
        next = place ?? -1
        while next >= 0 {
            note.add(use(of: sessions[next]))
            next = sessions[next].parent
        }
    }

    private func use(of session: borrowing Session) -> SessionUse {
        SessionUse(
            number: session.number, name: session.id, parent: session.parent >= 0 ? sessions[session.parent].number : 0,
            labels: session.taint.labels, isTrusted: session.taint.isTrusted, lastUse: session.lastUse,
            end: session.lastUse + timeout)
    }

    /// Puts back a session that was kept; ``settleOrder()`` follows the last of them.
    /// - Precondition: it comes after the session around it.
    mutating func restore(_ session: Session) {
        // Of two with one name, the older one was over by a shorter time-out.
        if let place = places[Name(session.id)] {
            guard sessions[place].number < session.number else { return }
            forget(place)
        }
        _ = insert(session)
    }

    /// Where a session is that was put back, over or not.
    func place(of id: String) -> Int? { places[Name(id)] }

    /// Puts sessions that were put back into the order of their use, no session before those in it.
    mutating func settleOrder() {
        oldest = -1
        newest = -1
        let order = places.values.sorted {
            (sessions[$0].lastUse, -sessions[$0].depth, $0) < (sessions[$1].lastUse, -sessions[$1].depth, $1)
        }
        for place in order { link(place) }
    }

    /// Goes on after the highest number of a session that was kept.
    mutating func number(after last: Int64) { lastNumber = max(lastNumber, last) }

    // MARK: The order of use

    private mutating func link(_ place: Int) {
        sessions[place].older = newest
        sessions[place].newer = -1
        if newest >= 0 { sessions[newest].newer = place } else { oldest = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        let (older, newer) = (sessions[place].older, sessions[place].newer)
        if older >= 0 { sessions[older].newer = newer } else { oldest = newer }
        if newer >= 0 { sessions[newer].older = older } else { newest = older }
    }
}
