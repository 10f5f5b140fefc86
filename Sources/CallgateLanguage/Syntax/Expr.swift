/// A node of CEL's abstract syntax, after macro expansion.
///
/// The shape is that of cel-spec's `syntax.proto`: operators are calls of functions with
/// reserved names (``Operator``), macros have become folds.
public struct Expr: Sendable, Hashable, Identifiable {
    /// Unique within one parsed expression, from 1, in the order of parsing.
    public var id: Int
    /// The node's text in the source, UTF-8 byte offsets.
    public var range: SourceRange
    public var node: Node

    public init(id: Int, range: SourceRange, node: Node) {
        self.id = id
        self.range = range
        self.node = node
    }

    public indirect enum Node: Sendable, Hashable {
        case literal(Literal)
        /// A simple name; one with a leading dot resolves from the root namespace only.
        case ident(String)
        /// `operand.field`. After checking, qualified names (`a.b`) have become idents.
        case select(Expr, field: String)
        /// `has(operand.field)`.
        case presence(Expr, field: String)
        /// `function(args)` or `target.function(args)`; operators are calls without a target.
        case call(function: String, target: Expr?, args: [Expr])
        /// `[a, ?b]`; `optionals` holds the indices of the elements marked with `?`.
        case list([Expr], optionals: [Int])
        case map([MapEntry])
        /// `Name{field: value}`.
        case message(name: String, fields: [MessageField])
        case comprehension(Comprehension)
    }

    public struct MapEntry: Sendable, Hashable {
        public var id: Int
        public var key: Expr
        public var value: Expr
        /// Marked with `?`: left out when the value is an empty optional.
        public var isOptional: Bool
        public init(id: Int, key: Expr, value: Expr, isOptional: Bool) {
            self.id = id
            self.key = key
            self.value = value
            self.isOptional = isOptional
        }
    }

    public struct MessageField: Sendable, Hashable {
        public var id: Int
        public var name: String
        public var value: Expr
        public var isOptional: Bool
        public init(id: Int, name: String, value: Expr, isOptional: Bool) {
            self.id = id
            self.name = name
            self.value = value
            self.isOptional = isOptional
        }
    }
}

/// The one loop of the language: what the macros expand to.
///
///     accumulator := initial
///     for variable(, second) in range {
///         if !condition { break }
///         accumulator := step
///     }
///     value := result
///
/// `range` is evaluated outside of the scope of the variables; `condition` and `step` see the
/// variables and the accumulator, `result` only the accumulator.
public struct Comprehension: Sendable, Hashable {
    /// The macro as it was written, or nil for a fold that no macro made.
    public var macro: MacroCall?
    public var range: Expr
    /// The element of a list, or the key of a map.
    public var variable: String
    /// With two variables, `variable` is the index or key and this is the element or value.
    public var secondVariable: String?
    public var accumulator: String
    public var initial: Expr
    public var condition: Expr
    public var step: Expr
    public var result: Expr

    public init(
        macro: MacroCall?, range: Expr, variable: String, secondVariable: String?,
        accumulator: String, initial: Expr, condition: Expr, step: Expr, result: Expr
    ) {
        self.macro = macro
        self.range = range
        self.variable = variable
        self.secondVariable = secondVariable
        self.accumulator = accumulator
        self.initial = initial
        self.condition = condition
        self.step = step
        self.result = result
    }
}

/// Which macro made a fold, and the author's subexpressions within it (by ID), for explanations.
public struct MacroCall: Sendable, Hashable {
    public var name: String
    public var target: Int?
    public var args: [Int]

    public init(name: String, target: Int?, args: [Int]) {
        self.name = name
        self.target = target
        self.args = args
    }
}
