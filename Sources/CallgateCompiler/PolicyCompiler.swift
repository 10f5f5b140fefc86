public import CallgateBytecode
public import CallgateLanguage
public import CallgatePolicy

/// Turns a checked policy into an image.
public struct PolicyCompiler {
    public let options: CompilerOptions

    public init(options: CompilerOptions = CompilerOptions()) { self.options = options }

    /// - Parameter digest: SHA-256 of the policy's sources, 32 bytes.
    /// - Returns: the image, the same for the same policy, warnings, and what rules cost at most, those about
    ///   results last.
    /// - Throws: ``CompilationErrors``: patterns that don't compile, rules that never match, limits.
    public func compile(
        _ policy: CheckedPolicy, digest: [UInt8]
    ) throws(CompilationErrors) -> (
        image: ImageContents, warnings: [Diagnostic], costs: [RuleCost]
    ) {
        var compilation = PolicyCompilation(policy, options: options, digest: digest)
        compilation.compileRules()
        compilation.compileTools()
        try compilation.compileGuard()
        let costs = compilation.ruleCosts() + compilation.resultCosts
        compilation.builder.finishLists()
        guard compilation.errors.isEmpty else {
            throw CompilationErrors(diagnostics: compilation.errors)
        }
        compilation.builder.finishCopies()
        return (compilation.builder.contents, compilation.warnings, costs)
    }
}

/// Everything that keeps a policy from being compiled.
public struct CompilationErrors: Error, Sendable {
    /// At least one.
    public let diagnostics: [Diagnostic]
}
