/// Recursive descent over tokens, with precedence climbing for binary operators.
struct Parser {
    /// Why a subexpression could not be parsed; it has been reported already.
    enum Failure: Error {
        /// An enclosing list of elements may skip to its next comma and go on.
        case syntax
        /// A limit is exceeded: nothing more is worth parsing.
        case limit
    }

    /// A subtree and what its limits depend on.
    struct Tree {
        var expr: Expr
        /// Levels, 1 for a leaf.
        var depth: Int
        /// The text that it was parsed from, which unlike the node's holds parentheses around it.
        var range: SourceRange
    }

    let source: [UInt8]
    let tokens: [Token]
    let options: ParserOptions
    var index = 0
    var errors: [LanguageError]
    var nesting = 0
    private var nodeCount = 0
    /// Literals that are elements of lists, which the limit of nodes leaves out.
    private var elementCount = 0
    /// Whether brackets may be missing only because a literal without its end swallowed them.
    let hasUnterminated: Bool

    init(_ lexer: Lexer, options: ParserOptions) {
        source = lexer.source
        tokens = lexer.tokens
        errors = lexer.errors
        hasUnterminated = lexer.hasUnterminated
        self.options = options
    }

    /// The whole expression, or nil after errors.
    mutating func parseAll() -> Expr? {
        do throws(Failure) {
            let tree = try parseExpression()
            if current != .end { throw unexpectedAfterOperand("the end of the expression") }
            return tree.expr
        } catch {
            return nil
        }
    }

    // MARK: Tokens

    var current: Token.Kind { tokens[index].kind }
    var currentRange: SourceRange { tokens[index].range }

    func kind(after offset: Int) -> Token.Kind {
        tokens.indices.contains(index + offset) ? tokens[index + offset].kind : .end
    }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    func at(_ mark: Punctuation) -> Bool { current == .punctuation(mark) }

    mutating func accept(_ mark: Punctuation) -> Bool {
        guard at(mark) else { return false }
        advance()
        return true
    }

    /// The range of the token before the current one.
    var previousRange: SourceRange { tokens[max(index - 1, 0)].range }

    func text(_ range: SourceRange) -> String {
        String(decoding: source[range.lowerBound..<range.upperBound], as: UTF8.self)
    }

    // MARK: Nodes

    /// The next ID; IDs count the nodes.
    mutating func nextID(at range: SourceRange) throws(Failure) -> Int {
        guard nodeCount - elementCount < Limits.nodes else {
            throw limit("the expression has more than \(Limits.nodes) nodes, macros expanded", at: range)
        }
        nodeCount += 1
        return nodeCount
    }

    /// Takes a list's element out of the count of nodes where it is a literal.
    mutating func leaveOut(_ element: Tree) {
        if case .literal = element.expr.node { elementCount += 1 }
    }

    /// A node over children of which the deepest is given, 0 where there are none.
    mutating func make(_ node: Expr.Node, _ range: SourceRange, over depth: Int) throws(Failure) -> Tree {
        guard depth < Limits.treeDepth else {
            throw limit(
                "the expression is more than \(Limits.treeDepth) levels deep", at: range,
                suggestion: "split it, or group long chains with parentheses")
        }
        let expr = Expr(id: try nextID(at: range), range: range, node: node)
        return Tree(expr: expr, depth: depth + 1, range: range)
    }

    mutating func makeCall(_ function: Operator, _ args: [Tree], _ range: SourceRange) throws(Failure) -> Tree {
        let depth = args.map(\.depth).max() ?? 0
        return try make(.call(function: function.rawValue, target: nil, args: args.map(\.expr)), range, over: depth)
    }

    // MARK: Limits and errors

    /// Runs a production that may contain itself, within the limit of nesting.
    mutating func nested(
        _ production: (inout Parser) throws(Failure) -> Tree
    ) throws(Failure) -> Tree {
        guard nesting < Limits.nesting else {
            throw limit("the expression is nested more than \(Limits.nesting) levels deep", at: currentRange)
        }
        nesting += 1
        defer { nesting -= 1 }
        return try production(&self)
    }

    mutating func limit(_ message: String, at range: SourceRange, suggestion: String? = nil) -> Failure {
        errors.append(LanguageError(.limit, message, at: range, suggestion: suggestion))
        return .limit
    }

    mutating func fail(
        _ message: String, at range: SourceRange, kind: LanguageError.Kind = .syntax, suggestion: String? = nil
    ) -> Failure {
        errors.append(LanguageError(kind, message, at: range, suggestion: suggestion))
        return errors.count < Limits.errors ? .syntax : .limit
    }
}
