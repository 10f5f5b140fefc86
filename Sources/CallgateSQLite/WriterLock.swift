internal import Callgate
internal import CallgateSystem

/// The right to write a file of records, as a lock on a file beside it: the system gives it up with the process.
///
/// Not on the file itself: closing any descriptor of it would give up the locks that SQLite holds.
final class WriterLock: Sendable {
    /// Nil when the lock is given up.
    private let descriptor: Mutex<Int32?>

    init(_ path: String) throws(RecordStoreError) {
        let lockPath = try Self.resolved(path) + "-writer"
        let descriptor = unsafe open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .io("\(lockPath): \(Self.lastError())") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = Self.lastError()
            close(descriptor)
            throw isHeld ? .hasWriter(path) : .io("\(lockPath): \(reason)")
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { giveUp() }

    func giveUp() {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }

    /// The one name of a file, whichever links lead to it: by two names there would be two locks.
    private static func resolved(_ path: String) throws(RecordStoreError) -> String {
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            guard status.st_nlink <= 1 else {
                throw .io("\(path): the file has several names, as hard links, by each of which somebody could write it")
            }
            return try real(path, of: path)
        }
        guard errno == ENOENT else { throw .io("\(path): \(lastError())") }
        guard unsafe lstat(path, &status) != 0 else { throw .io("\(path): a link that leads to no file") }
        let nameStart = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
        let folder = nameStart == path.startIndex ? "." : String(path[..<nameStart])
        return try real(folder, of: path) + "/" + path[nameStart...]
    }

    private static func real(_ part: String, of path: String) throws(RecordStoreError) -> String {
        guard let found = unsafe realpath(part, nil) else { throw .io("\(path): \(lastError())") }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    private static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}
