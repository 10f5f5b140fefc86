import CallgateBytecode
import CallgateLanguage

extension ExpressionLowering {
    /// A fold:
    ///
    ///         range     iterator, container -> failed
    ///         accumulator := initial
    ///         first     element, iterator -> exit         (firstPair, nextPair: with two variables)
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
        if case .literal(.bool(false)) = loop.condition.node {
            return try binding(loop, into: register, &image)
        }
        if try affixes(loop, into: register, &image) { return }
        let container = try evaluate(loop.range, &image)
        loopDepth += 1
        defer { loopDepth -= 1 }
        guard loopDepth <= BytecodeLimits.loopDepth else {
            throw LoweringError(
                "loops are nested more than \(BytecodeLimits.loopDepth) levels deep", at: expr.range)
        }
        let iterator = try builder.allocate()
        let element = try builder.allocate()
        // With two variables, the index or key comes first and the element right behind it.
        let second = try loop.secondVariable.map { _ throws(LoweringError) in try builder.allocate() }
        let accumulator = try builder.allocate()
        var failed = ProgramBuilder.Label()
        var exit = ProgramBuilder.Label()
        var end = ProgramBuilder.Label()
        builder.jump(.range, to: &failed, a: iterator, b: container)
        // From here on nothing is certain: there may be no loop at all.
        shared.enterBranch()
        let gathering = Gathering(loop)
        switch gathering?.kind {
        case .list: builder.emit(.newListFor, a: accumulator, b: iterator)
        case .map: builder.emit(.newMap, a: accumulator, x: Gathering.firstRoom)
        case nil: try evaluate(loop.initial, into: accumulator, &image)
        }
        builder.jump(second == nil ? .first : .firstPair, to: &exit, a: element, b: iterator)
        let body = builder.code.count
        let outside = bindings.count
        bindings.append(Binding(loop.variable, element))
        if let name = loop.secondVariable { bindings.append(Binding(name, second)) }
        bindings.append(Binding(loop.accumulator, accumulator))
        try leave(loop, to: &exit, &image)
        let mark = builder.mark
        if let gathering {
            try gather(gathering, into: accumulator, &image)
        } else {
            try evaluate(loop.step, into: accumulator, &image)
        }
        builder.release(to: mark)
        bindings.removeSubrange(outside..<bindings.count - 1)
        builder.emit(second == nil ? .next : .nextPair, a: element, b: iterator, x: UInt32(body))
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
        let constant = folder.value(of: loop.initial)
        var value: UInt8?
        if !options.optimizes || constant == nil {
            let place = try builder.allocate()
            try evaluate(loop.initial, into: place, &image)
            value = place
        }
        bindings.append(Binding(loop.accumulator, value, constant: constant))
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

    /// One step of a fold that gathers, in place.
    private mutating func gather(
        _ gathering: Gathering, into accumulator: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        guard let guarding = gathering.condition else {
            return try add(gathering.added, to: accumulator, &image)
        }
        let condition = try evaluate(guarding, &image)
        var whenTrue = ProgramBuilder.Label()
        var end = ProgramBuilder.Label()
        builder.jump(.jumpIfFalse, to: &end, b: condition)
        builder.jump(.jumpIfTrue, to: &whenTrue, b: condition)
        builder.emit(.spoil, a: accumulator, b: condition)
        builder.jump(.jump, to: &end)
        builder.place(whenTrue)
        try add(gathering.added, to: accumulator, &image)
        builder.place(end)
    }

    private mutating func add(
        _ added: Gathering.Added, to accumulator: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) {
        switch added {
        case .element(let element):
            let value = try evaluate(element, &image)
            builder.emit(.append, a: accumulator, b: value)
        case .entry(let key, let value):
            let keyRegister = try evaluate(key, &image)
            let valueRegister = try evaluate(value, &image)
            builder.emit(.insert, a: accumulator, b: keyRegister, c: valueRegister)
        case .entries(let map):
            let more = try evaluate(map, &image)
            builder.emit(.insertAll, a: accumulator, b: more)
        }
    }
}
