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
            if let opcode = Self.constantComparisons[operation], options.optimizes,
                let constant = folder.value(of: args[1])
            {
                let left = try evaluate(args[0], &image)
                builder.emit(opcode, a: register, b: left, x: image.intern(constant))
            } else if let opcode = Self.operators[operation] {
                try plain(opcode, args, into: register, &image)
            } else {
                throw unavailable("the operator `\(function)`", expr)
            }
        case nil:
            if PatternArguments.functions.contains(function) {
                try match(args, into: register, &image)
            } else if function == "dyn" {
                try evaluate(args[0], into: register, &image)
            } else if let part = Self.timeParts[function] {
                try timePart(part, args, into: register, &image)
            } else if let opcode = Self.functions[function] {
                try plain(opcode, args, into: register, &image)
            } else {
                throw unavailable("the function `\(function)`", expr)
            }
        }
    }

    /// Operators whose operands are all evaluated.
    private static let operators: [Operator: Opcode] = [
        .not: .not, .equals: .equal, .notEquals: .notEqual, .less: .less, .lessEquals: .lessEqual,
        .greater: .greater, .greaterEquals: .greaterEqual, .add: .add, .subtract: .subtract,
        .multiply: .multiply, .divide: .divide, .modulo: .modulo, .negate: .negate, .index: .index,
        .in: .contained,
    ]

    private static let constantComparisons: [Operator: Opcode] = [
        .equals: .equalConstant, .notEquals: .notEqualConstant, .less: .lessConstant,
        .lessEquals: .lessEqualConstant, .greater: .greaterConstant,
        .greaterEquals: .greaterEqualConstant,
    ]

    private static let functions: [String: Opcode] = [
        "size": .size, "contains": .contains, "startsWith": .startsWith, "endsWith": .endsWith,
        "bool": .toBool, "bytes": .toBytes, "double": .toDouble, "duration": .toDuration,
        "int": .toInt, "string": .toString, "timestamp": .toTimestamp, "uint": .toUint,
        "type": .typeOf,
    ]

    private static let timeParts: [String: TimePart] = [
        "getFullYear": .fullYear, "getMonth": .month, "getDate": .date,
        "getDayOfMonth": .dayOfMonth, "getDayOfWeek": .dayOfWeek, "getDayOfYear": .dayOfYear,
        "getHours": .hours, "getMinutes": .minutes, "getSeconds": .seconds,
        "getMilliseconds": .milliseconds,
    ]

    /// An operation on one or two values.
    private mutating func plain(
        _ opcode: Opcode, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let first = try evaluate(args[0], &image)
        let second = args.count > 1 ? try evaluate(args[1], &image) : 0
        builder.emit(opcode, a: register, b: first, c: second)
    }

    private mutating func timePart(
        _ part: TimePart, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let time = try evaluate(args[0], &image)
        guard args.count > 1 else {
            builder.emit(.timePart, a: register, b: time, x: UInt32(part.rawValue))
            return
        }
        let zone = try evaluate(args[1], &image)
        builder.emit(.timePartZoned, a: register, b: time, c: zone, x: UInt32(part.rawValue))
    }

    private mutating func match(
        _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let pattern = try image.intern(pattern: args[1])
        let text = try evaluate(args[0], &image)
        builder.emit(.match, a: register, b: text, x: pattern)
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
