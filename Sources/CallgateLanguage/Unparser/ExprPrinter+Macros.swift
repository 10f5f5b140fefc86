extension ExprPrinter {
    mutating func printFold(_ fold: Comprehension) {
        if let macro = fold.macro, printMacro(macro, fold) { return }
        text += "@fold(\(fold.variable)"
        if let second = fold.secondVariable { text += ", \(second)" }
        text += " in "
        print(fold.range, in: .conditional)
        text += "; \(fold.accumulator) = "
        print(fold.initial, in: .conditional)
        for part in [fold.condition, fold.step, fold.result] {
            text += "; "
            print(part, in: .conditional)
        }
        text += ")"
    }

    /// Prints the call that a fold was expanded from; false if the fold was changed since.
    private mutating func printMacro(_ macro: MacroCall, _ fold: Comprehension) -> Bool {
        let target: Expr?
        let variables: [String]
        let bodies: [Expr]
        switch macro.name {
        case "block":
            return printBlock(macro, fold)
        case "bind":
            target = nil
            variables = [fold.accumulator]
            bodies = [fold.initial, fold.result]
        case "sortBy":
            guard case .call(_, _, let args) = fold.result.node, args.count == 1,
                case .comprehension(let keys) = args[0].node, let key = Self.transform(keys.step)
            else { return false }
            target = fold.initial
            variables = [keys.variable]
            bodies = [key]
        case "optMap", "optFlatMap":
            guard let inner = Self.optionalBody(fold, isFlat: macro.name == "optFlatMap") else { return false }
            target = fold.initial
            variables = [inner.accumulator]
            bodies = [inner.result]
        default:
            target = fold.range
            variables = [fold.variable] + [fold.secondVariable].compactMap(\.self)
            guard let found = Self.bodies(macro, fold.step, count: macro.args.count - variables.count) else { return false }
            bodies = found
        }
        if let target { print(target, in: .member) } else { text += "cel" }
        text += "." + macro.name + "(" + variables.map(Self.spelling).joined(separator: ", ")
        for body in bodies {
            text += ", "
            print(body, in: .conditional)
        }
        text += ")"
        return true
    }

    /// `cel.block([a, b], body)`, whose elements are bound by folds one within the other.
    private mutating func printBlock(_ macro: MacroCall, _ fold: Comprehension) -> Bool {
        var values = [fold.initial]
        var body = fold.result
        while values.count < macro.args.count - 1 {
            guard case .comprehension(let inner) = body.node else { return false }
            values.append(inner.initial)
            body = inner.result
        }
        text += "cel.block("
        printElements("[", values, "]") { printer, value in printer.print(value, in: .conditional) }
        text += ", "
        print(body, in: .conditional)
        text += ")"
        return true
    }

    /// Prints a name; those of blocks as the calls that spell them.
    mutating func printName(_ name: String) {
        text += Self.spelling(name)
    }

    private static func spelling(_ name: String) -> String {
        if name.hasPrefix(MacroNames.blockIndex) { return "cel.index(\(name.dropFirst(MacroNames.blockIndex.count)))" }
        for (function, prefix) in MacroNames.blockVariables where name.hasPrefix(prefix + ":") {
            let numbers = name.split(separator: ":").dropFirst().joined(separator: ", ")
            return "cel.\(function)(\(numbers))"
        }
        return name
    }

    /// The fold within the expansion of `optMap` that binds the variable.
    private static func optionalBody(_ fold: Comprehension, isFlat: Bool) -> Comprehension? {
        guard case .call(_, nil, let args) = fold.result.node, args.count == 3 else { return nil }
        var body = args[1]
        if !isFlat {
            guard case .call(_, _, let inner) = body.node, inner.count == 1 else { return nil }
            body = inner[0]
        }
        guard case .comprehension(let inner) = body.node else { return nil }
        return inner
    }

    /// The author's arguments within the step, after the variables.
    private static func bodies(_ macro: MacroCall, _ step: Expr, count: Int) -> [Expr]? {
        guard case .call(_, nil, let args) = step.node, let last = args.last else { return nil }
        switch macro.name {
        case "all", "exists": return args.count == 2 ? [last] : nil
        case "exists_one", "existsOne", "filter": return args.count == 3 ? [args[0]] : nil
        default: break
        }
        if count == 2 {
            guard args.count == 3, let transform = transform(args[1]) else { return nil }
            return [args[0], transform]
        }
        return transform(step).map { [$0] }
    }

    /// What a step appends to the list, or inserts into the map.
    private static func transform(_ step: Expr) -> Expr? {
        guard case .call(let function, nil, let args) = step.node, let last = args.last else { return nil }
        if function == MacroNames.mapInsert { return last }
        guard case .list(let elements, _) = last.node, elements.count == 1 else { return nil }
        return elements[0]
    }
}
