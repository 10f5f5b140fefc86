import CallgateBytecode
import CallgateLanguage

/// Bounds an expression's worst case from above: its work in units of fuel, a unit for each
/// operation included, and how large its value can get.
///
/// It knows how large a call may be, and types; not what a call holds. A loop's elements share its
/// container's bytes: the work of all rounds is that of as many empty elements, and of one that has
/// all of the bytes, since no part of it grows slower than its data.
struct CostEstimator {
    typealias Estimate = (cost: Cost, bound: ValueBound)

    let types: NodeTable<CELType>
    let references: NodeTable<Reference>
    /// Bytes of the largest call.
    let callBytes: Cost
    /// Whether the scan has put spelled-out fields into registers.
    let fieldsAreFilled: Bool
    /// The work of a pattern for 16 bytes of its text, by the ID of the expression that it is.
    let patternFactors: [Int: Cost]
    let optimizes: Bool
    /// A copy of the image that the expression was compiled into, with its lookups.
    var image: ImageBuilder
    private var locals: [Local] = []
    private var loopDepth = 0

    private struct Local {
        var name: String
        var bound: ValueBound
        var constant: ConstantValue?
    }

    /// Loops in each other whose bodies are looked at twice; deeper ones count their full size in
    /// every round, so that the estimate itself stays linear.
    private static let sharedLoops = 4

    init(
        _ expression: CheckedExpression, options: CompilerOptions, fieldsAreFilled: Bool,
        patternFactors: [Int: Cost], image: ImageBuilder
    ) {
        types = expression.types
        references = expression.references
        callBytes = Cost(options.callBytes)
        optimizes = options.optimizes
        self.fieldsAreFilled = fieldsAreFilled
        self.patternFactors = patternFactors
        self.image = image
    }

    /// What is known of values, as whoever makes the code knows it.
    var lookupTests: LookupTests {
        LookupTests(
            folder: ConstantFolder(references: references, bindings: locals.map { ($0.name, $0.constant) }),
            optimizes: optimizes)
    }

    func type(of expr: Expr) -> CELType? { types[expr.id] }

    mutating func estimate(_ expr: Expr) -> Estimate {
        var (cost, bound) = content(expr)
        if isScalar(types[expr.id]) { bound = .scalar }
        cost += Cost(1)
        return (cost, bound)
    }

    private func isScalar(_ type: CELType?) -> Bool {
        switch type {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type: true
        case .wrapper(let inner): isScalar(inner)
        default: false
        }
    }

    private mutating func content(_ expr: Expr) -> Estimate {
        switch expr.node {
        case .literal(let literal): return (.zero, Self.bound(of: literal))
        case .ident(let name): return (.zero, bound(ofList: expr) ?? bound(ofName: name))
        case .select where isFilled(expr): return (.zero, .json(callBytes))
        case .presence(let operand, _) where isFilled(operand): return (.zero, .scalar)
        case .select(let operand, _), .presence(let operand, _):
            let (cost, bound) = estimate(operand)
            return (cost + bound.search, isPresence(expr) ? .scalar : bound.element)
        case .call(let function, let target, let args):
            return call(function, [target].compactMap { $0 } + args)
        case .list(let elements, _):
            var result: Estimate = (.zero, .scalar)
            for element in elements {
                let (cost, bound) = estimate(element)
                result.cost += cost
                result.bound.bytes += bound.bytes
                result.bound.slots += bound.slots
            }
            result.bound.count = Cost(elements.count)
            return result
        case .map(let entries):
            var result: Estimate = (.zero, .scalar)
            for entry in entries {
                let (key, value) = (estimate(entry.key), estimate(entry.value))
                result.cost += key.cost + value.cost + Cost(entries.count)
                result.bound.bytes += key.bound.bytes + value.bound.bytes
                result.bound.slots += key.bound.slots + value.bound.slots
            }
            result.bound.count = Cost(entries.count)
            return result
        case .message(_, let fields):
            var result: Estimate = (.zero, .scalar)
            for field in fields {
                let (cost, bound) = estimate(field.value)
                result.cost += cost
                result.bound = result.bound.joined(bound)
            }
            return result
        case .comprehension(let loop): return comprehension(loop)
        }
    }

    /// The scan's work for the fields that it puts into registers, whether or not they are read then:
    /// a number there may be one that only exact arithmetic can read.
    func filling(_ root: Expr) -> Cost {
        guard fieldsAreFilled else { return .zero }
        var collector = FieldCollector()
        var fields = FieldTree()
        collector.collect(root, into: &fields)
        return Cost(fields.filled) * (ValueBound.exactNumber + 1)
    }

    private func isFilled(_ expr: Expr) -> Bool {
        fieldsAreFilled && FieldCollector.access(expr, bound: locals.map(\.name)) != nil
    }

    private func isPresence(_ expr: Expr) -> Bool {
        if case .presence = expr.node { true } else { false }
    }

    static func bound(of literal: Literal) -> ValueBound {
        switch literal {
        case .string(let text): .text(Cost(text.utf8.count))
        case .bytes(let bytes): .text(Cost(bytes.count))
        default: .scalar
        }
    }

    private func bound(ofName name: String) -> ValueBound {
        if let local = locals.last(where: { $0.name == name }) { return local.bound }
        switch name {
        case "now", "session.trust": return .scalar
        case "session.id": return .text(Cost(BytecodeLimits.textBytes))
        case "session.labels":
            var bound = ValueBound.text(Cost(BytecodeLimits.labels * BytecodeLimits.labelBytes))
            bound.count = Cost(BytecodeLimits.labels)
            bound.slots = Cost(BytecodeLimits.labels)
            return bound
        default: return .json(callBytes)
        }
    }

    // MARK: Loops

    private mutating func comprehension(_ loop: Comprehension) -> Estimate {
        if case .literal(.bool(false)) = loop.condition.node {
            let value = estimate(loop.initial)
            let local = Local(
                name: loop.accumulator, bound: value.bound, constant: lookupTests.folder.value(of: loop.initial))
            let body = with([local]) { $0.estimate(loop.result) }
            return (value.cost + body.cost, body.bound)
        }
        if let cost = affixes(loop) { return (cost, .scalar) }
        let range = estimate(loop.range)
        // Each step over an element, and finding out how many there are and whether keys repeat.
        let walking = range.bound.scan * 2 + range.bound.bytes / 4
        let (rounds, gathered) = rounds(loop, over: range.bound)
        let result = with([Local(name: loop.accumulator, bound: gathered)]) { $0.estimate(loop.result) }
        return (range.cost + walking + rounds + result.cost, result.bound)
    }

    /// The work of all rounds, and what they gather.
    private mutating func rounds(_ loop: Comprehension, over range: ValueBound) -> (Cost, ValueBound) {
        loopDepth += 1
        defer { loopDepth -= 1 }
        let count = range.count
        let full = round(loop, element: range.element)
        var cost = count * full.cost
        var gathered = ValueBound(
            bytes: count * full.bound.bytes, count: count, slots: count * full.bound.slots + 1)
        if loopDepth <= Self.sharedLoops {
            let empty = round(loop, element: range.emptyElement)
            cost = min(cost, count * empty.cost + (full.cost - empty.cost))
            gathered.bytes = min(
                gathered.bytes, count * empty.bound.bytes + (full.bound.bytes - empty.bound.bytes))
            gathered.slots = min(
                gathered.slots, count * empty.bound.slots + (full.bound.slots - empty.bound.slots) + 1)
        }
        guard let gathering = Gathering(loop) else { return (cost, .scalar) }
        // An entry is compared with all that are there.
        if gathering.kind == .map {
            gathered.count = gathered.slots
            cost += gathered.slots * gathered.slots + gathered.bytes / 8
        }
        // A list or map that grows is copied, twice as large each time.
        return (cost + gathered.slots * 4, gathered)
    }

    /// One round: its work, and what it adds.
    private mutating func round(_ loop: Comprehension, element: ValueBound) -> Estimate {
        let variables = [loop.variable, loop.secondVariable].compactMap { $0 }
        let names = variables.map { Local(name: $0, bound: element) }
        return with(names + [Local(name: loop.accumulator, bound: .scalar)]) { estimator in
            let condition = estimator.estimate(loop.condition)
            let step = estimator.estimate(loop.step)
            return (condition.cost + step.cost + Cost(2), step.bound)
        }
    }

    private mutating func with(
        _ names: [Local], _ body: (inout CostEstimator) -> Estimate
    ) -> Estimate {
        let count = locals.count
        locals += names
        defer { locals.removeSubrange(count...) }
        return body(&self)
    }
}
