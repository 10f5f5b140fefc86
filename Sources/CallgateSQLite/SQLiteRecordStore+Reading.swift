public import Callgate
internal import GRDB

extension SQLiteRecordStore {
    public func entries(
        after sequence: Int64, matching filter: RecordFilter, limit: Int, newestFirst: Bool
    ) throws(RecordStoreError) -> [StoredEntry] {
        try read { database in
            var query = EntryQuery(filter)
            var place = sequence
            // Times mostly rise with the numbers, but clocks are set back: where the first or last entry of a time
            // stands is looked up once, and from there on entries are read in the chain's order.
            if !newestFirst, place == 0, let since = filter.since {
                let first = try Int64.fetchOne(
                    database, sql: "SELECT min(sequence) FROM entries WHERE time >= ?", arguments: [since])
                guard let first else { return [] }
                place = first - 1
            }
            if newestFirst, place == .max, let until = filter.until {
                let last = try Int64.fetchOne(
                    database, sql: "SELECT max(sequence) FROM entries WHERE time < ?", arguments: [until])
                guard let last else { return [] }
                place = last + 1
            }
            query.add("e.sequence \(newestFirst ? "<" : ">") ?", .integer(place))
            let statement = try query.statement(database, newestFirst: newestFirst, limit: limit)
            var entries: [StoredEntry] = []
            while try statement.step() {
                entries.append(
                    StoredEntry(sequence: statement.integer(0) ?? 0, text: statement.bytes(1) ?? []))
            }
            return entries
        }
    }
}

/// A query for entries, put together from a filter.
private struct EntryQuery {
    enum Value {
        case integer(Int64)
        case text(String)
        case id(RecordID)
    }

    private var source: String
    private var conditions: [String] = []
    private var values: [Value] = []

    init(_ filter: RecordFilter) {
        // Without a column that has an index worth using, entries are read in their order.
        let isIndexed =
            filter.tool != nil || filter.session != nil || filter.about != nil
            || filter.decision.map { $0.rawValue > 0 } == true
        source = isIndexed ? "entries e" : "entries e NOT INDEXED"
        if let rule = filter.rule {
            source = "rules r JOIN entries e ON e.sequence = r.sequence"
            add("r.rule = ?", .text(rule))
        }
        if let tool = filter.tool { add("e.tool = ?", .text(tool)) }
        if let decision = filter.decision {
            add("e.decision = ?", .integer(Int64(decision.rawValue)))
            // What the index of decisions is limited to, so that it is used.
            if decision.rawValue > 0 { conditions.append("e.decision > 0") }
        }
        if let session = filter.session { add("e.session = ?", .text(session)) }
        if let kind = filter.kind { add("e.kind = ?", .integer(Int64(kind.rawValue))) }
        // The plus keeps the index of times out of it: its order is not that of the entries.
        if let since = filter.since { add("+e.time >= ?", .integer(since)) }
        if let until = filter.until { add("+e.time < ?", .integer(until)) }
        if let about = filter.about {
            conditions.append("(e.id = ? OR e.about = ?)")
            values += [.id(about), .id(about)]
        }
    }

    mutating func add(_ condition: String, _ value: Value) {
        conditions.append(condition)
        values.append(value)
    }

    func statement(_ database: Database, newestFirst: Bool, limit: Int) throws -> SQLiteStatement {
        let statement = try SQLiteStatement(
            database,
            "SELECT e.sequence, e.text FROM \(source) WHERE \(conditions.joined(separator: " AND ")) "
                + "ORDER BY e.sequence \(newestFirst ? "DESC" : "ASC") LIMIT \(limit)")
        for (index, value) in values.enumerated() {
            switch value {
            case .integer(let number): statement.bind(Int32(index + 1), number)
            case .text(let text): statement.bind(Int32(index + 1), text)
            case .id(let id): statement.bind(Int32(index + 1), id)
            }
        }
        return statement
    }
}
