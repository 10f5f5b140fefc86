public import CallgateLanguage

/// A policy whose documents have loaded without an error: what the compiler and the reference read.
public struct CheckedPolicy: Sendable {
    /// Empty where no document gives one.
    public var name: String
    public var description: String
    /// What `default` says, or nil where it is left out.
    public var defaultEffect: PolicyEffect?
    /// What `ungoverned` says; deny where it is left out.
    public var ungoverned: PolicyEffect
    /// In the order of the documents, disabled ones left out; names are unique.
    public var rules: [CheckedRule]
    /// The rules about results, in the order of the documents; their names are unique too.
    public var results: [CheckedRule] = []
    /// The labels that results can get, in the order in which they are first given.
    public var labels: [String] = []
    /// The lists that conditions may name, in the order of the documents; their names are unique.
    public var lists: [PolicyList] = []
    /// How sessions, approvals and records are kept.
    public var settings = GuardSettings()
    /// The documents, in the order in which they were given.
    public var sources: [SourceText]

    public init(
        name: String = "", description: String = "", defaultEffect: PolicyEffect? = nil,
        ungoverned: PolicyEffect = .deny, rules: [CheckedRule] = [], sources: [SourceText] = []
    ) {
        self.name = name
        self.description = description
        self.defaultEffect = defaultEffect
        self.ungoverned = ungoverned
        self.rules = rules
        self.sources = sources
    }
}

/// What a rule, or a default, decides.
public enum PolicyEffect: String, Sendable, Hashable, CaseIterable {
    case allow, review, deny
}

/// One rule.
public struct CheckedRule: Sendable {
    public var name: String
    /// Empty where there is none.
    public var description: String
    /// At least one.
    public var tools: [ToolSelector]
    /// Nil where `when` is left out: the rule always matches.
    public var condition: EmbeddedExpression?
    public var effect: PolicyEffect
    /// Empty where there is none.
    public var message: [MessagePart]
    public var approvers: [String]
    /// Nil where there is none; 1 ... 4,294,967,295 seconds.
    public var timeoutSeconds: Int?
    public var severity: Severity?
    public var tags: [String]
    /// Reports what it would have done, and does not decide.
    public var isMonitored: Bool
    /// How often, or how much, is let through; the rule matches what would be more.
    public var limit: RuleLimit?
    /// What a rule about results says of them.
    public var judgement: Judgement?
    /// What the rule was made from.
    public var origin = Origin.rule
    /// Where the rule's name stands.
    public var location: Location

    /// All that it evaluates, but for what stands in the rules about results.
    public var expressions: [EmbeddedExpression] {
        var expressions: [EmbeddedExpression] = []
        if let condition { expressions.append(condition) }
        expressions += limit?.expressions ?? []
        for case .expression(let shown) in message { expressions.append(shown) }
        return expressions
    }

    /// What rules are made from.
    public enum Origin: Sendable, Hashable { case rule, role, flow }

    /// A place in one of the policy's documents.
    public struct Location: Sendable, Hashable {
        /// Index into the policy's sources.
        public var source: Int
        /// From 1.
        public var line: Int
        public var column: Int

        public init(source: Int, line: Int, column: Int) {
            self.source = source
            self.line = line
            self.column = column
        }
    }

    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case info, low, medium, high, critical
    }

    public init(
        name: String, description: String = "", tools: [ToolSelector],
        condition: EmbeddedExpression? = nil, effect: PolicyEffect, message: [MessagePart] = [],
        approvers: [String] = [], timeoutSeconds: Int? = nil, severity: Severity? = nil,
        tags: [String] = [], isMonitored: Bool = false, location: Location
    ) {
        self.name = name
        self.description = description
        self.tools = tools
        self.condition = condition
        self.effect = effect
        self.message = message
        self.approvers = approvers
        self.timeoutSeconds = timeoutSeconds
        self.severity = severity
        self.tags = tags
        self.isMonitored = isMonitored
        self.location = location
    }
}

/// Which tools a rule governs. IDs compare as UTF-8 bytes, case and all.
public enum ToolSelector: Sendable, Hashable {
    case exact(String)
    /// Has at least one `*`, which stands for any text; nothing else is special.
    case glob(String)

    /// As it stands in the document.
    public var text: String {
        switch self {
        case .exact(let text), .glob(let text): text
        }
    }

    // Strings are equal in Swift where Unicode takes them for the same text, and IDs are not: `é` of
    // one scalar and of two are two tools.

    public static func == (first: ToolSelector, second: ToolSelector) -> Bool {
        switch (first, second) {
        case (.exact(let left), .exact(let right)), (.glob(let left), .glob(let right)):
            left.utf8.elementsEqual(right.utf8)
        case (.exact, .glob), (.glob, .exact): false
        }
    }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// A piece of a message.
public enum MessagePart: Sendable {
    case text(String)
    /// Written in braces; its value is put in when the decision is shown.
    case expression(EmbeddedExpression)
}
