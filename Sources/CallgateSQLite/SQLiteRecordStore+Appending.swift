public import Callgate
internal import GRDB

extension SQLiteRecordStore {
    public func append(_ batch: borrowing RecordBatch, isDurable: Bool) throws(RecordStoreError) {
        // A closure can't take a borrowed batch along; it gets the address of its bytes, which stay where they are.
        let (rows, rules, head, changes) = (batch.rows, batch.rules, batch.head, batch.changes)
        let failure = unsafe batch.withBytes { bytes -> RecordStoreError? in
            do {
                try pool.writeWithoutTransaction { database in
                    try setDurable(isDurable, database)
                    try database.inTransaction(.immediate) {
                        try Self.checkOrder(rows, database)
                        unsafe try Self.insert(rows, rules, bytes, database)
                        try Self.note(head, database)
                        try GuardTables.add(changes, database)
                        return .commit
                    }
                }
                sweep(after: changes)
                return nil
            } catch {
                return RecordStoreError(error, path)
            }
        }
        if let failure { throw failure }
    }

    private static func checkOrder(_ rows: [RecordBatch.Row], _ database: Database) throws {
        guard let first = rows.first else { return }
        let next = try notedHead(database).sequence + 1
        if first.sequence != next { throw RecordStoreError.outOfOrder(expected: next, found: first.sequence) }
    }

    private static let entries = SQLiteInsertion(
        into: "entries", ["sequence", "kind", "id", "time", "tool", "decision", "session", "about", "text"])
    private static let ruleNames = SQLiteInsertion(into: "rules", ["rule", "sequence"])

    private static func insert(
        _ rows: [RecordBatch.Row], _ rules: [Range<Int>], _ bytes: UnsafeRawBufferPointer, _ database: Database
    ) throws {
        // The ranges lie within the bytes, which stay valid until this returns.
        func part(_ range: Range<Int>?) -> UnsafeRawBufferPointer? {
            unsafe range.map { unsafe UnsafeRawBufferPointer(rebasing: bytes[$0]) }
        }
        try entries.run(rows.count, database) { entry, place, before in
            let row = rows[place]
            entry.bind(before + 1, row.sequence)
            entry.bind(before + 2, Int64(row.kind.rawValue))
            entry.bind(before + 3, row.id)
            entry.bind(before + 4, row.time)
            unsafe entry.bind(before + 5, text: part(row.tool))
            entry.bind(before + 6, row.decision.map(Int64.init))
            unsafe entry.bind(before + 7, text: part(row.session))
            entry.bind(before + 8, row.of)
            unsafe entry.bind(before + 9, text: part(row.text))
        }
        // The rules of the rows stand in the order of the rows, without gaps.
        var row = 0
        try ruleNames.run(rules.count, database) { rule, place, before in
            while rows[row].rules.upperBound <= place { row += 1 }
            unsafe rule.bind(before + 1, text: part(rules[place]))
            rule.bind(before + 2, rows[row].sequence)
        }
    }

    private static func note(_ head: ChainHead, _ database: Database) throws {
        let statement = try SQLiteStatement(
            database, "INSERT OR REPLACE INTO chain (only_row, sequence, hash) VALUES (1, ?, ?)")
        statement.bind(1, head.sequence)
        statement.bind(2, blob: head.hash)
        try statement.run()
    }
}
