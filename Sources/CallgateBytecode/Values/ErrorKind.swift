/// The errors that a CEL expression can evaluate to. Raw values are part of the image format.
@frozen
public enum ErrorKind: UInt8, Sendable {
    case noSuchOverload = 1
    case noSuchKey = 2
    case indexRange = 3
    case nullField = 4
    case overflow = 5
    case divisionByZero = 6
    case badConversion = 7
    case timeRange = 8
    case invalidZone = 9
    case duplicateKey = 10
    case numberRange = 11
    case noValue = 12
    case invalidArgument = 13
    case noSession = 14

    /// The name in decision lines.
    public var name: StaticString {
        switch self {
        case .noSuchOverload: "no_such_overload"
        case .noSuchKey: "no_such_key"
        case .indexRange: "index_out_of_range"
        case .nullField: "null_field"
        case .overflow: "overflow"
        case .divisionByZero: "division_by_zero"
        case .badConversion: "bad_conversion"
        case .timeRange: "time_out_of_range"
        case .invalidZone: "invalid_time_zone"
        case .duplicateKey: "duplicate_key"
        case .numberRange: "number_out_of_range"
        case .noValue: "no_value"
        case .invalidArgument: "invalid_argument"
        case .noSession: "no_session"
        }
    }
}

/// Why an evaluation could not finish.
@frozen
public enum Trap: UInt8, Sendable {
    /// The work grew past the machine's fuel.
    case fuel = 1
    /// Values built while running grew past the machine's arena.
    case memory = 2

    /// The name in decision lines.
    public var name: StaticString {
        switch self {
        case .fuel: "fuel_exhausted"
        case .memory: "memory_exhausted"
        }
    }
}

/// What a decision answers, from the most permissive to the most restrictive.
@frozen
public enum Effect: UInt8, Sendable, Comparable {
    case allow = 0
    case review = 1
    case deny = 2

    /// The name in decision lines.
    public var name: StaticString {
        switch self {
        case .allow: "allow"
        case .review: "review"
        case .deny: "deny"
        }
    }

    @inlinable @inline(__always)
    public static func < (a: Effect, b: Effect) -> Bool { a.rawValue < b.rawValue }
}
