/// The system's tz database.
public enum ZoneDatabase {
    /// Why a zone can't be had.
    public enum Failure: Error, Hashable, Sendable {
        /// No directory holds a database.
        case noDatabase
        case unknown
        /// The file is not in the form of RFC 8536, for a reason.
        case damaged(String)
    }

    /// Bytes of a zone's name.
    public static let nameBytes = 64
    /// Bytes of a zone's file; the largest of today's has 4 KiB.
    public static let fileBytes = 1 << 18

    /// The rules of a zone, such as `Europe/Berlin`.
    public static func rules(of name: String) throws(Failure) -> ZoneRules {
        guard isName(name) else { throw .unknown }
        guard let directory = directory else { throw .noDatabase }
        guard let bytes = SystemFiles.read("\(directory)/\(name)", atMost: fileBytes) else { throw .unknown }
        var reader = ZoneFileReader(bytes)
        return try reader.rules()
    }

    /// The names of all zones, sorted; none without a database.
    public static var names: [String] {
        guard let directory else { return [] }
        return SystemFiles.list(directory, depth: 4)
            // What is not a zone: other forms of the database, and its tables.
            .filter {
                !$0.hasPrefix("right/") && !$0.hasPrefix("posix/") && isName($0)
                    && (try? rules(of: $0)) != nil
            }
            .sorted()
    }

    /// Where the database lies: what `TZDIR` says, else where systems put it.
    private static var directory: String? {
        if let named = SystemFiles.variable("TZDIR") { return named }
        let usual = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"]
        return usual.first { SystemFiles.isDirectory($0) }
    }

    /// Files of the database that mean something else on each machine, or no place at all.
    private static let namesOfTheHost: Set<String> = ["localtime", "posixrules", "Factory"]

    /// Whether a text may be a path below the database: nothing that leads out of it.
    private static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= nameBytes, !namesOfTheHost.contains(name) else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
                        UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}

extension ZoneDatabase {
    /// Seconds east of UTC in a zone at a time in seconds since 1970; nil where there is no such zone.
    @Sendable
    public static func offset(in name: String, at time: Int64) -> Int? {
        (try? rules(of: name))?.offset(at: time)
    }
}
