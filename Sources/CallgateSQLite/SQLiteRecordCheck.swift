public import Callgate
internal import GRDB

extension SQLiteRecordStore {
    public func makeCheck() throws(RecordStoreError) -> (any RecordStoreCheck)? { SQLiteRecordCheck(store: self) }
}

/// Compares the columns and the table of rules with the texts.
struct SQLiteRecordCheck: RecordStoreCheck {
    let store: SQLiteRecordStore
    /// Rows that the table of rules should have.
    private var ruleRows = 0

    init(store: SQLiteRecordStore) { self.store = store }

    mutating func check(_ expected: [EntryIndex]) throws(RecordStoreError) -> [RecordFinding] {
        guard let first = expected.first, let last = expected.last else { return [] }
        ruleRows += expected.reduce(0) { $0 + $1.rules.count }
        return try store.read { database in
            var findings: [RecordFinding] = []
            let row = try SQLiteStatement(
                database,
                "SELECT sequence, kind, id, time, tool, decision, session, about FROM entries WHERE sequence BETWEEN ? AND ? ORDER BY sequence")
            row.bind(1, first.sequence)
            row.bind(2, last.sequence)
            let rule = try SQLiteStatement(database, "SELECT 1 FROM rules WHERE rule = ? AND sequence = ?")
            var rest = expected[...]
            while try row.step() {
                guard let next = rest.first, row.integer(0) == next.sequence else { continue }
                rest.removeFirst()
                for column in Self.differences(row, next) {
                    findings.append(RecordFinding(.index, next.sequence, "the column `\(column)` is not what the text says"))
                }
                for name in next.rules {
                    rule.bind(1, name)
                    rule.bind(2, next.sequence)
                    if try rule.first({ _ in true }) == nil {
                        findings.append(RecordFinding(.index, next.sequence, "the table of rules lacks `\(name)`"))
                    }
                }
            }
            return findings
        }
    }

    /// The columns in which a row differs from what its text says.
    private static func differences(_ row: SQLiteStatement, _ expected: EntryIndex) -> [String] {
        var columns: [String] = []
        if row.integer(1) != Int64(expected.kind.rawValue) { columns.append("kind") }
        if row.bytes(2) != expected.id.bytes { columns.append("id") }
        if row.integer(3) != expected.time { columns.append("time") }
        if !row.column(4, equals: expected.tool) { columns.append("tool") }
        if row.integer(5) != expected.decision.map(Int64.init) { columns.append("decision") }
        if !row.column(6, equals: expected.session) { columns.append("session") }
        if row.bytes(7) != expected.of?.bytes { columns.append("about") }
        return columns
    }

    /// Each row that should be there is: where there are more, the others are looked for.
    mutating func finish() throws(RecordStoreError) -> [RecordFinding] {
        let expected = ruleRows
        return try store.read { database in
            let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM rules") ?? 0
            guard count > expected else { return [] }
            var findings: [RecordFinding] = []
            let row = try SQLiteStatement(
                database,
                "SELECT r.rule, r.sequence, e.text FROM rules r LEFT JOIN entries e ON e.sequence = r.sequence")
            while findings.count < RecordLimits.findings, try row.step() {
                let name = String(decoding: row.bytes(0) ?? [], as: UTF8.self)
                let sequence = row.integer(1) ?? 0
                let entry = row.bytes(2).flatMap { EntryReader.index(of: StoredEntry(sequence: sequence, text: $0)) }
                if entry?.rules.contains(name) != true {
                    findings.append(RecordFinding(.index, sequence, "the table of rules has `\(name)`, which the text has not"))
                }
            }
            return findings
        }
    }
}
