public import Callgate
internal import GRDB
internal import CallgateSystem

/// Records in one file: SQLite, in WAL mode.
///
/// While it is open, `-wal` and `-shm` stand beside the file, and `-writer` where it is written; the last to close it
/// removes the first two.
public final class SQLiteRecordStore: RecordStore {
    public let path: String
    let pool: DatabasePool
    private let lock: WriterLock?
    /// Whether commits wait for the disk at the moment; only the writing connection's thread asks.
    private let isDurable = Mutex<Bool?>(nil)

    private let isClosed = Mutex(false)
    /// Rows of what guards know that were added since what was over was forgotten, and those that were left then.
    let sweeping = Mutex<(added: Int, left: Int)>((0, 0))

    /// Milliseconds for which a lock of somebody else is waited for.
    private static let patience = 250
    /// Bytes of a page of a new file. Twice as much as SQLite takes by itself makes half as many pages to write for each batch.
    private static let pageBytes = 8_192
    /// Bytes of the log after which it is copied into the file: few copies of the pages that every batch changes.
    private static let checkpointBytes = 32 << 20

    /// Opens a file to write it, and makes it where there is none, for its owner alone.
    ///
    /// - Parameter maximumBytes: how large the file may become, rounded down to pages, of 8,192 bytes in a new file,
    ///   of which the tables take some 20 before the first record; nil for no limit.
    /// - Throws: where the file is something else or of a newer version, or somebody else writes it.
    public init(writing path: String, maximumBytes: Int? = nil) throws(RecordStoreError) {
        self.path = path
        let lock = try WriterLock(path)
        self.lock = lock
        do {
            try Self.check(path)
            try Self.makeFile(path)
            var configuration = Self.configuration()
            configuration.prepareDatabase { database in
                guard !database.configuration.readonly else { return }
                // A file that has pages already keeps their size.
                try database.execute(sql: "PRAGMA page_size = \(Self.pageBytes)")
                let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? Self.pageBytes
                try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.checkpointBytes / pageBytes)")
                if let maximumBytes {
                    try database.execute(sql: "PRAGMA max_page_count = \(max(1, maximumBytes / pageBytes))")
                }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            try RecordSchema.migrator.migrate(pool)
        } catch {
            throw RecordStoreError(error, path)
        }
    }

    /// Opens a file to read it; it may be written meanwhile.
    ///
    /// - Throws: where there is none, or it is something else or of another version.
    public init(reading path: String) throws(RecordStoreError) {
        self.path = path
        lock = nil
        guard Files.exists(path) else { throw .missing(path) }
        do {
            try Self.check(path)
            var configuration = Self.configuration()
            configuration.readonly = true
            pool = try DatabasePool(path: path, configuration: configuration)
            let isCurrent = try pool.read { try RecordSchema.migrator.hasCompletedMigrations($0) }
            guard isCurrent else {
                throw RecordStoreError.notRecords("\(path): it was made by an older version; open it once for writing")
            }
        } catch {
            throw RecordStoreError(error, path)
        }
    }

    /// Copies the log into the file, closes it, and lets somebody else write it; nothing more where that is done.
    /// - Throws: where somebody still reads, or the disk fails.
    public func close() throws(RecordStoreError) {
        guard !isClosed.withLock({ $0 }) else { return }
        do {
            if lock != nil {
                try pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
            }
            // Those that only read can't remove the log: the writing one must be the last.
            pool.invalidateReadOnlyConnections()
            try pool.close()
            isClosed.withLock { $0 = true }
            lock?.giveUp()
        } catch {
            throw RecordStoreError(error, path)
        }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "records"
        configuration.busyMode = .timeout(Double(patience) / 1_000)
        configuration.maximumReaderCount = 4
        return configuration
    }

    /// Makes an empty file that only its owner may read, where there is none: what is recorded, and tokens of approvals, are
    /// for nobody else. The files beside it get the same rights.
    private static func makeFile(_ path: String) throws {
        // Of one that is there nothing may be closed: that would give up the locks that SQLite holds.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno != EEXIST else { return }
        guard descriptor >= 0 else { throw RecordStoreError.io("\(path): \(unsafe String(cString: strerror(errno)))") }
        CallgateSystem.close(descriptor)
    }

    /// Refuses what is not a file of records, without changing it.
    private static func check(_ path: String) throws {
        guard Files.exists(path) else { return }
        var configuration = configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in
            let id = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if id == 0, tables == 0 { return }
            guard id == RecordSchema.applicationID else {
                throw RecordStoreError.notRecords("\(path): it is a database of something else")
            }
            if try RecordSchema.migrator.hasBeenSuperseded(database) { throw RecordStoreError.newerSchema(path) }
        }
        try queue.close()
    }

    // MARK: The chain's end

    public func head() throws(RecordStoreError) -> ChainHead {
        let (last, noted) = try read { database in
            let row = try SQLiteStatement(
                database, "SELECT sequence, text FROM entries ORDER BY sequence DESC LIMIT 1")
            let last = try row.first { StoredEntry(sequence: $0.integer(0) ?? 0, text: $0.bytes(1) ?? []) }
            return (last, try Self.notedHead(database))
        }
        let head = last.map { ChainHead($0) } ?? .start
        guard head == noted else {
            throw .corrupt(
                "\(path): the chain was written up to entry \(noted.sequence), and does not end so; "
                    + "`callgate records verify` says what is wrong")
        }
        return head
    }

    public func notedHead() throws(RecordStoreError) -> ChainHead { try read { try Self.notedHead($0) } }

    static func notedHead(_ database: Database) throws -> ChainHead {
        let row = try SQLiteStatement(database, "SELECT sequence, hash FROM chain")
        return try row.first { ChainHead(sequence: $0.integer(0) ?? 0, hash: $0.bytes(1) ?? []) } ?? .start
    }

    // MARK: Access

    func read<Result>(_ body: (Database) throws -> Result) throws(RecordStoreError) -> Result {
        do { return try pool.unsafeRead(body) } catch { throw RecordStoreError(error, path) }
    }

    /// Has commits wait for the disk, or not.
    func setDurable(_ wanted: Bool, _ database: Database) throws {
        guard isDurable.withLock({ $0 }) != wanted else { return }
        try database.execute(sql: "PRAGMA synchronous = \(wanted ? "FULL" : "NORMAL")")
        isDurable.withLock { $0 = wanted }
    }
}
