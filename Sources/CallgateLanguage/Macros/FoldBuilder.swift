/// What a macro's expansion is made of.
struct FoldBuilder {
    var call: MacroCall
    /// The whole call; every node of the expansion that the author did not write has this range.
    var range: SourceRange
    /// One or two names.
    var variables: [String]
    /// The arguments after the variables.
    var bodies: [Parser.Tree]
    /// What the fold runs over.
    var target: Parser.Tree?
}

extension Parser {
    /// The macros that loop. The expansions are those of cel-go.
    mutating func expandFold(_ kind: Macro.Kind, _ builder: FoldBuilder) throws(Failure) -> Tree {
        let range = builder.range
        let body = builder.bodies[builder.bodies.count - 1]
        let filter = builder.bodies.count == 2 ? builder.bodies[0] : nil
        switch kind {
        case .all:
            let initial = try literal(.bool(true), range)
            let condition = try makeCall(.notStrictlyFalse, [try accumulator(range)], range)
            let step = try makeCall(.and, [try accumulator(range), body], range)
            return try fold(builder, initial, condition, step, try accumulator(range))
        case .exists:
            let initial = try literal(.bool(false), range)
            let none = try makeCall(.not, [try accumulator(range)], range)
            let condition = try makeCall(.notStrictlyFalse, [none], range)
            let step = try makeCall(.or, [try accumulator(range), body], range)
            return try fold(builder, initial, condition, step, try accumulator(range))
        case .existsOne:
            let initial = try literal(.int(0), range)
            let more = try makeCall(.add, [try accumulator(range), try literal(.int(1), range)], range)
            let step = try makeCall(.conditional, [body, more, try accumulator(range)], range)
            let result = try makeCall(.equals, [try accumulator(range), try literal(.int(1), range)], range)
            return try fold(builder, initial, try literal(.bool(true), range), step, result)
        case .filter:
            let element = try make(.ident(builder.variables[0]), range, over: 0)
            let step = try appending(element, when: body, range)
            return try gather(builder, into: try make(.list([], optionals: []), range, over: 0), step)
        case .map, .transformList:
            let step = try appending(body, when: filter, range)
            return try gather(builder, into: try make(.list([], optionals: []), range, over: 0), step)
        case .transformMap:
            let key = try make(.ident(builder.variables[0]), range, over: 0)
            let step = try inserting([key, body], when: filter, range)
            return try gather(builder, into: try make(.map([]), range, over: 0), step)
        case .transformMapEntry:
            let step = try inserting([body], when: filter, range)
            return try gather(builder, into: try make(.map([]), range, over: 0), step)
        case .has, .bind, .optionalMap, .optionalFlatMap, .extreme, .sortBy, .block, .blockIndex, .blockVariable:
            preconditionFailure("expanded elsewhere")
        }
    }

    /// `cel.bind`: a fold over nothing, whose accumulator is the variable.
    mutating func expandBinding(value: Tree, body: Tree, _ builder: FoldBuilder) throws(Failure) -> Tree {
        try bind(builder.variables[0], to: value, in: body, macro: builder.call, builder.range)
    }

    /// `target.optMap(v, body)` is `target.hasValue() ? optional.of(body) : optional.none()`, with the
    /// target bound to a name, as writing it out twice would double a chain of these at each link.
    mutating func expandOptional(_ target: Tree?, _ builder: FoldBuilder, isFlat: Bool) throws(Failure) -> Tree {
        let range = builder.range
        guard let target else { preconditionFailure("a macro of a value has a target") }
        let hasValue = try makeMethod(MacroNames.hasValue, on: try bound(range), range)
        let value = try makeMethod(MacroNames.value, on: try bound(range), range)
        let body = try bind(builder.variables[0], to: value, in: builder.bodies[0], macro: nil, range)
        let mapped = isFlat ? body : try makeFunction(MacroNames.optionalOf, [body], range)
        let none = try makeFunction(MacroNames.optionalNone, [], range)
        let chosen = try makeCall(.conditional, [hasValue, mapped, none], range)
        return try bind(MacroNames.optionalTarget, to: target, in: chosen, macro: builder.call, range)
    }

    /// `target.sortBy(v, key)`: the list, bound to a name, is sorted by the keys that `map` makes of it.
    mutating func expandSort(_ target: Tree?, _ builder: FoldBuilder) throws(Failure) -> Tree {
        let range = builder.range
        guard let target else { preconditionFailure("a macro of a value has a target") }
        var keys = builder
        keys.target = try make(.ident(MacroNames.sortTarget), range, over: 0)
        let map = try expandFold(.map, keys)
        let list = try make(.ident(MacroNames.sortTarget), range, over: 0)
        let sorted = try make(
            .call(function: MacroNames.sortByKeys, target: list.expr, args: [map.expr]), range, over: map.depth)
        return try bind(MacroNames.sortTarget, to: target, in: sorted, macro: builder.call, range)
    }

    // MARK: Pieces

    private mutating func literal(_ value: Literal, _ range: SourceRange) throws(Failure) -> Tree {
        try make(.literal(value), range, over: 0)
    }

    private mutating func accumulator(_ range: SourceRange) throws(Failure) -> Tree {
        try make(.ident(MacroNames.accumulator), range, over: 0)
    }

    private mutating func bound(_ range: SourceRange) throws(Failure) -> Tree {
        try make(.ident(MacroNames.optionalTarget), range, over: 0)
    }

    private mutating func makeFunction(_ name: String, _ args: [Tree], _ range: SourceRange) throws(Failure) -> Tree {
        let depth = args.map(\.depth).max() ?? 0
        return try make(.call(function: name, target: nil, args: args.map(\.expr)), range, over: depth)
    }

    private mutating func makeMethod(_ name: String, on target: Tree, _ range: SourceRange) throws(Failure) -> Tree {
        try make(.call(function: name, target: target.expr, args: []), range, over: target.depth)
    }

    /// `accumulator + [element]`, where a condition holds.
    private mutating func appending(
        _ element: Tree, when condition: Tree?, _ range: SourceRange
    ) throws(Failure) -> Tree {
        let list = try make(.list([element.expr], optionals: []), range, over: element.depth)
        let step = try makeCall(.add, [try accumulator(range), list], range)
        return try guarded(step, by: condition, range)
    }

    /// `cel.@mapInsert(accumulator, ...)`, where a condition holds.
    private mutating func inserting(
        _ entry: [Tree], when condition: Tree?, _ range: SourceRange
    ) throws(Failure) -> Tree {
        let step = try makeFunction(MacroNames.mapInsert, [try accumulator(range)] + entry, range)
        return try guarded(step, by: condition, range)
    }

    private mutating func guarded(_ step: Tree, by condition: Tree?, _ range: SourceRange) throws(Failure) -> Tree {
        guard let condition else { return step }
        return try makeCall(.conditional, [condition, step, try accumulator(range)], range)
    }

    private mutating func gather(_ builder: FoldBuilder, into initial: Tree, _ step: Tree) throws(Failure) -> Tree {
        let condition = try literal(.bool(true), builder.range)
        return try fold(builder, initial, condition, step, try accumulator(builder.range))
    }

    private mutating func fold(
        _ builder: FoldBuilder, _ initial: Tree, _ condition: Tree, _ step: Tree, _ result: Tree
    ) throws(Failure) -> Tree {
        guard let target = builder.target else { preconditionFailure("a fold has a target") }
        let depth = [target, initial, condition, step, result].map(\.depth).max() ?? 0
        let comprehension = Comprehension(
            macro: builder.call, range: target.expr, variable: builder.variables[0],
            secondVariable: builder.variables.count == 2 ? builder.variables[1] : nil,
            accumulator: MacroNames.accumulator, initial: initial.expr, condition: condition.expr,
            step: step.expr, result: result.expr)
        return try make(.comprehension(comprehension), builder.range, over: depth)
    }

    mutating func bind(
        _ name: String, to value: Tree, in body: Tree, macro: MacroCall?, _ range: SourceRange
    ) throws(Failure) -> Tree {
        let nothing = try make(.list([], optionals: []), range, over: 0)
        let condition = try literal(.bool(false), range)
        let step = try make(.ident(name), range, over: 0)
        let comprehension = Comprehension(
            macro: macro, range: nothing.expr, variable: MacroNames.unused, secondVariable: nil,
            accumulator: name, initial: value.expr, condition: condition.expr, step: step.expr,
            result: body.expr)
        return try make(.comprehension(comprehension), range, over: max(value.depth, body.depth))
    }
}
