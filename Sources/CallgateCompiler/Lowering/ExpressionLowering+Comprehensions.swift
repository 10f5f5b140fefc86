import CallgateBytecode
import CallgateLanguage

extension ExpressionLowering {
    /// A fold:
    ///
    ///         range     iterator, container -> failed
    ///         accumulator := initial
    ///         first     element, iterator -> exit
    ///     body:
    ///         leave for exit where the condition says so
    ///         accumulator := step
    ///         next      element, iterator -> body
    ///     exit:
    ///         result := …
    ///         jump      end
    ///     failed:
    ///         result := the iterator's register, an error
    ///     end:
    mutating func comprehension(
        _ loop: Comprehension, _ expr: Expr, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        guard loop.secondVariable == nil else { throw unavailable("a loop with two variables", expr) }
        if case .literal(.bool(false)) = loop.condition.node {
            return try binding(loop, into: register, &image)
        }
        let container = try evaluate(loop.range, &image)
        loopDepth += 1
        defer { loopDepth -= 1 }
        guard loopDepth <= BytecodeLimits.loopDepth else {
            throw LoweringError(
                "loops are nested more than \(BytecodeLimits.loopDepth) levels deep", at: expr.range)
        }
        let iterator = try builder.allocate()
        let element = try builder.allocate()
        let accumulator = try builder.allocate()
        var failed = ProgramBuilder.Label()
        var exit = ProgramBuilder.Label()
        var end = ProgramBuilder.Label()
        builder.jump(.range, to: &failed, a: iterator, b: container)
        // From here on nothing is certain: there may be no loop at all.
        shared.enterBranch()
        let appends = Self.builds(loop)
        if appends {
            builder.emit(.newListFor, a: accumulator, b: iterator)
        } else {
            try evaluate(loop.initial, into: accumulator, &image)
        }
        builder.jump(.first, to: &exit, a: element, b: iterator)
        let body = builder.code.count
        bindings.append((loop.variable, element))
        bindings.append((loop.accumulator, accumulator))
        try leave(loop, to: &exit, &image)
        let mark = builder.mark
        if appends {
            try gather(loop.step, into: accumulator, &image)
        } else {
            try evaluate(loop.step, into: accumulator, &image)
        }
        builder.release(to: mark)
        bindings.remove(at: bindings.count - 2)
        builder.emit(.next, a: element, b: iterator, x: UInt32(body))
        builder.place(exit)
        try evaluate(loop.result, into: register, &image)
        bindings.removeLast()
        shared.leaveBranch()
        builder.jump(.jump, to: &end)
        builder.place(failed)
        builder.emit(.move, a: register, b: iterator)
        builder.place(end)
    }

    /// A fold that runs over nothing: its accumulator is a name for a value.
    private mutating func binding(
        _ loop: Comprehension, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let value = try builder.allocate()
        try evaluate(loop.initial, into: value, &image)
        bindings.append((loop.accumulator, value))
        try evaluate(loop.result, into: register, &image)
        bindings.removeLast()
    }

    /// Leaves the loop where its condition is false: macros test the accumulator, or nothing.
    private mutating func leave(
        _ loop: Comprehension, to exit: inout ProgramBuilder.Label, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        guard case .call(Operator.notStrictlyFalse.rawValue, nil, let args) = loop.condition.node,
            let tested = args.first
        else { return }
        if case .call(Operator.not.rawValue, nil, let negated) = tested.node, negated.count == 1 {
            let value = try evaluate(negated[0], &image)
            builder.jump(.jumpIfTrue, to: &exit, b: value)
        } else {
            let value = try evaluate(tested, &image)
            builder.jump(.jumpIfFalse, to: &exit, b: value)
        }
    }

    /// Whether a fold only adds elements to the end of a list that starts empty, so that the list
    /// can grow in place.
    private static func builds(_ loop: Comprehension) -> Bool {
        guard case .list(let elements, _) = loop.initial.node, elements.isEmpty else { return false }
        if case .call(Operator.conditional.rawValue, nil, let args) = loop.step.node, args.count == 3 {
            return appended(args[1], to: loop.accumulator) != nil && isIdent(args[2], loop.accumulator)
        }
        return appended(loop.step, to: loop.accumulator) != nil
    }

    /// The `x` of `accumulator + [x]`.
    private static func appended(_ expr: Expr, to accumulator: String) -> Expr? {
        guard case .call(Operator.add.rawValue, nil, let args) = expr.node, args.count == 2,
            isIdent(args[0], accumulator), case .list(let elements, []) = args[1].node,
            elements.count == 1
        else { return nil }
        return elements[0]
    }

    private static func isIdent(_ expr: Expr, _ name: String) -> Bool { expr.node == .ident(name) }

    /// `accumulator + [x]`, or `c ? accumulator + [x] : accumulator`, in place.
    private mutating func gather(
        _ step: Expr, into accumulator: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        let name = bindings[bindings.count - 1].name
        if let element = Self.appended(step, to: name) {
            let value = try evaluate(element, &image)
            builder.emit(.append, a: accumulator, b: value)
            return
        }
        guard case .call(_, nil, let args) = step.node, let element = Self.appended(args[1], to: name)
        else { throw unavailable("this loop", step) }
        let condition = try evaluate(args[0], &image)
        var whenTrue = ProgramBuilder.Label()
        var end = ProgramBuilder.Label()
        builder.jump(.jumpIfFalse, to: &end, b: condition)
        builder.jump(.jumpIfTrue, to: &whenTrue, b: condition)
        builder.emit(.spoil, a: accumulator, b: condition)
        builder.jump(.jump, to: &end)
        builder.place(whenTrue)
        let value = try evaluate(element, &image)
        builder.emit(.append, a: accumulator, b: value)
        builder.place(end)
    }
}
