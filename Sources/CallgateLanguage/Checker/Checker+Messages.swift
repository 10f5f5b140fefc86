/// What is said of names that are not declared and of arguments that no overload takes.
extension Checker {
    mutating func reportUndeclared(_ name: String, at range: SourceRange) {
        if isFull { return }
        let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        let function = environment.functions[plain]
        if function != nil {
            report(.undeclared, "`\(plain)` is a function, not a variable", at: range, suggestion: "\(plain)(...)")
            return
        }
        let known = Set(environment.variables.keys).union(environment.types.keys)
            .union(locals.filter { !$0.value.isEmpty }.keys)
        report(
            .undeclared, "`\(name)` is not declared", at: range,
            suggestion: nearest(to: plain, among: known.filter(\.isWritable)))
    }

    mutating func reportUndeclaredFunction(_ name: String, at range: SourceRange) {
        if isFull { return }
        if let operation = Operator(rawValue: name) {
            report(.undeclared, "`\(operation.spelling)` is not enabled here", at: range)
            return
        }
        let macros = Macro.table.filter { environment.parser.macros.contains($0.set) }.map(\.name)
        let known = Set(environment.functions.byName.keys).union(macros)
        report(
            .undeclared, "the function `\(name)` is not declared", at: range,
            suggestion: nearest(to: name, among: known.filter(\.isWritable)))
    }

    /// Reports a call that has the name of a macro but not its form; false if there is none.
    mutating func reportMacroMisuse(_ name: String, at range: SourceRange) -> Bool {
        let forms = Macro.table.filter { $0.name == name }
        if forms.isEmpty { return false }
        let enabled = forms.filter { environment.parser.macros.contains($0.set) }
        if enabled.isEmpty {
            report(.undeclared, "the macro `\(name)` is not enabled here", at: range)
            return true
        }
        let counts = Set(enabled.map(\.arguments.lowerBound)).sorted().map(String.init).joined(separator: " or ")
        let receiver =
            switch enabled[0].receiver {
            case .none: ""
            case .value: "list."
            case .namespace(let name): "\(name)."
            }
        report(.macro, "the macro `\(name)` is written `\(receiver)\(name)(...)` with \(counts) arguments", at: range)
        return true
    }

    // MARK: Overloads

    /// - Parameter operands: the target of a method first.
    mutating func reportNoOverload(
        _ expr: Expr, _ declaration: FunctionDeclaration, _ operands: [Expr], _ types: [CELType], isMember: Bool
    ) {
        if isFull { return }
        let name = declaration.name
        let sameStyle = declaration.overloads.filter { $0.isMember == isMember }
        if sameStyle.isEmpty {
            let message =
                isMember
                ? "`\(name)` is a function, not a method" : "`\(name)` is a method, not a function"
            report(.type, message, at: expr.range, suggestion: isMember ? "\(name)(x)" : "x.\(name)(...)")
            return
        }
        let place = misfit(sameStyle, types).map { operands[$0].range } ?? expr.range
        if let operation = Operator(rawValue: name) {
            report(
                .type, message(operation, declaration, types), at: place, suggestion: conversion(operation, types))
            return
        }
        let given = signature(name, types, isMember: isMember)
        report(
            .type, "there is no `\(given)`; there is \(list(sameStyle, of: name, count: types.count))", at: place)
    }

    /// The one operand without which an overload would fit, whatever it were; nil where there is none,
    /// or more than one could be to blame.
    private mutating func misfit(_ overloads: [Overload], _ types: [CELType]) -> Int? {
        var found: Int?
        for index in types.indices {
            var others = types
            others[index] = .dyn
            guard overloads.contains(where: { fits($0, others) || fitsPattern($0, others, at: index) }) else { continue }
            if found != nil { return nil }
            found = index
        }
        return found
    }

    private mutating func fits(_ overload: Overload, _ types: [CELType]) -> Bool {
        let mark = unifier.mark()
        defer { unifier.undo(to: mark) }
        return unifier.assign(types, to: unifier.instantiate(overload).parameters)
    }

    /// A pattern is of no other type, so that `dyn` does not stand for it.
    private mutating func fitsPattern(_ overload: Overload, _ types: [CELType], at index: Int) -> Bool {
        guard overload.parameters.count == types.count, overload.parameters[index] == .pattern else { return false }
        var types = types
        types[index] = .pattern
        return fits(overload, types)
    }

    private func message(_ operation: Operator, _ declaration: FunctionDeclaration, _ arguments: [CELType]) -> String {
        let types = arguments.map(\.shown)
        switch operation {
        case .equals, .notEquals:
            return "`\(operation.spelling)` compares values of one type, not \(types[0]) with \(types[1])"
        case .conditional where arguments[0] == .bool || arguments[0].isDynamic:
            return "the branches of `? :` have different types, \(types[1]) and \(types[2])"
        case .conditional:
            return "the condition of `? :` must be a bool, not \(types[0])"
        case .and, .or:
            return "`\(operation.spelling)` takes a bool on each side, not \(types[0]) and \(types[1])"
        case .in:
            return "`in` takes a list or map on its right with elements or keys like its left, not \(types[0]) and \(types[1])"
        default:
            return "`\(operation.spelling)` does not take \(types.joined(separator: " and ")); "
                + "there is \(list(declaration.overloads, of: declaration.name, count: types.count))"
        }
    }

    private func conversion(_ operation: Operator, _ arguments: [CELType]) -> String? {
        guard arguments.count == 2, arguments[0] != arguments[1] else { return nil }
        if arguments.allSatisfy(\.isNumeric) {
            let wanted: CELType = arguments.contains(.double) ? .double : .int
            return "convert one side, as in \(wanted)(x)"
        }
        if operation == .add, arguments.contains(.string) { return "convert one side, as in string(x)" }
        return nil
    }

    /// How many overloads a message lists.
    private static let listed = 8

    /// The forms of a function, those with as many operands as were given first.
    private func list(_ overloads: [Overload], of name: String, count: Int) -> String {
        let nearFirst =
            overloads.filter { $0.parameters.count == count } + overloads.filter { $0.parameters.count != count }
        let shown = nearFirst.prefix(Self.listed).map { overload in
            "`\(signature(name, overload.parameters, isMember: overload.isMember))`"
        }
        let rest = overloads.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    /// A call as it is written, with types for operands.
    private func signature(_ name: String, _ types: [CELType], isMember: Bool) -> String {
        let shown = types.map(\.shown)
        if let operation = Operator(rawValue: name) {
            switch (operation, shown.count) {
            case (.index, 2): return "\(shown[0])[\(shown[1])]"
            case (.optionalIndex, 2): return "\(shown[0])[?\(shown[1])]"
            case (_, 2): return "\(shown[0]) \(operation.spelling) \(shown[1])"
            default: return "\(operation.spelling)\(shown.joined(separator: ", "))"
            }
        }
        if isMember { return "\(shown[0]).\(name)(\(shown.dropFirst().joined(separator: ", ")))" }
        return "\(name)(\(shown.joined(separator: ", ")))"
    }
}

extension String {
    /// Whether a source can contain this name: the expansions' own names begin with `@` or `#`.
    fileprivate var isWritable: Bool {
        utf8.first.map(\.isNameStart) ?? false && !utf8.contains(UInt8(ascii: "@")) && !hasPrefix("_")
    }
}
