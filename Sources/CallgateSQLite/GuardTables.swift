internal import Callgate
internal import GRDB

/// The tables of what a guard knows.
enum GuardTables {
    /// Adds changes to what is kept. Sums that pass 64 bits stay at the largest number.
    static func add(_ changes: GuardChanges, _ database: Database) throws {
        guard changes.count > 0 else { return }
        try add(changes.uses, database)
        try add(changes.calls, database)
        try add(changes.causes, database)
        try add(changes.amounts, database)
    }

    private static func add(_ uses: [GuardChanges.Use], _ database: Database) throws {
        let row = try SQLiteStatement(
            database,
            """
            INSERT INTO guard_sessions (session, name, parent, labels, trusted, last_use, ends) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (session) DO UPDATE SET labels = labels | excluded.labels, trusted = min(trusted, excluded.trusted),
            last_use = max(last_use, excluded.last_use), ends = max(ends, excluded.ends)
            """)
        for use in uses {
            row.bind(1, use.session)
            row.bind(2, utf8: use.name)
            row.bind(3, use.parent)
            row.bind(4, Int64(bitPattern: use.labels))
            row.bind(5, use.isTrusted ? 1 : 0)
            row.bind(6, use.lastUse)
            row.bind(7, use.end)
            try row.run()
        }
    }

    private static func add(_ calls: [GuardChanges.Calls], _ database: Database) throws {
        let row = try SQLiteStatement(
            database,
            """
            INSERT INTO guard_calls (session, tool, count, last) VALUES (?, ?, ?, ?)
            ON CONFLICT (session, tool) DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)
            """)
        for more in calls {
            row.bind(1, more.session)
            row.bind(2, utf8: more.tool)
            row.bind(3, more.count)
            row.bind(4, more.last)
            try row.run()
        }
    }

    private static func add(_ causes: [GuardChanges.Cause], _ database: Database) throws {
        let row = try SQLiteStatement(
            database, "INSERT OR IGNORE INTO guard_causes (session, label, call) VALUES (?, ?, ?)")
        for cause in causes {
            row.bind(1, cause.session)
            row.bind(2, cause.label)
            row.bind(3, utf8: cause.call)
            try row.run()
        }
    }

    private static func add(_ amounts: [GuardChanges.Amount], _ database: Database) throws {
        let row = try SQLiteStatement(
            database,
            """
            INSERT INTO guard_amounts (key, step, time, amount, ends) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key, step) DO UPDATE SET time = max(time, excluded.time), ends = max(ends, excluded.ends),
            amount = CASE WHEN amount > \(Int64.max) - excluded.amount THEN \(Int64.max) ELSE amount + excluded.amount END
            """)
        for amount in amounts {
            row.bind(1, Int64(bitPattern: amount.key))
            row.bind(2, amount.step)
            row.bind(3, amount.time)
            row.bind(4, amount.amount)
            row.bind(5, amount.end)
            try row.run()
        }
    }

    // MARK: Reading

    /// What is kept and not over at a time, or at the latest time that was kept.
    static func snapshot(_ database: Database, at now: Int64) throws -> GuardSnapshot {
        var snapshot = GuardSnapshot()
        snapshot.latest = try latest(database)
        let now = max(now, snapshot.latest)
        snapshot.lastSession = try Int64.fetchOne(database, sql: "SELECT max(session) FROM guard_sessions") ?? 0
        let label = try SQLiteStatement(database, "SELECT number, name FROM guard_labels ORDER BY number")
        while try label.step() {
            guard label.integer(0) == Int64(snapshot.labels.count) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the labels are not numbered one after the other")
            }
            snapshot.labels.append(label.text(1))
        }
        snapshot.secret = try secret(database)
        var contents = GuardChanges()
        try read(database, at: now, into: &contents)
        guard contents.uses.allSatisfy({ snapshot.labels.count == 64 || $0.labels >> UInt64(snapshot.labels.count) == 0 }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a session has a label that has no name")
        }
        snapshot.contents = contents
        return snapshot
    }

    private static func secret(_ database: Database) throws -> LimitSecret? {
        guard let row = try Row.fetchOne(database, sql: "SELECT first, second FROM guard_secret") else { return nil }
        let (first, second): (Int64, Int64) = (row[0], row[1])
        return LimitSecret(first: UInt64(bitPattern: first), second: UInt64(bitPattern: second))
    }

    private static func latest(_ database: Database) throws -> Int64 {
        let used = try Int64.fetchOne(database, sql: "SELECT max(last_use) FROM guard_sessions") ?? 0
        let counted = try Int64.fetchOne(database, sql: "SELECT max(time) FROM guard_amounts") ?? 0
        // Approvals expire by the time too, and a call that has neither a session nor a limit leaves its time here.
        let kinds = EntryKind.allCases.filter(\.isOfGuard).map { "\($0.rawValue)" }.joined(separator: ", ")
        let recorded = try Int64.fetchOne(
            database, sql: "SELECT time FROM entries WHERE kind IN (\(kinds)) ORDER BY sequence DESC LIMIT 1")
        return max(used, counted, (recorded ?? 0) * 1_000)
    }

    /// Has what is not over at a time, or at the latest one that was kept, last longer.
    static func extend(sessions timeout: Int64, amounts stretch: Int64, _ database: Database, at now: Int64) throws {
        let now = max(now, try latest(database))
        for (sql, longer) in [
            ("UPDATE guard_sessions SET ends = last_use + ?1 WHERE ends >= ?2 AND ends < last_use + ?1", timeout),
            ("UPDATE guard_amounts SET ends = time + ?1 WHERE ends > ?2 AND ends < time + ?1", stretch),
        ] { try database.execute(sql: sql, arguments: [longer, now]) }
    }

    private static func read(_ database: Database, at now: Int64, into contents: inout GuardChanges) throws {
        try eachRow(
            database, "SELECT session, name, parent, labels, trusted, last_use, ends FROM guard_sessions WHERE ends >= ?", now
        ) { row in
            contents.add(
                GuardChanges.Use(
                    session: row.integer(0) ?? 0, name: row.bytes(1) ?? [], parent: row.integer(2) ?? 0,
                    labels: UInt64(bitPattern: row.integer(3) ?? -1), isTrusted: row.integer(4) == 1,
                    lastUse: row.integer(5) ?? 0, end: row.integer(6) ?? 0))
        }
        try eachRow(
            database,
            "SELECT c.session, c.tool, c.count, c.last FROM guard_calls c JOIN guard_sessions s USING (session) WHERE s.ends >= ?",
            now
        ) { row in
            contents.add(
                GuardChanges.Calls(
                    session: row.integer(0) ?? 0, tool: row.bytes(1) ?? [], count: row.integer(2) ?? 0,
                    last: row.integer(3) ?? 0))
        }
        try eachRow(
            database,
            "SELECT c.session, c.label, c.call FROM guard_causes c JOIN guard_sessions s USING (session) WHERE s.ends >= ?", now
        ) { row in
            contents.add(
                GuardChanges.Cause(session: row.integer(0) ?? 0, label: row.integer(1) ?? -1, call: row.bytes(2) ?? []))
        }
        try eachRow(database, "SELECT key, step, time, amount, ends FROM guard_amounts WHERE ends > ?", now) { row in
            contents.add(
                GuardChanges.Amount(
                    key: UInt64(bitPattern: row.integer(0) ?? 0), step: row.integer(1) ?? 0,
                    time: row.integer(2) ?? 0, amount: row.integer(3) ?? .max, end: row.integer(4) ?? .max))
        }
    }

    /// The rows of a query that asks for what is not over at a time, its one parameter.
    private static func eachRow(
        _ database: Database, _ sql: String, _ now: Int64, _ body: (SQLiteStatement) -> Void
    ) throws {
        let row = try SQLiteStatement(database, sql)
        row.bind(1, now)
        while try row.step() { body(row) }
    }

    // MARK: Forgetting

    /// Forgets what is over at a time.
    /// - Returns: how many rows are left.
    static func sweep(_ database: Database, at now: Int64) throws -> Int {
        for sql in [
            "DELETE FROM guard_calls WHERE session IN (SELECT session FROM guard_sessions WHERE ends < ?)",
            "DELETE FROM guard_causes WHERE session IN (SELECT session FROM guard_sessions WHERE ends < ?)",
            // The highest number stays: none is given twice.
            """
            DELETE FROM guard_sessions WHERE ends < ? AND session < (SELECT max(session) FROM guard_sessions)
            """,
            "DELETE FROM guard_amounts WHERE ends <= ?",
        ] { try database.execute(sql: sql, arguments: [now]) }
        return try ["guard_sessions", "guard_calls", "guard_causes", "guard_amounts"].reduce(0) { sum, table in
            sum + (try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0)
        }
    }

    static func removeAll(_ database: Database) throws {
        for table in ["guard_labels", "guard_secret", "guard_sessions", "guard_calls", "guard_causes", "guard_amounts"] {
            try database.execute(sql: "DELETE FROM \(table)")
        }
    }

    static func keep(secret: LimitSecret, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO guard_secret (only_row, first, second) VALUES (1, ?, ?)",
            arguments: [Int64(bitPattern: secret.first), Int64(bitPattern: secret.second)])
    }

    static func keep(labels: [String], _ database: Database) throws {
        try database.execute(sql: "DELETE FROM guard_labels")
        for (number, name) in labels.enumerated() {
            try database.execute(sql: "INSERT INTO guard_labels (number, name) VALUES (?, ?)", arguments: [number, name])
        }
    }
}
