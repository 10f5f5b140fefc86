public import CallgateBytecode
public import CallgateLanguage
import CallgatePolicy

/// Turns one checked expression into an image with one program, which evaluates it over values
/// that the caller puts into the first registers.
public struct ExpressionCompiler {
    public let options: CompilerOptions

    public init(options: CompilerOptions = CompilerOptions()) { self.options = options }

    /// How many variables an expression may have.
    public static let variables = 128

    /// - Parameter variables: their whole names; the first one's value is wanted in register 0.
    /// - Throws: patterns and time zones that don't compile, limits.
    public func compile(
        _ expression: CheckedExpression, variables: [String]
    ) throws(LanguageErrors) -> ImageContents {
        var image = ImageBuilder(policyDigest: [UInt8](repeating: 0, count: 32))
        do {
            try lower(expression, variables, &image)
        } catch {
            throw LanguageErrors([
                LanguageError(.type, error.message, at: error.range, suggestion: error.suggestion)
            ])
        }
        return image.contents
    }

    private func lower(
        _ expression: CheckedExpression, _ variables: [String], _ image: inout ImageBuilder
    ) throws(LoweringError) {
        guard variables.count <= Self.variables else {
            throw LoweringError(
                "\(variables.count) variables, the limit is \(Self.variables)",
                at: expression.root.range)
        }
        var builder = ProgramBuilder()
        try builder.begin(inputs: variables.count)
        var registers: [String: UInt8] = [:]
        for (index, name) in variables.enumerated() { registers[name] = UInt8(index) }
        var lowering = ExpressionLowering(builder, options: options, variables: registers)
        lowering.references = expression.references
        lowering.types = expression.types
        let value = try lowering.evaluate(expression.root, &image)
        lowering.builder.emit(.output, b: value, x: 0)
        _ = try lowering.builder.finish(
            rules: [], defaultEffect: .deny, purpose: .evaluate, governs: false, &image)
    }
}
