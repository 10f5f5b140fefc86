/// What there is to know of a function that `call` carries out.
public struct BuiltinRow: Sendable {
    /// The rows by raw value, made once.
    public static let table: [BuiltinRow] = Builtin.allCases.map(\.row)

    /// The name in listings, unique.
    public let mnemonic: String
    /// How many operands it takes; the target of a method is the first.
    public let operands: ClosedRange<Int>
    /// CEL errors that the function itself can make; errors of operands propagate, the first one
    /// first, but where the meaning says otherwise.
    public let errors: [ErrorKind]
    public let meaning: String

    init(
        _ mnemonic: String, _ operands: ClosedRange<Int>, _ errors: [ErrorKind], _ meaning: String
    ) {
        self.mnemonic = mnemonic
        self.operands = operands
        self.errors = errors
        self.meaning = meaning
    }
}
