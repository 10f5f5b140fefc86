/// Resolves names, chooses overloads and infers types, in one pass over the tree.
struct Checker {
    let environment: Environment
    var unifier = Unifier()
    var types = NodeTable<CELType>()
    var references = NodeTable<Reference>()
    var errors: [LanguageError] = []
    var warnings: [LanguageWarning] = []
    /// Variables of the comprehensions around the node at hand, each with what it hides.
    var locals: [String: [CELType]] = [:]
    /// The only values that fields have by their schema, by the nodes that read them.
    var choices: [Int: [Literal]] = [:]

    /// Whether names are resolved and nothing else: every type is `dyn`, and nothing is an error.
    let isResolvingOnly: Bool
    private let root: Expr
    /// The greatest ID so far, once it is asked for.
    private var lastID: Int?

    init(_ environment: Environment, _ root: Expr, isResolvingOnly: Bool = false) {
        self.environment = environment
        self.isResolvingOnly = isResolvingOnly
        self.root = root
    }

    /// An ID for a node that is not in the source.
    mutating func newID() -> Int {
        let id = (lastID ?? root.greatestID) + 1
        lastID = id
        return id
    }

    /// The type found for a node, with what is known of its variables so far.
    mutating func type(of expr: Expr) -> CELType {
        isResolvingOnly ? .dyn : unifier.resolve(types[expr.id] ?? .error)
    }

    /// Checks a subtree and returns it with its names resolved.
    mutating func check(_ expr: Expr) -> Expr {
        switch expr.node {
        case .literal(let literal): return checkLiteral(expr, literal)
        case .ident(let name): return checkIdent(expr, name)
        case .select(let operand, let field): return checkSelect(expr, operand, field)
        case .presence(let operand, let field): return checkPresence(expr, operand, field)
        case .call(let function, let target, let args): return checkCall(expr, function, target, args)
        case .list(let elements, let optionals): return checkList(expr, elements, optionals)
        case .map(let entries): return checkMap(expr, entries)
        case .message(let name, let fields): return checkMessage(expr, name, fields)
        case .comprehension(let comprehension): return checkComprehension(expr, comprehension)
        }
    }

    /// Replaces the variables that are left in the types of all nodes.
    mutating func finish() {
        types.updateValues { unifier.resolve($0, freeToDyn: true) }
        if unifier.isExhausted, errors.isEmpty {
            report(.limit, "the types of the expression are too complex to infer", at: SourceRange(0, 0))
        }
    }

    // MARK: Results

    mutating func set(_ type: CELType, of expr: Expr) {
        types[expr.id] = isResolvingOnly ? .dyn : type
    }

    /// Whether no more errors are wanted, so that suggestions need not be looked for.
    var isFull: Bool { errors.count >= Limits.errors || isResolvingOnly }

    mutating func report(
        _ kind: LanguageError.Kind, _ message: String, at range: SourceRange, suggestion: String? = nil
    ) {
        if isFull { return }
        errors.append(LanguageError(kind, message, at: range, suggestion: suggestion))
    }

    mutating func warn(_ message: String, at range: SourceRange) {
        guard warnings.count < Limits.errors, !isResolvingOnly else { return }
        warnings.append(LanguageWarning(message, at: range))
    }

    private mutating func checkLiteral(_ expr: Expr, _ literal: Literal) -> Expr {
        switch literal {
        case .null: set(.null, of: expr)
        case .bool: set(.bool, of: expr)
        case .int: set(.int, of: expr)
        case .uint: set(.uint, of: expr)
        case .double: set(.double, of: expr)
        case .string: set(.string, of: expr)
        case .bytes: set(.bytes, of: expr)
        case .pattern:
            report(
                .pattern, "a pattern can only be the argument of `match`, `matches` and the functions of `regex`", at: expr.range,
                suggestion: "args.field.match(/pattern/)")
            set(.error, of: expr)
        }
        return expr
    }
}
