internal import Callgate
internal import GRDB
internal import GRDBSQLite

/// A statement at the level of SQLite's own interface: a value that GRDB boxes costs more than binding it.
@safe
struct SQLiteStatement {
    private let statement: Statement
    // Valid as long as the statement, and used where its database is.
    private let handle: OpaquePointer

    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        unsafe handle = statement.sqliteStatement
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    // MARK: Parameters, from 1

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { unsafe sqlite3_bind_int64(handle, index, value) } else { unsafe sqlite3_bind_null(handle, index) }
    }

    /// - Parameter text: UTF-8, which must stay valid until the statement has run.
    func bind(_ index: Int32, text: UnsafeRawBufferPointer?) {
        guard let text = unsafe text else {
            unsafe sqlite3_bind_null(handle, index)
            return
        }
        // No destructor: SQLite does not copy the text. An empty one needs an address all the same.
        let base = unsafe text.baseAddress ?? UnsafeRawPointer(handle)
        unsafe sqlite3_bind_text(
            handle, index, base.assumingMemoryBound(to: CChar.self), Int32(text.count), nil)
    }

    /// Copies the bytes.
    func bind(_ index: Int32, blob: [UInt8]) {
        _ = unsafe blob.withUnsafeBytes { bytes in
            unsafe sqlite3_bind_blob(
                handle, index, bytes.baseAddress, Int32(bytes.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    func bind(_ index: Int32, _ id: RecordID?) {
        guard let id else {
            unsafe sqlite3_bind_null(handle, index)
            return
        }
        var bytes = (id.high.bigEndian, id.low.bigEndian)
        // Copied before this returns.
        _ = unsafe withUnsafeBytes(of: &bytes) { bytes in
            unsafe sqlite3_bind_blob(
                handle, index, bytes.baseAddress, Int32(bytes.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    /// Copies the text.
    func bind(_ index: Int32, _ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let base = unsafe UnsafeRawPointer(bytes.baseAddress) ?? UnsafeRawPointer(handle)
            unsafe sqlite3_bind_text(
                handle, index, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    /// Copies the text, which is UTF-8.
    func bind(_ index: Int32, utf8 text: [UInt8]) {
        unsafe text.withUnsafeBytes { bytes in
            let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(handle)
            unsafe sqlite3_bind_text(
                handle, index, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
    }

    // MARK: Running

    /// Goes on to the next row.
    /// - Returns: whether there is one.
    func step() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        defer { unsafe sqlite3_reset(handle) }
        guard code == SQLITE_DONE else {
            let database = unsafe sqlite3_db_handle(handle)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: unsafe sqlite3_extended_errcode(database)),
                message: unsafe String(cString: sqlite3_errmsg(database)))
        }
        return false
    }

    /// What a function makes of the first row; nil where there is none.
    func first<Result>(_ body: (SQLiteStatement) -> Result) throws -> Result? {
        guard try step() else { return nil }
        defer { unsafe sqlite3_reset(handle) }
        return body(self)
    }

    /// Runs a statement that gives no rows.
    func run() throws { while try step() {} }

    // MARK: Columns, from 0

    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64? { unsafe isNull(column) ? nil : sqlite3_column_int64(handle, column) }

    func bytes(_ column: Int32) -> [UInt8]? {
        guard !isNull(column) else { return nil }
        guard let base = unsafe sqlite3_column_blob(handle, column) else { return [] }
        // As many bytes as the column has, valid until the next step.
        return unsafe Array(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column) ?? [], as: UTF8.self) }

    /// Whether a column has some bytes.
    func column(_ column: Int32, equals text: String?) -> Bool {
        guard let text else { return isNull(column) }
        guard !isNull(column) else { return false }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        guard let base = unsafe sqlite3_column_blob(handle, column) else { return text.isEmpty }
        // As many bytes as the column has, valid until the next step.
        return unsafe text.utf8.elementsEqual(UnsafeRawBufferPointer(start: base, count: count))
    }
}
