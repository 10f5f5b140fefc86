internal import Callgate
internal import GRDB

extension RecordStoreError {
    /// What an error of SQLite means for records.
    init(_ error: any Error, _ path: String) {
        if let error = error as? RecordStoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .io("\(path): \(error)")
            return
        }
        let detail = "\(path): \(error.message ?? error.resultCode.description)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .full(detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(detail)
        case .SQLITE_CORRUPT: self = .corrupt(detail)
        case .SQLITE_NOTADB: self = .notRecords(detail)
        default: self = .io("\(detail) (SQLite \(error.extendedResultCode.rawValue))")
        }
    }
}
