internal import Callgate
internal import GRDB

/// The tables of a file of records, and how older ones become newer.
enum RecordSchema {
    /// What the header of the file says it is: `cgrc`.
    static let applicationID: Int64 = 0x6367_7263

    /// Every step from an empty file to the present schema; a step is never changed once a file has it.
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 entries") { database in
            try database.execute(sql: entries)
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        migrator.registerMigration("2 rules") { database in
            try database.execute(sql: rules)
            try fillRules(database)
        }
        migrator.registerMigration("3 guard") { try $0.execute(sql: guardTables) }
        migrator.registerMigration("4 secret") { try $0.execute(sql: secret) }
        return migrator
    }()

    /// The canonical text is the truth; the columns beside it are for filters.
    private static let entries = """
        CREATE TABLE entries (
            sequence INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            id BLOB NOT NULL,
            time INTEGER NOT NULL,
            tool TEXT,
            decision INTEGER,
            session TEXT,
            about BLOB,
            text TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX entries_id ON entries (id);
        CREATE INDEX entries_time ON entries (time);
        CREATE INDEX entries_tool ON entries (tool) WHERE tool IS NOT NULL;
        CREATE INDEX entries_session ON entries (session) WHERE session IS NOT NULL;
        CREATE INDEX entries_about ON entries (about) WHERE about IS NOT NULL;
        -- Most calls are allowed: an index of those would find nothing sooner.
        CREATE INDEX entries_decision ON entries (decision) WHERE decision > 0;
        CREATE TABLE chain (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            sequence INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        """

    /// Which rules decided, matched or monitored in which entries.
    private static let rules = """
        CREATE TABLE rules (
            rule TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (rule, sequence)
        ) STRICT, WITHOUT ROWID;
        """

    /// What a guard knows, beside the chain. Times are nanoseconds since 1970.
    private static let guardTables = """
        CREATE TABLE guard_labels (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE TABLE guard_sessions (
            session INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            parent INTEGER NOT NULL,
            labels INTEGER NOT NULL,
            trusted INTEGER NOT NULL,
            last_use INTEGER NOT NULL,
            ends INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE guard_calls (
            session INTEGER NOT NULL,
            tool TEXT NOT NULL,
            count INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (session, tool)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE guard_causes (
            session INTEGER NOT NULL,
            label INTEGER NOT NULL,
            call TEXT NOT NULL,
            PRIMARY KEY (session, label)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE guard_amounts (
            key INTEGER NOT NULL,
            step INTEGER NOT NULL,
            time INTEGER NOT NULL,
            amount INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            PRIMARY KEY (key, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE approvals (
            id TEXT PRIMARY KEY,
            deadline INTEGER NOT NULL,
            approval TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// By which the keys of limits are hashed. What an older file has counted can't be found under it: such a file makes
    /// no guard until its amounts are over.
    private static let secret = """
        CREATE TABLE guard_secret (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            first INTEGER NOT NULL,
            second INTEGER NOT NULL
        ) STRICT;
        """

    private static func fillRules(_ database: Database) throws {
        let insert = try database.makeStatement(sql: "INSERT INTO rules (rule, sequence) VALUES (?, ?)")
        let rows = try Row.fetchCursor(database, sql: "SELECT sequence, text FROM entries ORDER BY sequence")
        while let row = try rows.next() {
            let entry = StoredEntry(sequence: row[0], text: Array((row[1] as String).utf8))
            for rule in EntryReader.index(of: entry)?.rules ?? [] {
                try insert.execute(arguments: [rule, entry.sequence])
            }
        }
    }
}
