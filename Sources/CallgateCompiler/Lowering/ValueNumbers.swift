import CallgateLanguage

/// Numbers for subexpressions: within one program, two that mean the same have the same number.
struct ValueNumbers {
    private var numbers: [Key: Int] = [:]
    private(set) var occurrences: [Int: Int] = [:]
    /// The numbers that depend on a variable of a loop around them.
    private var open: [Int: Set<ByteString>] = [:]
    private(set) var worthKeeping: Set<Int> = []

    /// What makes a node what it is. Text is its bytes, doubles are their bits: equality of values
    /// is coarser than what expressions can tell apart.
    private indirect enum Key: Hashable {
        case literal(ByteString)
        case name(ByteString)
        case select(Int, ByteString)
        case presence(Int, ByteString)
        case call(ByteString, isMember: Bool, [Int])
        case list([Int])
        case map([Int])
        case fold(names: [ByteString], parts: [Int])
        /// Equal to nothing else.
        case other(Int)
    }

    /// Numbers every node of an expression.
    /// - Parameter folder: what it makes a constant of is not worth keeping.
    /// - Returns: numbers by the nodes' IDs.
    mutating func number(_ root: Expr, _ folder: ConstantFolder) -> NodeTable<Int> {
        var result = NodeTable<Int>()
        _ = visit(root, bound: [], &result)
        count(root, result, folder)
        return result
    }

    private mutating func visit(
        _ expr: Expr, bound: [String], _ result: inout NodeTable<Int>
    ) -> Int {
        var free: Set<ByteString> = []
        func part(_ child: Expr, _ names: [String] = []) -> Int {
            let number = visit(child, bound: bound + names, &result)
            free.formUnion(open[number] ?? [])
            return number
        }
        let key: Key
        switch expr.node {
        case .literal(let literal): key = .literal(Self.bytes(literal))
        case .ident(let name):
            key = .name(ByteString(name))
            if bound.contains(name) { free.insert(ByteString(name)) }
        case .select(let operand, let field):
            key = .select(part(operand), ByteString(field))
        case .presence(let operand, let field):
            key = .presence(part(operand), ByteString(field))
        case .call(let function, let target, let args):
            let parts = ([target].compactMap { $0 } + args).map { part($0) }
            key = .call(ByteString(function), isMember: target != nil, parts)
        case .list(let elements, []): key = .list(elements.map { part($0) })
        case .map(let entries) where !entries.contains(where: \.isOptional):
            key = .map(entries.flatMap { [part($0.key), part($0.value)] })
        case .comprehension(let loop):
            let names = [loop.variable, loop.secondVariable, loop.accumulator].compactMap { $0 }
            let outside = [part(loop.range), part(loop.initial)]
            let inside = [loop.condition, loop.step, loop.result].map { part($0, names) }
            for name in names where !bound.contains(name) { free.remove(ByteString(name)) }
            key = .fold(names: names.map(ByteString.init), parts: outside + inside)
        default: key = .other(numbers.count)
        }
        let count = numbers.count
        let number = numbers[key, default: count]
        if number == count { numbers[key] = number }
        if !free.isEmpty { open[number] = free }
        result[expr.id] = number
        return number
    }

    private static func bytes(_ literal: Literal) -> ByteString {
        switch literal {
        case .double(let value): ByteString("double \(value.bitPattern)")
        case .string(let value): ByteString("string " + value)
        default: ByteString("\(literal)")
        }
    }

    /// Counts a node, and its parts where it has not been met before.
    private mutating func count(_ expr: Expr, _ known: NodeTable<Int>, _ folder: ConstantFolder) {
        guard let number = known[expr.id] else { return }
        occurrences[number, default: 0] += 1
        guard occurrences[number] == 1 else {
            if Self.isWork(expr), open[number] == nil, folder.value(of: expr) == nil { worthKeeping.insert(number) }
            return
        }
        switch expr.node {
        case .literal, .ident, .message: break
        case .select(let operand, _), .presence(let operand, _): count(operand, known, folder)
        case .call(_, let target, let args):
            if let target { count(target, known, folder) }
            for arg in args { count(arg, known, folder) }
        case .list(let elements, _): for element in elements { count(element, known, folder) }
        case .map(let entries):
            for entry in entries {
                count(entry.key, known, folder)
                count(entry.value, known, folder)
            }
        case .comprehension(let loop):
            for part in [loop.range, loop.initial, loop.condition, loop.step, loop.result] {
                count(part, known, folder)
            }
        }
    }

    /// Whether a value that is worth keeping could occur twice: only where two calls are of one function,
    /// or where there are two loops. Most programs are so small that they needn't be numbered.
    static func mayRepeat(_ roots: [Expr]) -> Bool {
        var functions: Set<String> = []
        var loops = 0
        var rest = roots
        while let expr = rest.popLast() {
            switch expr.node {
            case .call(let function, _, _):
                guard functions.insert(function).inserted else { return true }
            case .comprehension:
                loops += 1
                guard loops < 2 else { return true }
            default: break
            }
            rest += expr.children
        }
        return false
    }

    /// Whether evaluating a node is worth a register.
    private static func isWork(_ expr: Expr) -> Bool {
        switch expr.node {
        case .call, .comprehension: true
        default: false
        }
    }
}
