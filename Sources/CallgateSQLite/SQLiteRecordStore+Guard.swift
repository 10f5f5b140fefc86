public import Callgate
internal import GRDB
internal import CallgateSystem

// What a guard knows, in the file of its records.
extension SQLiteRecordStore: GuardStateStore {
    public func loadState(at now: Int64) throws(RecordStoreError) -> GuardSnapshot {
        try read { database in
            var snapshot: GuardSnapshot?
            // The tables are read as they were at one time.
            try database.inTransaction(.deferred) {
                snapshot = try GuardTables.snapshot(database, at: now)
                return .commit
            }
            return snapshot ?? GuardSnapshot()
        }
    }

    public func extend(sessions timeout: Int64, amounts stretch: Int64, at now: Int64) throws(RecordStoreError) {
        try write { try GuardTables.extend(sessions: timeout, amounts: stretch, $0, at: now) }
    }

    public func keep(labels: [String]) throws(RecordStoreError) {
        try write { try GuardTables.keep(labels: labels, $0) }
    }

    public func keep(secret: LimitSecret) throws(RecordStoreError) {
        try write { try GuardTables.keep(secret: secret, $0) }
    }

    public func replaceState(with snapshot: GuardSnapshot) throws(RecordStoreError) {
        try write { database in
            try GuardTables.removeAll(database)
            try GuardTables.keep(labels: snapshot.labels, database)
            if let secret = snapshot.secret { try GuardTables.keep(secret: secret, database) }
            try GuardTables.add(snapshot.contents, database)
        }
    }

    // MARK: Approvals

    public func load(at now: Int64) throws(RecordStoreError) -> [Approval] {
        try write { try $0.execute(sql: "DELETE FROM approvals WHERE deadline <= ?", arguments: [now]) }
        return try read { database in
            let row = try SQLiteStatement(database, "SELECT id, deadline, approval FROM approvals")
            var approvals: [Approval] = []
            while try row.step() {
                guard let approval = row.bytes(2).flatMap({ Approval(json: $0) }), row.column(0, equals: approval.id),
                    row.integer(1) == approval.deadline
                else { throw RecordStoreError.corrupt("\(path): an approval is not as it was written") }
                approvals.append(approval)
            }
            return approvals
        }
    }

    public func save(_ approval: Approval) throws(RecordStoreError) {
        try write { database in
            let row = try SQLiteStatement(
                database, "INSERT OR REPLACE INTO approvals (id, deadline, approval) VALUES (?, ?, ?)")
            row.bind(1, approval.id)
            row.bind(2, approval.deadline)
            row.bind(3, utf8: approval.json)
            try row.run()
        }
    }

    // MARK: Writing

    /// A transaction that is on the disk when this returns.
    private func write(_ body: (Database) throws -> Void) throws(RecordStoreError) {
        do {
            try pool.writeWithoutTransaction { database in
                try setDurable(true, database)
                try database.inTransaction(.immediate) {
                    try body(database)
                    return .commit
                }
            }
        } catch {
            throw RecordStoreError(error, path)
        }
    }

    /// Forgets what is over, each time that as much was added as was left the last time: so the tables are at most some
    /// times as large as what they have to hold, and forgetting costs a part of what adding does.
    ///
    /// The batch has been written by then: where forgetting fails, it is tried again later.
    func sweep(after changes: GuardChanges) {
        let latest = changes.uses.reduce(changes.amounts.reduce(0) { max($0, $1.time) }) { max($0, $1.lastUse) }
        let isDue = sweeping.withLock { sweeping in
            sweeping.added += changes.count
            return sweeping.added >= max(sweeping.left, Self.leastSwept)
        }
        guard isDue else { return }
        let left = try? pool.writeWithoutTransaction { database in
            var left = 0
            try database.inTransaction(.immediate) {
                left = try GuardTables.sweep(database, at: latest)
                return .commit
            }
            return left
        }
        sweeping.withLock { sweeping in
            sweeping.added = 0
            if let left { sweeping.left = left }
        }
    }

    private static let leastSwept = 65_536
}
