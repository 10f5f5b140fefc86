/// Why a record can't be written; a guard denies the call with the reason `records`.
public enum RecordFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case queueFull(entries: Int, bytes: Int)
    case tooLarge(what: String, bytes: Int, limit: Int)
    case store(RecordStoreError)
    case closed
    case noThread

    public var description: String {
        switch self {
        case .queueFull(let entries, let bytes):
            "the queue of records is full: \(entries) entries, \(bytes) bytes wait to be written"
        case .tooLarge(let what, let bytes, let limit):
            "\(what) has \(bytes) bytes, which is more than the \(limit) that a record takes"
        case .store(let error): error.description
        case .closed: "the records have been closed"
        case .noThread: "the system can't start the thread that writes records"
        }
    }

    /// A stable name: the `error` of the call that is denied, and the `reason` of an entry that tells of lost ones.
    public var name: StaticString {
        switch self {
        case .queueFull: "queue_full"
        case .tooLarge: "record_too_large"
        case .store(let error): error.name
        case .closed: "records_closed"
        case .noThread: "no_thread"
        }
    }
}
