/// What an expression may name, and which parts of the language are on.
public struct Environment: Sendable {
    /// The namespace in which names are resolved, dotted; empty for the root.
    public var container: String
    /// Types of the variables, by their whole name, which may be dotted.
    public var variables: [String: CELType]
    public var functions: FunctionTable
    /// The types that names denote, such as `int`.
    public var types: [String: CELType]
    public var parser: ParserOptions
    public var checker: CheckerOptions

    public init(
        container: String = "", variables: [String: CELType] = [:], functions: FunctionTable = .standard,
        types: [String: CELType] = Environment.standardTypes, parser: ParserOptions = ParserOptions(),
        checker: CheckerOptions = CheckerOptions()
    ) {
        self.container = container
        self.variables = variables
        self.functions = functions
        self.types = types
        self.parser = parser
        self.checker = checker
    }

    /// The types that the standard has names for. `dyn` is a function, but no value has it for a type.
    public static let standardTypes: [String: CELType] = [
        "bool": .bool,
        "bytes": .bytes,
        "double": .double,
        "int": .int,
        "list": .list(.dyn),
        "map": .map(.dyn, .dyn),
        "null_type": .null,
        "string": .string,
        "type": .type(.dyn),
        "uint": .uint,
        "google.protobuf.Duration": .duration,
        "google.protobuf.Timestamp": .timestamp,
    ]

    /// What conditions of policies see: the call's `args` and `context`, `tool`, its ID, and `now`,
    /// the time of the decision. The standard macros are on, optional values are not.
    public static let policy = Environment(
        variables: [
            "args": .map(.string, .dyn),
            "context": .map(.string, .dyn),
            "tool": .string,
            "now": .timestamp,
        ],
        parser: ParserOptions(allowsOptionalSyntax: false),
        checker: CheckerOptions(promotesNumbers: true))
}

/// Where the checker is stricter, or laxer, than the standard.
public struct CheckerOptions: Hashable, Sendable {
    /// Whether the pattern of `match` and `matches` may be computed. Patterns of policies are
    /// compiled ahead of time, so that theirs may not.
    public var allowsDynamicPatterns: Bool
    /// Whether arithmetic between a value of type `dyn`, which may be any number out of JSON,
    /// and an int or double promotes. Its result is `dyn` then, as `args.n + 1` may be 2.5.
    public var promotesNumbers: Bool

    public init(allowsDynamicPatterns: Bool = false, promotesNumbers: Bool = false) {
        self.allowsDynamicPatterns = allowsDynamicPatterns
        self.promotesNumbers = promotesNumbers
    }
}
