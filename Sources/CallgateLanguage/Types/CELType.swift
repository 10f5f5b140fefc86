/// A static type.
public indirect enum CELType: Hashable, Sendable {
    case null, bool, int, uint, double, string, bytes, timestamp, duration
    /// Known only when it runs; everything out of a call is of this type.
    case dyn
    /// The type of an expression that is already known to be wrong.
    case error
    /// A number out of a call, by its schema: an int or a double; an int only, where it is whole.
    case number(isWhole: Bool)
    /// An object out of a call, by its schema.
    case record(RecordType)
    case list(CELType)
    case map(CELType, CELType)
    /// The type of a type, as `type(x)` yields it.
    case type(CELType)
    case wrapper(CELType)
    case optional(CELType)
    /// An abstract type of an extension, with its parameters.
    case opaque(String, [CELType])
    /// A free type parameter of a declaration, or a type variable while checking.
    case parameter(String)
    /// A pattern literal; only an argument of `match` and `matches`.
    case pattern
}
