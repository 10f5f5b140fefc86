internal import Callgate
internal import CallgateSystem

/// The right to write a file of records, as a lock on a file beside it: the system gives it up with the process.
///
/// Not on the file itself: closing any descriptor of it would give up the locks that SQLite holds.
final class WriterLock: Sendable {
    /// Nil when the lock is given up.
    private let descriptor: Mutex<Int32?>

    init(_ path: String) throws(RecordStoreError) {
        let lockPath = path + "-writer"
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

    private static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}
