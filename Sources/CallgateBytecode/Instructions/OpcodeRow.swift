/// What a row says about each field of an instruction.
public struct OpcodeRow: Sendable {
    /// The rows by raw value, made once.
    public static let table: [OpcodeRow] = Opcode.allCases.map(\.row)

    /// The name in listings, unique.
    public let mnemonic: String
    /// How the three register fields are used; a field that is nil is zero in every instruction.
    public let a: RegisterUse?
    public let b: RegisterUse?
    public let c: RegisterUse?
    public let x: Immediate
    /// CEL errors that the operation itself can make; errors of operands always propagate.
    public let errors: [ErrorKind]
    public let traps: [Trap]
    /// What it does, as register transfer.
    public let meaning: String

    public enum RegisterUse: Sendable, Hashable {
        /// Written, without being read before.
        case writes
        /// Read.
        case reads
        /// Read and then written.
        case updates
        /// Written, and with it the register after it.
        case writesPair
        /// Read, with those after it: as many as the field `c` says; zero where that is none.
        case readsRun
        /// No register: how many of them `b` stands for.
        case counts
        /// No register: 1 where the next instruction is a `rule` that reads what `a` is given, and is
        /// passed over where that is false; else 0.
        case passes

        /// Whether the field is a register's number.
        public var namesRegister: Bool { self != .counts && self != .passes }
    }

    /// The meaning of the field `x`.
    public enum Immediate: Sendable, Hashable {
        case unused
        /// An index into the constants; the kinds that it may have, none meaning any.
        case constant([ValueKind])
        /// An instruction of the same program after this one.
        case forward
        /// The first instruction of the loop's body: after the `first` of the same registers.
        case backward
        /// An index into the patterns that only tell whether they match.
        case pattern
        /// An index into the patterns that tell where they match.
        case capturingPattern
        /// A raw value of ``Builtin``, which takes as many operands as `c` says.
        case builtin
        /// An index into the time zones.
        case zone
        /// A raw value of ``TimePart``.
        case timePart
        /// How many elements fit, up to ``BytecodeLimits/literalElements``.
        case capacity
        /// A position among the program's rules.
        case ruleIndex
        /// A position among the outputs, below ``BytecodeLimits/outputs``.
        case outputIndex
        /// The number of a subexpression; any value.
        case note
        /// An index into the lookups; the kinds that it may have.
        case lookup([LookupKind])
        /// A position among the program's rules that comes later, or their number.
        case ruleAhead
    }

    init(
        _ mnemonic: String, a: RegisterUse? = nil, b: RegisterUse? = nil, c: RegisterUse? = nil,
        x: Immediate = .unused, errors: [ErrorKind] = [], traps: [Trap] = [], _ meaning: String
    ) {
        self.mnemonic = mnemonic
        self.a = a
        self.b = b
        self.c = c
        self.x = x
        self.errors = errors
        self.traps = traps
        self.meaning = meaning
    }
}

/// The field of a time that `timePart` reads, zero-based where CEL's accessor is.
@frozen
public enum TimePart: UInt8, Sendable {
    case fullYear, month, date, dayOfMonth, dayOfWeek, dayOfYear
    case hours, minutes, seconds, milliseconds
}
