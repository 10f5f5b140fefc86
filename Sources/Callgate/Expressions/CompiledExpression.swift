internal import CallgateBytecode
public import CallgateCompiler
public import CallgateLanguage
internal import CallgateVerifier

/// A CEL expression as a verified image, ready to be evaluated on the machine.
public struct CompiledExpression: Sendable {
    public let checked: CheckedExpression
    /// The names of the variables that it may use.
    public let variables: [String]
    let gate: Gate

    /// - Throws: patterns and time zones that don't compile, limits.
    public init(
        _ checked: CheckedExpression, variables: [String],
        options: CompilerOptions = CompilerOptions()
    ) throws(LanguageErrors) {
        self.checked = checked
        self.variables = variables
        let image = try ExpressionCompiler(options: options).compile(checked, variables: variables)
        do {
            gate = try Gate(image: image.encoded())
        } catch {
            // The compiler's images pass the verifier; one that does not must not run either.
            throw LanguageErrors([
                LanguageError(.limit, "the compiled expression was refused: \(error)", at: checked.root.range)
            ])
        }
    }
}
