internal import CallgateHeader
internal import CallgateSystem

/// Objects that handles stand for. A number is never given twice, so that one that was freed stands for
/// nothing; who uses an object while another thread frees its handle keeps it until that is done.
final class SharedTable<Object: AnyObject & Sendable>: Sendable {
    private struct Contents {
        var last: UInt64 = 0
        var objects: [UInt64: Object] = [:]
    }

    private let kind: HandleKind
    private let contents = Mutex(Contents())

    init(_ kind: HandleKind) { self.kind = kind }

    func add(_ object: Object) -> UInt64 {
        contents.withLock { contents in
            contents.last += 1
            let handle = kind.handle(contents.last)
            contents.objects[handle] = object
            return handle
        }
    }

    func find(_ handle: UInt64) throws(StatusError) -> Object {
        guard let object = contents.withLock({ $0.objects[handle] }) else { throw StatusError(.badHandle) }
        return object
    }

    /// Gives up a handle; 0 is none.
    func free(_ handle: UInt64) -> callgate_status {
        guard handle != 0 else { return .ok }
        // The object goes when the lock is not held any more: its end may take a while.
        let object = contents.withLock { $0.objects.removeValue(forKey: handle) }
        return object == nil ? .badHandle : .ok
    }

    /// How many handles there are.
    var count: Int { contents.withLock { $0.objects.count } }
}
