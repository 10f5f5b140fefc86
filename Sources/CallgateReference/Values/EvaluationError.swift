/// What an expression yields: errors are values in CEL, that other operations may absorb.
public typealias Outcome = Result<Value, EvaluationError>

/// Why an expression has no value.
public struct EvaluationError: Error, Sendable, Hashable {
    public var kind: Kind
    /// The byte of the call that is the cause: the quote of a key that is there twice, the first byte
    /// of a number out of range. Nil for every other error.
    public var offset: Int?

    public init(_ kind: Kind, offset: Int? = nil) {
        self.kind = kind
        self.offset = offset
    }

    /// `spec/language/semantics.md` says where each arises.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case noSuchOverload = "no_such_overload"
        case noSuchKey = "no_such_key"
        case indexOutOfRange = "index_out_of_range"
        case nullField = "null_field"
        case overflow
        case divisionByZero = "division_by_zero"
        case badConversion = "bad_conversion"
        case timeOutOfRange = "time_out_of_range"
        case invalidTimeZone = "invalid_time_zone"
        case duplicateKey = "duplicate_key"
        case numberOutOfRange = "number_out_of_range"
        case noValue = "no_value"
        case invalidArgument = "invalid_argument"
        case noSession = "no_session"
    }
}
