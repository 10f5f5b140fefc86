import CallgateBytecode
import CallgateLanguage

/// Makes code from checked expressions of one program.
struct ExpressionLowering {
    var builder: ProgramBuilder
    let options: CompilerOptions
    var references = NodeTable<Reference>()
    /// The types of nodes: what schemas declare, or what follows from the expression.
    var types = NodeTable<CELType>()
    /// Loops' variables and accumulators around the node, innermost last.
    var bindings: [Binding] = []
    /// The variables of an expression that stands alone, and their registers; nil in a policy, whose
    /// variables are those of a call.
    var variables: [String: UInt8]?
    /// Loops around the node.
    var loopDepth = 0
    /// Subexpressions that several rules have, and the registers that keep their values.
    var shared = SharedValues()

    struct Binding {
        var name: String
        /// Nil where the value is constant and needs none.
        var register: UInt8?
        var constant: ConstantValue?

        init(_ name: String, _ register: UInt8?, constant: ConstantValue? = nil) {
            self.name = name
            self.register = register
            self.constant = constant
        }
    }

    init(_ builder: ProgramBuilder, options: CompilerOptions, variables: [String: UInt8]? = nil) {
        self.builder = builder
        self.options = options
        self.variables = variables
    }

    var folder: ConstantFolder {
        ConstantFolder(
            references: references, bindings: bindings.map { ($0.name, $0.constant) })
    }

    /// The field of the call that an expression spells out.
    private func access(_ expr: Expr) -> FieldCollector.Access? {
        variables == nil ? FieldCollector.access(expr, bound: bindings.map(\.name)) : nil
    }

    /// The register that holds an expression's value: its own, a field's or a variable's.
    mutating func evaluate(
        _ expr: Expr, _ image: inout ImageBuilder
    ) throws(LoweringError) -> UInt8 {
        if let register = existing(expr) {
            trace(expr, register)
            return register
        }
        if let kept = try keep(expr, &image) { return kept }
        let register = try builder.allocate()
        try evaluate(expr, into: register, &image)
        return register
    }

    /// Computes a value that later rules want too into its own register.
    private mutating func keep(
        _ expr: Expr, _ image: inout ImageBuilder
    ) throws(LoweringError) -> UInt8? {
        guard let register = shared.place(for: expr.id) else { return nil }
        let outer = builder.range
        builder.range = expr.range
        let mark = builder.mark
        try compute(expr, into: register, &image)
        builder.release(to: mark)
        builder.range = outer
        shared.keep(expr.id)
        return register
    }

    /// Puts an expression's value into a register.
    mutating func evaluate(
        _ expr: Expr, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let outer = builder.range
        builder.range = expr.range
        let mark = builder.mark
        if let source = existing(expr) {
            builder.emit(.move, a: register, b: source)
        } else if options.optimizes, let value = folder.value(of: expr) {
            builder.emit(.constant, a: register, x: builder.constant(image.slot(value)))
        } else if let kept = try keep(expr, &image) {
            builder.emit(.move, a: register, b: kept)
        } else {
            try compute(expr, into: register, &image)
        }
        builder.release(to: mark)
        trace(expr, register)
        builder.range = outer
    }

    /// The register in which an expression's value already lies.
    func existing(_ expr: Expr) -> UInt8? {
        if case .ident(let name) = expr.node {
            if let binding = bindings.last(where: { $0.name == name }) { return binding.register }
            // A leading dot passes by the variables of loops.
            let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
            if let variables { return variables[plain] }
            if plain == "tool" { return builder.toolRegister }
            if plain == "now" { return builder.nowRegister }
            if let input = SessionInput(name: plain), let register = builder.inputs[input] { return register }
        }
        if let access = access(expr) {
            var fields = builder.fields
            let known = fields.filled
            // A field that was not collected has no register; asking must not make one.
            if let register = fields.register(root: access.root, path: access.path),
                fields.filled == known
            {
                return register
            }
        }
        return shared.register(of: expr.id)
    }

    private mutating func trace(_ expr: Expr, _ register: UInt8) {
        guard options.traces else { return }
        builder.emit(.trace, b: register, x: UInt32(expr.id))
    }

    private mutating func compute(
        _ expr: Expr, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        switch expr.node {
        case .literal, .ident:
            if let list = image.list(expr) {
                builder.emit(.constant, a: register, x: builder.constant(try image.constant(ofList: list, at: expr.range)))
                return
            }
            guard let value = folder.value(of: expr) else {
                return try nothing(expr, [], into: register, &image)
            }
            builder.emit(.constant, a: register, x: builder.constant(image.slot(value)))
        case .select(let operand, let field):
            let source = try evaluate(operand, &image)
            builder.emit(
                .select, a: register, b: source, x: builder.constant(image.slot(.string(Array(field.utf8)))))
        case .presence(let operand, let field):
            try presence(of: field, in: operand, into: register, &image)
        case .call(let function, let target, let args):
            // `prefix.ip()` and `ip(text)` are two functions of one name.
            if target == nil, try session(function, args, into: register, &image) { return }
            let name = function == "ip" && target != nil ? "cidr.ip" : function
            try call(expr, name, [target].compactMap { $0 } + args, into: register, &image)
        case .list(let elements, let optionals):
            try list(elements, optionals: Set(optionals), into: register, &image)
        case .map(let entries): try map(entries, into: register, &image)
        case .message(_, let fields):
            try nothing(expr, fields.map(\.value), into: register, &image)
        case .comprehension(let loop): try comprehension(loop, expr, into: register, &image)
        }
    }

    /// What no overload exists for, which only an expression that was not checked can hold: the
    /// error of the first operand that is one, else no_such_overload.
    mutating func nothing(
        _ expr: Expr, _ operands: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        guard variables != nil else {
            throw LoweringError("this can't be compiled", at: expr.range)
        }
        try list(operands, optionals: [], into: register, &image)
        builder.emit(.requireBool, a: register, b: register)
    }

    private mutating func presence(
        of field: String, in operand: Expr, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        if let access = access(operand) {
            var fields = builder.fields
            let known = fields.filled
            if let source = fields.register(root: access.root, path: access.path + [field]),
                fields.filled == known
            {
                builder.emit(.filled, a: register, b: source)
                return
            }
        }
        let source = try evaluate(operand, &image)
        builder.emit(
            .presence, a: register, b: source, x: builder.constant(image.slot(.string(Array(field.utf8)))))
    }

    private mutating func list(
        _ elements: [Expr], optionals: Set<Int>, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        builder.emit(.newList, a: register, x: try capacity(elements.count))
        for (index, element) in elements.enumerated() {
            let mark = builder.mark
            let value = try evaluate(element, &image)
            builder.emit(
                optionals.contains(index) ? .appendPresent : .append, a: register, b: value)
            builder.release(to: mark)
        }
    }

    private mutating func map(
        _ entries: [Expr.MapEntry], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        builder.emit(.newMap, a: register, x: try capacity(entries.count))
        for entry in entries {
            let mark = builder.mark
            let key = try evaluate(entry.key, &image)
            let value = try evaluate(entry.value, &image)
            builder.emit(
                entry.isOptional ? .insertPresent : .insert, a: register, b: key, c: value)
            builder.release(to: mark)
        }
    }

    private func capacity(_ count: Int) throws(LoweringError) -> UInt32 {
        guard count <= BytecodeLimits.literalElements else {
            throw LoweringError(
                "a literal has \(count) elements, the limit is \(BytecodeLimits.literalElements)",
                at: builder.range)
        }
        return UInt32(count)
    }
}
