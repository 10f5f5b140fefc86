import CallgateBytecode
import CallgateLanguage

extension ExpressionLowering {
    mutating func call(
        _ expr: Expr, _ function: String, _ args: [Expr], into register: UInt8,
        _ image: inout ImageBuilder
    ) throws(LoweringError) {
        switch Operator(rawValue: function) {
        case .and: try logic(.and, args, into: register, &image)
        case .or: try logic(.or, args, into: register, &image)
        case .conditional: try conditional(args, into: register, &image)
        case .some(let operation):
            if operation == .in, try membership(args, into: register, &image) { return }
            if let opcode = OperationTable.constantComparisons[operation], options.optimizes,
                args.count == 2, let constant = folder.value(of: args[1])
            {
                let left = try evaluate(args[0], &image)
                let quick = constant.kind.flatMap { OperationTable.typed[.init(opcode, $0)] }
                builder.emit(quick ?? opcode, a: register, b: left, x: builder.constant(image.slot(constant)))
            } else if let opcode = OperationTable.operators[operation] {
                let quick = kind(ofAll: args).flatMap { OperationTable.typed[.init(opcode, $0)] }
                try plain(quick ?? opcode, args, into: register, &image)
            } else if let builtin = OperationTable.optionalOperators[operation] {
                try invoke(builtin, args, into: register, &image)
            } else {
                try nothing(expr, args, into: register, &image)
            }
        case nil: try libraryCall(expr, function, args, into: register, &image)
        }
    }

    /// The kind that all operands have if a call keeps to its schema; nil where it is none that there
    /// are quick instructions for.
    private func kind(ofAll args: [Expr]) -> ValueKind? {
        guard options.optimizes else { return nil }
        let known = args.map { types[$0.id] ?? .dyn }
        if known.allSatisfy(\.isWhole) { return .int }
        return known.allSatisfy(\.isText) ? .string : nil
    }

    private mutating func libraryCall(
        _ expr: Expr, _ function: String, _ args: [Expr], into register: UInt8,
        _ image: inout ImageBuilder
    ) throws(LoweringError) {
        if let tellsPlaces = PatternArguments.functions[function], args.count >= 2 {
            try match(function, args, tellsPlaces: tellsPlaces, into: register, &image)
        } else if function == "dyn", args.count == 1 {
            try evaluate(args[0], into: register, &image)
        } else if let part = OperationTable.timeParts[function], args.count <= 2 {
            try timePart(part, args, into: register, &image)
        } else if let (opcode, count) = OperationTable.functions[function], count == args.count {
            try plain(opcode, args, into: register, &image)
        } else if let builtin = OperationTable.builtins[function],
            builtin.row.operands.contains(args.count)
        {
            try invoke(builtin, args, into: register, &image)
        } else {
            // Only an expression that was not checked calls what there is not.
            try nothing(expr, args, into: register, &image)
        }
    }

    /// A function whose operands stand in registers that follow one another.
    private mutating func invoke(
        _ builtin: Builtin, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let first = try operands(args, &image)
        builder.emit(
            .call, a: register, b: first, c: UInt8(args.count), x: UInt32(builtin.rawValue))
    }

    /// Evaluates operands into registers that follow one another.
    /// - Returns: the first of them; 0 for none.
    private mutating func operands(
        _ args: [Expr], _ image: inout ImageBuilder
    ) throws(LoweringError) -> UInt8 {
        var registers: [UInt8] = []
        for _ in args { registers.append(try builder.allocate()) }
        for (arg, register) in zip(args, registers) {
            try evaluate(arg, into: register, &image)
        }
        return registers.first ?? 0
    }

    /// An operation on one or two values.
    private mutating func plain(
        _ opcode: Opcode, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let first = try evaluate(args[0], &image)
        let second = args.count > 1 ? try evaluate(args[1], &image) : 0
        builder.emit(opcode, a: register, b: first, c: second)
    }

    /// A part of a time; that of a constant zone in two steps, so that the machine looks up no name.
    private mutating func timePart(
        _ part: TimePart, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let time = try evaluate(args[0], &image)
        guard args.count > 1 else {
            builder.emit(.timePart, a: register, b: time, x: UInt32(part.rawValue))
            return
        }
        if case .string(let name)? = folder.value(of: args[1]) {
            let zone = try image.intern(zone: name, at: args[1].range)
            builder.emit(.localTime, a: register, b: time, x: zone)
            builder.emit(.timePart, a: register, b: register, x: UInt32(part.rawValue))
            return
        }
        guard variables != nil else {
            throw LoweringError(
                "a time zone must be constant: its offsets are compiled ahead of time",
                at: args[1].range, suggestion: "\"Europe/Berlin\"")
        }
        image.internAllZones()
        let zone = try evaluate(args[1], &image)
        builder.emit(.timePartZoned, a: register, b: time, c: zone, x: UInt32(part.rawValue))
    }

    private mutating func match(
        _ function: String, _ args: [Expr], tellsPlaces: Bool, into register: UInt8,
        _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let pattern = try image.intern(pattern: args[1], tellsPlaces: tellsPlaces, folder)
        if function == "regex.replace" {
            let values = [args[0]] + args.dropFirst(2)
            let first = try operands(values, &image)
            builder.emit(
                .replaceMatches, a: register, b: first, c: UInt8(values.count), x: pattern)
            return
        }
        let text = try evaluate(args[0], &image)
        let opcode: Opcode =
            !tellsPlaces ? .match : function == "regex.extract" ? .firstMatch : .allMatches
        builder.emit(opcode, a: register, b: text, x: pattern)
    }

    /// `a && b`, `a || b`: the right side is skipped where the left one decides.
    private mutating func logic(
        _ opcode: Opcode, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        // A fold's accumulator is known not to decide: the loop has just tested it.
        if case .ident(let name) = args[0].node, let binding = bindings.last(where: { $0.name == name }),
            binding.register == register
        {
            let right = try evaluate(args[1], &image)
            builder.emit(opcode, a: register, b: register, c: right)
            return
        }
        try evaluate(args[0], into: register, &image)
        var end = ProgramBuilder.Label()
        builder.jump(opcode == .and ? .jumpIfFalse : .jumpIfTrue, to: &end, b: register)
        shared.enterBranch()
        let right = try evaluate(args[1], &image)
        shared.leaveBranch()
        builder.emit(opcode, a: register, b: register, c: right)
        builder.place(end)
    }

    private mutating func conditional(
        _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let condition = try evaluate(args[0], &image)
        var whenTrue = ProgramBuilder.Label()
        var whenFalse = ProgramBuilder.Label()
        var end = ProgramBuilder.Label()
        builder.jump(.jumpIfTrue, to: &whenTrue, b: condition)
        builder.jump(.jumpIfFalse, to: &whenFalse, b: condition)
        builder.emit(.requireBool, a: register, b: condition)
        builder.jump(.jump, to: &end)
        builder.place(whenTrue)
        shared.enterBranch()
        try evaluate(args[1], into: register, &image)
        shared.leaveBranch()
        builder.jump(.jump, to: &end)
        builder.place(whenFalse)
        shared.enterBranch()
        try evaluate(args[2], into: register, &image)
        shared.leaveBranch()
        builder.place(end)
    }
}
