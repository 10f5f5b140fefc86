internal import GRDB

/// Inserts rows into a table, many of them by one statement.
///
/// A statement opens the table and each of its indices, and looks for the place in each of them from its root. Rows of one
/// statement share that: of 32,200 instructions that an entry of `spec/examples` takes to append, 12,000 are saved.
struct SQLiteInsertion {
    private let start: String
    private let columns: Int

    init(into table: String, _ columns: [String]) {
        // With `FAIL`, a failing row leaves the rows of its statement that came before it, and SQLite keeps no copies of pages to
        // take them back: the transaction that the statement is in is rolled back as a whole.
        start = "INSERT OR FAIL INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        self.columns = columns.count
    }

    /// Rows of one statement; the parameters of all of them are far from as many as SQLite allows, which is 32,766.
    private static let rowsAtOnce = [32, 4, 1]

    /// Inserts so many rows, in a transaction that is rolled back where this throws.
    ///
    /// - Parameter bind: binds the values of a row, the first one as the parameter after the given one. Texts stay valid
    ///   until this returns.
    func run(_ count: Int, _ database: Database, _ bind: (SQLiteStatement, _ row: Int, _ before: Int32) -> Void) throws {
        var row = 0
        for atOnce in Self.rowsAtOnce where count - row >= atOnce {
            let statement = try SQLiteStatement(database, sql(rows: atOnce))
            while count - row >= atOnce {
                for place in 0..<atOnce { bind(statement, row + place, Int32(place * columns)) }
                try statement.run()
                row += atOnce
            }
        }
    }

    private func sql(rows: Int) -> String {
        let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
        return start + Array(repeating: row, count: rows).joined(separator: ", ")
    }
}
