/// What an expression may name, and which parts of the language are on.
public struct Environment: Sendable {
    /// The namespace in which names are resolved, dotted; empty for the root.
    public var container: String
    /// Types of the variables, by their whole name, which may be dotted.
    public var variables: [String: CELType] {
        didSet { variableQualifiers = Self.qualifiers(of: variables) }
    }
    public var functions: FunctionTable
    /// The types that names denote, such as `int`.
    public var types: [String: CELType] {
        didSet { typeQualifiers = Self.qualifiers(of: types) }
    }
    public var parser: ParserOptions
    public var checker: CheckerOptions
    private var variableQualifiers: Set<String>
    private var typeQualifiers: Set<String>

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
        variableQualifiers = Self.qualifiers(of: variables)
        typeQualifiers = Self.qualifiers(of: types)
    }

    /// What stands before the first dot of names.
    private static func qualifiers(of names: [String: CELType]) -> Set<String> {
        Set(names.keys.compactMap { name in name.firstIndex(of: ".").map { String(name[..<$0]) } })
    }

    /// Whether a declared name may begin with this one and a dot. Most names begin none, and need not be
    /// looked up with what follows.
    func mayQualify(_ name: String) -> Bool {
        !container.isEmpty || name.utf8.contains(UInt8(ascii: ".")) || functions.namespaces.contains(name)
            || typeQualifiers.contains(name) || variableQualifiers.contains(name)
    }

    /// Whether names of variables begin with this one and a dot.
    func qualifiesVariables(_ name: String) -> Bool { variableQualifiers.contains(name) }

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

    /// The types of the standard, of the libraries and of well-known messages, which are those of
    /// the values that their literals have.
    public static let everyType: [String: CELType] = {
        var types = standardTypes
        types["optional_type"] = .optional(.dyn)
        types["net.IP"] = .ip
        types["net.CIDR"] = .cidr
        for message in WellKnownMessage.allCases { types[message.rawValue] = message.namedType }
        return types
    }()

    /// Everything that there is, with no variables: for prompts and tests. Patterns may be computed.
    public static let complete = Environment(
        functions: .complete, types: everyType, parser: ParserOptions(macros: .every),
        checker: CheckerOptions(allowsDynamicPatterns: true))

    /// What conditions of policies see: the call's `args` and `context`, `tool`, its ID, `now`,
    /// the time of the decision, and what is known of its `session`. Every library is on, but for
    /// `cel.block`, which only optimisers write.
    public static let policy = Environment(
        variables: [
            "args": .map(.string, .dyn),
            "context": .map(.string, .dyn),
            "tool": .string,
            "now": .timestamp,
            "session.id": .string,
            "session.labels": .list(.string),
            "session.trust": .string,
        ],
        functions: .policy, types: everyType,
        parser: ParserOptions(macros: .every.subtracting(.blocks)),
        checker: CheckerOptions(promotesNumbers: true))
}

/// Where the checker is stricter, or laxer, than the standard.
public struct CheckerOptions: Hashable, Sendable {
    /// Whether patterns, such as that of `match`, may be computed. Patterns of policies are
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
