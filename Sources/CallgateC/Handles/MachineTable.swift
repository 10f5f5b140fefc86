internal import CallgateHeader
internal import CallgateSystem
internal import struct Synchronization.Atomic

/// The machines that handles stand for, each used by one call at a time.
///
/// A handle is its kind, a generation of 44 bits, from 1, and a place of 12. One atomic operation both compares the
/// generation and takes the machine, so that deciding takes no lock, and neither a second thread nor a use after
/// free can reach a machine.
enum MachineTable {
    /// Machines at once.
    static var room: Int { 1 << placeBits }
    private static var placeBits: Int { 12 }

    @safe
    private struct Entry: ~Copyable {
        /// The generation, and in bit 0 whether the machine is in use or there is none; 0 for a place that was never
        /// used.
        let state: Atomic<UInt64>
        var machine: UnsafeMutablePointer<HeldMachine>?
    }

    private struct Places {
        /// Those from here on were never used.
        var next = 0
        var free: [Int] = []
    }

    // Zeros, of which becomes resident what is used; stays for as long as the process. A place's machine is only read
    // and changed by who has taken its state.
    nonisolated(unsafe) private static let entries: UnsafeMutablePointer<Entry>? = unsafe calloc(
        room, MemoryLayout<Entry>.stride)?.bindMemory(to: Entry.self, capacity: room)
    private static let places = Mutex(Places())

    /// - Returns: the machine's handle; nil where there are too many, and the machine is gone.
    static func add(_ machine: consuming HeldMachine) -> UInt64? {
        guard let entries = unsafe entries, let place = takePlace() else { return nil }
        let held = UnsafeMutablePointer<HeldMachine>.allocate(capacity: 1)
        unsafe held.initialize(to: machine)
        // Nobody else has the place: its state says that it is taken, or that it never was used.
        unsafe entries[place].machine = unsafe held
        let generation = unsafe max(entries[place].state.load(ordering: .relaxed) >> 1, 1)
        unsafe entries[place].state.store(generation << 1, ordering: .releasing)
        return HandleKind.machine.handle(generation << placeBits | UInt64(place))
    }

    private static func takePlace() -> Int? {
        places.withLock { places in
            if let place = places.free.popLast() { return place }
            guard places.next < room else { return nil }
            places.next += 1
            return places.next - 1
        }
    }

    /// As many bits as the table has entries for.
    @inline(__always)
    private static func place(of handle: UInt64) -> Int { Int(handle & UInt64(room - 1)) }

    /// Takes a machine for one call.
    ///
    /// - Returns: the machine, to be given back with ``leave(_:)``; or why it can't be had.
    @inline(__always)
    static func enter(
        _ handle: UInt64
    ) -> (machine: UnsafeMutablePointer<HeldMachine>?, status: callgate_status) {
        let idle = (handle >> placeBits & (1 << 44 - 1)) << 1
        guard HandleKind.machine.isKind(of: handle), idle != 0, let entries = unsafe entries else {
            return (nil, .badHandle)
        }
        let place = place(of: handle)
        let (taken, found) = unsafe entries[place].state.compareExchange(
            expected: idle, desired: idle | 1, ordering: .acquiring)
        guard taken else { return (nil, found == idle | 1 ? .busy : .badHandle) }
        return unsafe (entries[place].machine, .ok)
    }

    @inline(__always)
    static func leave(_ handle: UInt64) {
        // Only who has taken the machine gives it back.
        _ = unsafe entries?[place(of: handle)].state.subtract(1, ordering: .releasing)
    }

    static func free(_ handle: UInt64) -> callgate_status {
        guard handle != 0 else { return .ok }
        let (machine, status) = unsafe enter(handle)
        guard let machine = unsafe machine, let entries = unsafe entries else { return status }
        unsafe machine.deinitialize(count: 1)
        unsafe machine.deallocate()
        let place = place(of: handle)
        unsafe entries[place].machine = nil
        // The next generation, taken: whoever has the old handle is told so.
        _ = unsafe entries[place].state.add(2, ordering: .releasing)
        places.withLock { $0.free.append(place) }
        return .ok
    }
}
