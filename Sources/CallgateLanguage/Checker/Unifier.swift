/// Substitutions of type variables, with undo.
///
/// Type variables are parameters whose names no declaration can have: `%1`, `%2` ...
/// The rules are cel-go's, but that the join of two types is taken parameter by parameter.
struct Unifier {
    static let variablePrefix = "%"
    private var bindings: [String: CELType] = [:]
    /// What was bound before, for each change since the outermost attempt began.
    private var trail: [(name: String, old: CELType?)] = []
    private var variableCount = 0
    private(set) var steps = 0

    var isExhausted: Bool { steps > Limits.unificationSteps }

    mutating func newVariable() -> CELType {
        variableCount += 1
        return .parameter("\(Self.variablePrefix)\(variableCount)")
    }

    // MARK: Attempts

    struct Mark {
        fileprivate var count: Int
    }

    func mark() -> Mark { Mark(count: trail.count) }

    mutating func undo(to mark: Mark) {
        while trail.count > mark.count {
            let (name, old) = trail.removeLast()
            bindings[name] = old
        }
    }

    private mutating func bind(_ name: String, to type: CELType) {
        trail.append((name, bindings[name]))
        bindings[name] = type
    }

    /// Of two free variables the newer is bound to the older, which keeps chains of them short.
    private mutating func bindNewer(_ first: String, _ second: String) {
        let firstIsOlder = (first.utf8.count, first) < (second.utf8.count, second)
        bind(firstIsOlder ? second : first, to: .parameter(firstIsOlder ? first : second))
    }

    // MARK: Assignment

    /// Whether a value of one type may stand where another is wanted; binds variables if so, and
    /// leaves them as they were if not.
    mutating func assign(_ type: CELType, to wanted: CELType) -> Bool {
        let mark = mark()
        if unify(type, wanted) { return true }
        undo(to: mark)
        return false
    }

    mutating func assign(_ types: [CELType], to wanted: [CELType]) -> Bool {
        guard types.count == wanted.count else { return false }
        let mark = mark()
        for (type, wanted) in zip(types, wanted) where !unify(type, wanted) {
            undo(to: mark)
            return false
        }
        return true
    }

    private mutating func unify(_ type: CELType, _ wanted: CELType) -> Bool {
        steps += 1
        if isExhausted { return true }
        if case .parameter(let name) = wanted {
            if let bound = bindings[name] { return merge(type, into: name, bound) }
            if type == wanted { return true }
            if case .parameter(let other) = type, bindings[other] == nil {
                bindNewer(name, other)
                return true
            }
            if !occurs(name, in: type) {
                bind(name, to: type)
                return true
            }
        }
        if case .parameter(let name) = type {
            if let bound = bindings[name] { return merge(wanted, into: name, bound) }
            if occurs(name, in: wanted) { return type == wanted }
            bind(name, to: wanted)
            return true
        }
        if type == .pattern || wanted == .pattern { return type == wanted }
        if type.isDynamic || wanted.isDynamic { return true }
        if case .number = type { return wanted.isNumeric || wanted.withoutNull.isNumeric }
        if case .number = wanted { return type.isNumeric || type.withoutNull.isNumeric }
        if type == .null { return wanted.isNullable }
        if wanted == .null { return type.isNullable }
        if case .wrapper(let inner) = type {
            if case .wrapper(let wantedInner) = wanted { return unify(inner, wantedInner) }
            return unify(inner, wanted)
        }
        if case .wrapper(let wantedInner) = wanted { return unify(type, wantedInner) }
        if case .type = type, case .type = wanted { return true }
        if case .record = type { return unifyRecord(wanted) }
        if case .record = wanted { return unifyRecord(type) }
        guard type.hasSameConstructor(as: wanted) else { return false }
        for (component, wantedComponent) in zip(type.components, wanted.components)
        where !unify(component, wantedComponent) {
            return false
        }
        return true
    }

    /// A record is also a map from strings to anything.
    private mutating func unifyRecord(_ other: CELType) -> Bool {
        switch other {
        case .record: true
        case .map(let key, let value): unify(.string, key) && unify(.dyn, value)
        default: false
        }
    }

    /// A bound variable takes the more general of its type and another that fits it.
    private mutating func merge(_ type: CELType, into name: String, _ bound: CELType) -> Bool {
        if type == bound { return true }
        guard unify(type, bound) else { return false }
        let general = join(bound, type)
        if general != bound, !occurs(name, in: general) { bind(name, to: general) }
        return true
    }

    private mutating func occurs(_ name: String, in type: CELType) -> Bool {
        steps += 1
        // Bound without certainty a variable could come to stand for itself.
        if isExhausted { return true }
        if case .parameter(let other) = type {
            if other == name { return true }
            guard let bound = bindings[other] else { return false }
            return occurs(name, in: bound)
        }
        for component in type.components where occurs(name, in: component) { return true }
        return false
    }

    /// The more general of two types that fit one another.
    mutating func join(_ first: CELType, _ second: CELType) -> CELType {
        steps += 1
        if isExhausted { return .dyn }
        switch (first, second) {
        case (.error, _): return second
        case (_, .error): return first
        case (.dyn, _), (_, .dyn): return .dyn
        case (.parameter, _): return first
        case (_, .parameter): return second
        case (.number, _): return first
        case (_, .number): return second
        case (.null, _): return second
        case (_, .null): return first
        case (.wrapper, .wrapper): break
        case (.wrapper, _): return first
        case (_, .wrapper): return second
        default: break
        }
        guard first.hasSameConstructor(as: second) else { return first }
        if first.components.isEmpty { return first }
        var components: [CELType] = []
        for (own, other) in zip(first.components, second.components) { components.append(join(own, other)) }
        return first.replacingComponents(components)
    }

    // MARK: Substitution

    /// The type with what its variables are bound to; free ones stay, or become `dyn`. What is
    /// larger than ``Limits/typeSize`` is `dyn`, as types can double with every level of a source.
    mutating func resolve(_ type: CELType, freeToDyn: Bool = false) -> CELType {
        var budget = Limits.typeSize
        let resolved = substitute(type, freeToDyn, &budget)
        steps += Limits.typeSize - max(budget, 0)
        return budget < 0 ? .dyn : resolved
    }

    private func substitute(_ type: CELType, _ freeToDyn: Bool, _ budget: inout Int) -> CELType {
        var type = type
        while case .parameter(let name) = type, let bound = bindings[name] { type = bound }
        budget -= 1
        if budget < 0 { return .dyn }
        if case .parameter = type { return freeToDyn ? .dyn : type }
        let components = type.components
        if components.isEmpty { return type }
        var replaced: [CELType] = []
        for component in components { replaced.append(substitute(component, freeToDyn, &budget)) }
        return type.replacingComponents(replaced)
    }

    /// The parameters and result of an overload with fresh variables for its type parameters.
    mutating func instantiate(_ overload: Overload) -> (parameters: [CELType], result: CELType) {
        if overload.typeParameters.isEmpty { return (overload.parameters, overload.result) }
        var fresh: [String: CELType] = [:]
        for name in overload.typeParameters { fresh[name] = newVariable() }
        return (overload.parameters.map { Self.rename($0, fresh) }, Self.rename(overload.result, fresh))
    }

    private static func rename(_ type: CELType, _ names: [String: CELType]) -> CELType {
        if case .parameter(let name) = type { return names[name] ?? type }
        let components = type.components
        if components.isEmpty { return type }
        return type.replacingComponents(components.map { rename($0, names) })
    }
}
