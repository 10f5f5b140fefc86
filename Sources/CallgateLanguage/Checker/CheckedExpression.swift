/// An expression that has passed the checker.
public struct CheckedExpression: Sendable {
    /// In one place, as rules are copied often.
    private let content: Content

    public var source: String { content.source }
    /// The tree after resolution: selections that spell the name of a variable, a type or a
    /// function have become idents and calls of the whole name, without a leading dot unless a
    /// variable of a comprehension hides the plain name.
    public var root: Expr { content.root }
    /// The type of every node, by its ID. No type parameter is left: what stayed free is `dyn`.
    public var types: NodeTable<CELType> { content.types }
    /// What names and calls refer to, by the ID of the node.
    public var references: NodeTable<Reference> { content.references }
    /// The type of the whole.
    public var type: CELType { content.type }
    public var warnings: [LanguageWarning] { content.warnings }

    private final class Content: Sendable {
        let source: String
        let root: Expr
        let types: NodeTable<CELType>
        let references: NodeTable<Reference>
        let type: CELType
        let warnings: [LanguageWarning]

        init(
            _ source: String, _ root: Expr, _ types: NodeTable<CELType>,
            _ references: NodeTable<Reference>, _ type: CELType, _ warnings: [LanguageWarning]
        ) {
            self.source = source
            self.root = root
            self.types = types
            self.references = references
            self.type = type
            self.warnings = warnings
        }
    }

    init(
        source: String, root: Expr, types: NodeTable<CELType>, references: NodeTable<Reference>,
        type: CELType, warnings: [LanguageWarning]
    ) {
        content = Content(source, root, types, references, type, warnings)
    }
}

/// What a name or a call refers to.
public enum Reference: Hashable, Sendable {
    /// A variable of the environment, or of a comprehension around the node.
    case variable(String)
    /// The name of a type, as a value.
    case constantType(CELType)
    /// A call; the overloads that fit what is known of the arguments, at least one.
    case function(overloads: [String])
}

/// Parses and checks an expression.
/// - Throws: every error found, of the parser if there are any, else of the checker.
public func check(_ source: String, in environment: Environment) throws(LanguageErrors) -> CheckedExpression {
    try check(try parse(source, options: environment.parser), source: source, in: environment)
}

/// Checks a parsed expression: resolves its names, chooses overloads and infers types.
///
/// Takes time near-linear in the number of nodes, within ``Limits/unificationSteps``.
public func check(
    _ root: Expr, source: String, in environment: Environment
) throws(LanguageErrors) -> CheckedExpression {
    var checker = Checker(environment, root)
    let resolved = checker.check(root)
    checker.finish()
    guard checker.errors.isEmpty else { throw LanguageErrors(checker.errors) }
    return CheckedExpression(
        source: source, root: resolved, types: checker.types, references: checker.references,
        type: checker.type(of: resolved), warnings: checker.warnings)
}

/// Resolves the names of an expression as ``check(_:source:in:)`` does, and checks nothing else.
///
/// Every type is `dyn`. Names and functions that are not declared stay in the tree as they are; evaluating
/// them is the error `no_such_overload`.
public func resolve(_ root: Expr, source: String, in environment: Environment) -> CheckedExpression {
    var checker = Checker(environment, root, isResolvingOnly: true)
    let resolved = checker.check(root)
    return CheckedExpression(
        source: source, root: resolved, types: checker.types, references: checker.references, type: .dyn,
        warnings: [])
}
