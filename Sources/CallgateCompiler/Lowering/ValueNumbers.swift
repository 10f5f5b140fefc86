import CallgateLanguage

/// Numbers for subexpressions: within one program, two that mean the same have the same number.
struct ValueNumbers {
    private var numbers: [Key: Int] = [:]
    private(set) var occurrences: [Int: Int] = [:]
    /// The numbers that depend on a variable of a loop around them.
    private var open: [Int: Set<[UInt8]>] = [:]
    private(set) var worthKeeping: Set<Int> = []

    /// What makes a node what it is. Text is its bytes, doubles are their bits: equality of values
    /// is coarser than what expressions can tell apart.
    private indirect enum Key: Hashable {
        case literal([UInt8])
        case name([UInt8])
        case select(Int, [UInt8])
        case presence(Int, [UInt8])
        case call([UInt8], isMember: Bool, [Int])
        case list([Int])
        case map([Int])
        case fold(names: [[UInt8]], parts: [Int])
        /// Equal to nothing else.
        case other(Int)
    }

    /// Numbers every node of an expression.
    /// - Returns: numbers by the nodes' IDs.
    mutating func number(_ root: Expr) -> [Int: Int] {
        var result: [Int: Int] = [:]
        _ = visit(root, bound: [], &result)
        count(root, result)
        return result
    }

    private mutating func visit(
        _ expr: Expr, bound: [String], _ result: inout [Int: Int]
    ) -> Int {
        var free: Set<[UInt8]> = []
        func part(_ child: Expr, _ names: [String] = []) -> Int {
            let number = visit(child, bound: bound + names, &result)
            free.formUnion(open[number] ?? [])
            return number
        }
        let key: Key
        switch expr.node {
        case .literal(let literal): key = .literal(Self.bytes(literal))
        case .ident(let name):
            key = .name(Array(name.utf8))
            if bound.contains(name) { free.insert(Array(name.utf8)) }
        case .select(let operand, let field):
            key = .select(part(operand), Array(field.utf8))
        case .presence(let operand, let field):
            key = .presence(part(operand), Array(field.utf8))
        case .call(let function, let target, let args):
            let parts = ([target].compactMap { $0 } + args).map { part($0) }
            key = .call(Array(function.utf8), isMember: target != nil, parts)
        case .list(let elements, []): key = .list(elements.map { part($0) })
        case .map(let entries) where !entries.contains(where: \.isOptional):
            key = .map(entries.flatMap { [part($0.key), part($0.value)] })
        case .comprehension(let loop):
            let names = [loop.variable, loop.secondVariable, loop.accumulator].compactMap { $0 }
            let outside = [part(loop.range), part(loop.initial)]
            let inside = [loop.condition, loop.step, loop.result].map { part($0, names) }
            for name in names where !bound.contains(name) { free.remove(Array(name.utf8)) }
            key = .fold(names: names.map { Array($0.utf8) }, parts: outside + inside)
        default: key = .other(numbers.count)
        }
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        if !free.isEmpty { open[number] = free }
        result[expr.id] = number
        return number
    }

    private static func bytes(_ literal: Literal) -> [UInt8] {
        switch literal {
        case .double(let value): Array("double \(value.bitPattern)".utf8)
        case .string(let value): Array("string ".utf8) + Array(value.utf8)
        default: Array("\(literal)".utf8)
        }
    }

    /// Counts a node, and its parts where it has not been met before.
    private mutating func count(_ expr: Expr, _ known: [Int: Int]) {
        guard let number = known[expr.id] else { return }
        occurrences[number, default: 0] += 1
        guard occurrences[number] == 1 else {
            if Self.isWork(expr), open[number] == nil { worthKeeping.insert(number) }
            return
        }
        switch expr.node {
        case .literal, .ident, .message: break
        case .select(let operand, _), .presence(let operand, _): count(operand, known)
        case .call(_, let target, let args):
            if let target { count(target, known) }
            for arg in args { count(arg, known) }
        case .list(let elements, _): for element in elements { count(element, known) }
        case .map(let entries):
            for entry in entries {
                count(entry.key, known)
                count(entry.value, known)
            }
        case .comprehension(let loop):
            for part in [loop.range, loop.initial, loop.condition, loop.step, loop.result] {
                count(part, known)
            }
        }
    }

    /// Whether evaluating a node is worth a register.
    private static func isWork(_ expr: Expr) -> Bool {
        switch expr.node {
        case .call, .comprehension: true
        default: false
        }
    }
}
