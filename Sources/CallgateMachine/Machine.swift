public import CallgateBytecode
internal import Synchronization

/// One thread's registers and scratch memory, reused for every call.
///
/// A machine runs one verified image. Deciding allocates nothing, takes no lock and touches no
/// class; the compiler holds ``decide(_:at:)`` and all that it calls to it.
@safe
public struct Machine: ~Copyable {
    /// Keeps alive the memory that `view` reads; never touched while deciding.
    public let image: VerifiedImage
    public let limits: MachineLimits
    /// How the tokens of calls are found.
    public let scan: ScanPath
    let view: ImageView
    let registers: RegisterFile
    let matches: FixedBuffer<RuleMatch>
    /// The rules that lookups have noted; empty between runs that come to their end.
    let agenda: Agenda
    let outputs: FixedBuffer<Slot>
    let notes: FixedBuffer<TraceNote>
    let room: TokenRoom
    let toolStarts: ToolStarts
    var arena: Arena
    /// The end of what the arena keeps from call to call: the IDs of resolved tools.
    var floor = 0
    /// The JSON text of the call that is decided on.
    var call: ByteSpan
    /// What is known of the last call whose tokens were looked for.
    var lastTokens = TokenList.Facts()
    /// The first node of the tree of wanted fields by which the last call was decided.
    var lastPaths: UInt32 = 0
    /// Units of work left.
    var fuel = 0
    var matchCount = 0
    /// Set by an operation that can't go on; the loop then stops.
    var trap: Trap?
    /// The tool's ID in the last call, once it has been read.
    var tool = Slot.null
    /// The program that the last call was decided by, or -1.
    var program = -1
    /// No other machine of the process has it.
    let number: UInt64
    /// Whether somebody counts for the limits of rules, who has the last word about them.
    public var keepsLimits = false
    /// Whether a call was begun whose values are set by slot, and not decided on yet.
    var isBegun = false
    /// What is wrong with a value that a caller has set, the first of them.
    var fault = Malformation(.none, at: 0)
    /// The instruction that is being carried out, for errors.
    var pc = 0
    /// Never used: what contains an atomic stays where it is, and methods are handed its address. Else, with
    /// Swift 6.3, each call of a method that only reads copies all of the machine, 728 bytes, which costs
    /// 100 instructions.
    private let anchor = Atomic<Bool>(false)

    /// Allocates all that the machine will ever need: 4 KiB of registers, the arena, and room for the
    /// tokens of a call: five times its longest text, of which becomes resident what calls use.
    ///
    /// - Parameter scan: must be available on this processor.
    public init(
        _ image: VerifiedImage, limits: MachineLimits = MachineLimits(), scan: ScanPath = .best
    ) {
        precondition(scan.isAvailable, "this processor has no \(scan)")
        self.image = image
        self.limits = limits
        self.scan = scan
        number = MachineNumbers.next()
        view = image.view
        registers = RegisterFile()
        matches = FixedBuffer(
            count: Int(image.view.policy.mostRules),
            filledWith: RuleMatch(rule: 0, isFailure: false, isMonitored: false))
        agenda = Agenda(rules: Int(image.view.policy.mostRules))
        outputs = FixedBuffer(count: BytecodeLimits.outputs, filledWith: .null)
        notes = FixedBuffer(count: limits.traceNotes, filledWith: .none)
        room = TokenRoom(textBytes: scan == .portable ? 0 : limits.callBytes)
        toolStarts = ToolStarts(image.view.tools)
        arena = Arena(capacity: min(max(limits.arenaBytes, 4096), 1 << 30))
        call = arena.bytes(0, 0)
    }

    deinit {
        registers.deallocate()
        matches.deallocate()
        agenda.deallocate()
        outputs.deallocate()
        notes.deallocate()
        room.deallocate()
        toolStarts.deallocate()
        arena.deallocate()
    }
}

/// The value that a subexpression had when a tracing program came by last.
struct TraceNote {
    var isSet: Bool
    var value: Slot

    static var none: TraceNote { TraceNote(isSet: false, value: .null) }
}

extension Machine {
    /// Takes `units` from the fuel.
    /// - Returns: whether there was enough; if not, the machine traps.
    @inline(__always)
    mutating func spend(_ units: Int) -> Bool {
        fuel &-= units
        if fuel >= 0 { return true }
        trap = .fuel
        return false
    }

    /// Fuel for looking at so many bytes.
    @inline(__always)
    mutating func spend(bytes: Int) -> Bool { spend(1 &+ bytes &>> 4) }

    /// Room in the arena, or nil with a trap.
    @inline(__always)
    mutating func reserve(_ size: Int) -> Int? {
        if let offset = arena.reserve(size) { return offset }
        trap = .memory
        return nil
    }

    /// An error of the instruction that is being carried out.
    @inline(__always)
    func error(_ kind: ErrorKind, _ left: Slot = .null, _ right: Slot = .null) -> Slot {
        .error(kind, left: left.kind, right: right.kind, pc: pc)
    }

    /// The bytes of a string or of bytes.
    @inline(__always)
    func bytes(of slot: Slot) -> ByteSpan {
        switch slot.regionByte {
        case Region.call.rawValue: call.slice(slot.offset, slot.length)
        case Region.arena.rawValue: arena.bytes(slot.offset, slot.length)
        default: imageBytes(slot.offset, slot.length)
        }
    }

    /// Bytes of the image's data section.
    @inline(__always)
    func imageBytes(_ offset: Int, _ length: Int) -> ByteSpan {
        // V3: every reference into the data section lies within it.
        unsafe ByteSpan(base: view.data.address(of: offset), count: length)
    }

    @inline(__always)
    func imageBytes(_ reference: TextRef) -> ByteSpan {
        imageBytes(Int(reference.offset), Int(reference.length))
    }
}
