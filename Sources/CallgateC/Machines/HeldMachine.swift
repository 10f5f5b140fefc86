internal import Callgate
internal import CallgateBytecode
internal import CallgateHeader
internal import CallgateMachine

/// A machine, and what its callers have made with it.
struct HeldMachine: ~Copyable {
    var lines: DecisionLines
    /// Read on each decision; the machine keeps the gate that it is of.
    let view: ImageView
    var tools = KnownTools()
    /// The call that ``join`` has put together.
    var joined = ByteRoom()
    /// Texts that were given last.
    var texts = TextBlock()
    /// Rules of the last decision that can be asked for.
    var matchCount = 0

    init(_ gate: Gate, limits: MachineLimits) {
        view = gate.image.view
        lines = DecisionLines(Decider(gate, limits: limits))
    }

    /// Gives up the call that was begun, and forgets the texts and the rules of the last answer.
    mutating func forgetLast() {
        _ = tools.end()
        matchCount = 0
        texts.removeAll()
    }
}

/// Bytes that are put together; the memory is used again, so that it stops allocating.
@safe
struct ByteRoom: ~Copyable {
    // Owned until deinit; `count` bytes of it hold something.
    private var memory: UnsafeMutableRawBufferPointer
    private var count = 0

    init() { unsafe memory = .allocate(byteCount: 1024, alignment: 1) }

    deinit { unsafe memory.deallocate() }

    /// Valid until the room is changed.
    @unsafe var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    mutating func removeAll() { count = 0 }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        if unsafe memory.count - count < bytes.count { grow(bytes.count) }
        // There is room for them.
        unsafe (memory.baseAddress! + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func append(_ text: StaticString) {
        // A static string is as long as it says.
        unsafe append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func grow(_ room: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: unsafe max(count + room, 2 * memory.count), alignment: 1)
        // The larger block holds what the smaller one did.
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        unsafe memory.deallocate()
        unsafe memory = larger
    }
}

/// Runs with a machine that nobody else uses meanwhile.
///
/// - Parameter body: gets the machine; texts that were given before are still there.
@inline(__always)
func withMachine(
    _ handle: callgate_machine, _ body: (inout HeldMachine) -> callgate_status
) -> callgate_status {
    let (machine, status) = unsafe MachineTable.enter(handle)
    guard let machine = unsafe machine else { return status }
    let result = unsafe body(&machine.pointee)
    MachineTable.leave(handle)
    return result
}
