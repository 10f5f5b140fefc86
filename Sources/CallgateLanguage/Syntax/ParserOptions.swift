/// Which parts of the grammar are on.
public struct ParserOptions: Sendable {
    public var macros: MacroSet
    /// `a.?b`, `a[?b]`, `[?a]`, `{?k: v}` and `Name{?f: v}`.
    public var allowsOptionalSyntax: Bool

    public init(macros: MacroSet = .standard, allowsOptionalSyntax: Bool = true) {
        self.macros = macros
        self.allowsOptionalSyntax = allowsOptionalSyntax
    }
}

/// Parses one CEL expression and expands its macros.
///
/// Takes time linear in the source, but for `n log n` in the terms of an `&&` or `||` chain.
/// - Throws: every lexical and syntax error found, at most ``Limits/errors``.
public func parse(_ source: String, options: ParserOptions = ParserOptions()) throws(LanguageErrors) -> Expr {
    let bytes = Array(source.utf8)
    guard bytes.count <= Limits.sourceBytes else {
        let message = "the expression has \(bytes.count) bytes; the limit is \(Limits.sourceBytes)"
        throw LanguageErrors([LanguageError(.limit, message, at: SourceRange(0, bytes.count))])
    }
    var lexer = Lexer(bytes)
    lexer.tokenize()
    guard lexer.errors.count < Limits.errors, !lexer.isTooLong else { throw LanguageErrors(lexer.errors) }
    var parser = Parser(lexer, options: options)
    let root = parser.parseAll()
    guard parser.errors.isEmpty, let root else { throw LanguageErrors(parser.errors) }
    return root
}
