import CallgateBytecode
import CallgateLanguage

/// Finds the fields of the call that an expression wants, before any code is made.
struct FieldCollector {
    private(set) var usesTool = false
    private(set) var usesNow = false
    /// What is asked of the session, each once, in the order in which it is first asked.
    private(set) var inputs: [SessionInput] = []
    /// Whether a field got no register, so that it is selected from one above it.
    private(set) var hasSelected = false
    /// Names of loops' variables around the node.
    private var bound: [String] = []

    /// A field that is spelled out: `args.a.b`, `context["a"]`.
    struct Access {
        var root: Int
        var path: [String]
    }

    /// The field that an expression names, or nil.
    static func access(_ expr: Expr, bound: [String]) -> Access? {
        switch expr.node {
        case .ident(let name):
            // A leading dot passes by the variables of loops.
            if name.hasPrefix(".") { return root(String(name.dropFirst())).map { Access(root: $0, path: []) } }
            guard let root = root(name), !bound.contains(name) else { return nil }
            return Access(root: root, path: [])
        case .select(let operand, let field):
            return access(operand, bound: bound)?.appending(field)
        case .call(Operator.index.rawValue, nil, let args):
            guard args.count == 2, case .literal(.string(let field)) = args[1].node else { return nil }
            return access(args[0], bound: bound)?.appending(field)
        default: return nil
        }
    }

    private static func root(_ name: String) -> Int? {
        switch name {
        case "args": 0
        case "context": 1
        default: nil
        }
    }

    mutating func collect(_ expr: Expr, into fields: inout FieldTree) {
        if let access = Self.access(expr, bound: bound) {
            want(access, in: &fields)
            return
        }
        switch expr.node {
        case .literal: break
        case .ident(let name):
            guard !bound.contains(name) else { return }
            if name == "tool" || name == ".tool" { usesTool = true }
            if name == "now" || name == ".now" { usesNow = true }
            if let input = SessionInput(name: name) { want(input) }
        case .select(let operand, _): collect(operand, into: &fields)
        case .presence(let operand, let field):
            if let access = Self.access(operand, bound: bound) {
                want(access.appending(field), in: &fields)
            } else {
                collect(operand, into: &fields)
            }
        case .call(let function, let target, let args):
            // One that can't be compiled is reported when it is.
            if target == nil, let input = try? SessionInput(function: function, args) { want(input) }
            if let target { collect(target, into: &fields) }
            for arg in args { collect(arg, into: &fields) }
        case .list(let elements, _):
            for element in elements { collect(element, into: &fields) }
        case .map(let entries):
            for entry in entries {
                collect(entry.key, into: &fields)
                collect(entry.value, into: &fields)
            }
        case .message(_, let entries):
            for entry in entries { collect(entry.value, into: &fields) }
        case .comprehension(let loop):
            collect(loop.range, into: &fields)
            collect(loop.initial, into: &fields)
            let names = [loop.variable, loop.secondVariable, loop.accumulator].compactMap { $0 }
            bound += names
            collect(loop.condition, into: &fields)
            collect(loop.step, into: &fields)
            collect(loop.result, into: &fields)
            bound.removeLast(names.count)
        }
    }

    private mutating func want(_ input: SessionInput) {
        if !inputs.contains(input) { inputs.append(input) }
    }

    /// Gives the field a register; where there is none left, the deepest field above that has one
    /// will be selected from, at last the root.
    private mutating func want(_ access: Access, in fields: inout FieldTree) {
        if fields.register(root: access.root, path: access.path) == nil {
            hasSelected = true
            _ = fields.register(root: access.root, path: [])
        }
    }
}

extension FieldCollector.Access {
    func appending(_ field: String) -> FieldCollector.Access {
        FieldCollector.Access(root: root, path: path + [field])
    }
}
