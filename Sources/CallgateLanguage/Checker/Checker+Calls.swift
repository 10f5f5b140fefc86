/// Calls of functions, methods and operators.
extension Checker {
    mutating func checkCall(_ expr: Expr, _ function: String, _ target: Expr?, _ args: [Expr]) -> Expr {
        let prefix = target.flatMap { globalName($0) }
        if let prefix, let declaration = lookUpFunction("\(prefix).\(function)") {
            let checkedArgs = checkArguments(args, of: declaration.name, isMember: false)
            resolveCall(expr, declaration, target: nil, checkedArgs)
            return Expr(
                id: expr.id, range: expr.range,
                node: .call(function: declaration.name, target: nil, args: checkedArgs))
        }
        if let prefix, isOnlyNamespace(prefix) {
            set(.error, of: expr)
            if reportMacroMisuse(function, at: expr.range) { return expr }
            reportUndeclaredFunction("\(prefix).\(function)", at: expr.range)
            for arg in args { _ = check(arg) }
            return expr
        }
        guard let declaration = lookUpFunction(function) else {
            set(.error, of: expr)
            // The arguments of a macro are no expressions of their own.
            if reportMacroMisuse(function, at: expr.range) { return expr }
            reportUndeclaredFunction(function, at: expr.range)
            for part in [target].compactMap(\.self) + args { _ = check(part) }
            return expr
        }
        let checkedTarget = target.map { check($0) }
        let checkedArgs = checkArguments(args, of: declaration.name, isMember: target != nil)
        if function == Operator.optionalSelect.rawValue {
            checkOptionalSelect(expr, declaration, checkedArgs)
        } else if let type = indexedFieldType(function, checkedArgs, expr) {
            set(type, of: expr)
            references[expr.id] = .function(overloads: declaration.overloads.map(\.id))
        } else {
            resolveCall(expr, declaration, target: checkedTarget, checkedArgs)
        }
        warnOfConstantComparison(expr, declaration.name, checkedArgs)
        checkChoices(declaration.name, checkedArgs)
        return Expr(
            id: expr.id, range: expr.range,
            node: .call(function: declaration.name, target: checkedTarget, args: checkedArgs))
    }

    private func lookUpFunction(_ name: String) -> FunctionDeclaration? {
        if isItsOnlyCandidate(name) { return environment.functions[name] }
        for candidate in candidates(name) {
            if let declaration = environment.functions[candidate] { return declaration }
        }
        return nil
    }

    /// Whether a name is part of functions' names, such as `math`, and of nothing else. Then it is no
    /// variable that is missing, but a function.
    private func isOnlyNamespace(_ name: String) -> Bool {
        !isResolvingOnly && environment.functions.namespaces.contains(name) && lookUp(name) == nil
    }

    // MARK: Patterns

    /// Checks the arguments, of which one may have to be a constant pattern.
    private mutating func checkArguments(_ args: [Expr], of function: String, isMember: Bool) -> [Expr] {
        let pattern = FunctionTable.patternOperands[function].map { $0 - (isMember ? 1 : 0) }
        var checked: [Expr] = []
        for (index, arg) in args.enumerated() {
            checked.append(index == pattern ? checkPattern(arg, of: function) : check(arg))
        }
        return checked
    }

    private mutating func checkPattern(_ arg: Expr, of function: String) -> Expr {
        switch arg.node {
        case .literal(.pattern):
            set(.pattern, of: arg)
            return arg
        case .literal(.string):
            return check(arg)
        default:
            let checked = check(arg)
            if !environment.checker.allowsDynamicPatterns {
                report(
                    .pattern, "the pattern of `\(function)` must be a literal: patterns are compiled ahead of time",
                    at: arg.range, suggestion: "/pattern/")
            }
            return checked
        }
    }

    // MARK: Overloads

    private mutating func resolveCall(
        _ expr: Expr, _ declaration: FunctionDeclaration, target: Expr?, _ args: [Expr]
    ) {
        let operands = (target.map { [$0] } ?? []) + args
        var argumentTypes: [CELType] = []
        for operand in operands { argumentTypes.append(type(of: operand)) }
        if let found = chooseOverloads(declaration, argumentTypes, isMember: target != nil) {
            set(found.result, of: expr)
            references[expr.id] = .function(overloads: found.ids)
            return
        }
        set(.error, of: expr)
        if !argumentTypes.contains(.error) {
            reportNoOverload(expr, declaration, operands, argumentTypes, isMember: target != nil)
        }
    }

    /// The overloads that fit, and the type of their result, `dyn` where they differ in it.
    ///
    /// Variables are only bound when one overload fits: with several, nothing is known of which
    /// one it will be.
    mutating func chooseOverloads(
        _ declaration: FunctionDeclaration, _ arguments: [CELType], isMember: Bool
    ) -> (ids: [String], result: CELType)? {
        func hasForm(_ overload: Overload) -> Bool {
            overload.isMember == isMember && overload.parameters.count == arguments.count
        }
        if declaration.overloads.count(where: hasForm) == 1,
            let overload = declaration.overloads.first(where: hasForm)
        {
            let instance = unifier.instantiate(overload)
            guard unifier.assign(arguments, to: instance.parameters) else { return nil }
            return promote(declaration, [overload], arguments)
                ?? ([overload.id], unifier.resolve(instance.result))
        }
        var fitting: [(overload: Overload, result: CELType)] = []
        for overload in declaration.overloads where hasForm(overload) {
            let mark = unifier.mark()
            let instance = unifier.instantiate(overload)
            if unifier.assign(arguments, to: instance.parameters) {
                fitting.append((overload, unifier.resolve(instance.result)))
            }
            unifier.undo(to: mark)
        }
        guard let first = fitting.first else { return nil }
        if fitting.count == 1 {
            let instance = unifier.instantiate(first.overload)
            _ = unifier.assign(arguments, to: instance.parameters)
            let promoted = promote(declaration, fitting.map(\.overload), arguments)
            return promoted ?? ([first.overload.id], unifier.resolve(instance.result))
        }
        if let promoted = promote(declaration, fitting.map(\.overload), arguments) { return promoted }
        let isUniform = fitting.allSatisfy { $0.result == first.result }
        return (fitting.map(\.overload.id), isUniform ? first.result : .dyn)
    }

    private static let promoting: Set<String> = Set(
        [Operator.add, .subtract, .multiply, .divide].map(\.rawValue))

    /// Arithmetic between a `dyn` and a number, where it promotes: either number may come of it.
    private func promote(
        _ declaration: FunctionDeclaration, _ fitting: [Overload], _ arguments: [CELType]
    ) -> (ids: [String], result: CELType)? {
        guard environment.checker.promotesNumbers, arguments.count == 2,
            Self.promoting.contains(declaration.name)
        else { return nil }
        let isOpen = arguments.contains { argument in
            if case .number = argument.withoutNull { true } else { argument == .dyn }
        }
        guard isOpen else { return nil }
        func isSigned(_ overload: Overload) -> Bool {
            overload.parameters == [.int, .int] || overload.parameters == [.double, .double]
        }
        guard fitting.contains(where: isSigned) else { return nil }
        let ids = declaration.overloads.filter { isSigned($0) || fitting.contains($0) }.map(\.id)
        guard arguments.allSatisfy({ $0.withoutNull.isNumeric }) else { return (ids, .dyn) }
        return (ids, .number(isWhole: arguments.allSatisfy(\.isWhole)))
    }

    /// `operand.?field`, whose field is a literal.
    private mutating func checkOptionalSelect(_ expr: Expr, _ declaration: FunctionDeclaration, _ args: [Expr]) {
        var operand = type(of: args[0])
        if case .optional(let inner) = operand { operand = inner }
        var field = ""
        if case .literal(.string(let name)) = args[1].node { field = name }
        let selected = selectedType(operand, field, expr)
        references[expr.id] = .function(overloads: declaration.overloads.map(\.id))
        if case .optional = selected {
            set(selected, of: expr)
        } else {
            set(selected == .error ? .error : .optional(selected), of: expr)
        }
    }
}
