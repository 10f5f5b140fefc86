/// Why a store can't do what it is asked to.
public enum RecordStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No room: the disk, or the limit that the store was given.
    case full(String)
    /// Another process or connection holds the lock.
    case locked(String)
    case corrupt(String)
    /// Reading or writing failed otherwise.
    case io(String)
    /// The file is something else.
    case notRecords(String)
    /// A newer version of this program made the file.
    case newerSchema(String)
    /// Somebody else writes records into the file.
    case hasWriter(String)
    case missing(String)
    /// The batch does not go on where the store ends.
    case outOfOrder(expected: Int64, found: Int64)

    public var description: String {
        switch self {
        case .full(let detail): "there is no room for records: \(detail)"
        case .locked(let detail): "the records are locked: \(detail)"
        case .corrupt(let detail): "the records are corrupt: \(detail)"
        case .io(let detail): "the records can't be read or written: \(detail)"
        case .notRecords(let detail): "this is no file of records: \(detail)"
        case .newerSchema(let detail): "a newer version made these records: \(detail)"
        case .hasWriter(let detail): "somebody else writes these records: \(detail)"
        case .missing(let detail): "there are no records: \(detail)"
        case .outOfOrder(let expected, let found):
            "entry \(expected) would be next, not \(found): somebody else writes these records"
        }
    }

    /// A stable name.
    public var name: StaticString {
        switch self {
        case .full: "records_full"
        case .locked: "records_locked"
        case .corrupt: "records_corrupt"
        case .io: "records_io"
        case .notRecords: "not_records"
        case .newerSchema: "newer_schema"
        case .hasWriter: "records_in_use"
        case .missing: "no_records"
        case .outOfOrder: "out_of_order"
        }
    }
}
