import CallgateBytecode
import CallgateLanguage

// Tests against many constants, each as one look-up.
extension ExpressionLowering {
    /// Constants from which on a look-up is quicker than a comparison with each.
    static let fewestConstants = 8
    /// Constants from which on there is nothing but the look-up, whatever the options: the machine's memory
    /// and fuel would not do for building the list and walking it.
    static let mostBuilt = 4096

    private func isSet(_ count: Int) -> Bool {
        count >= (options.optimizes ? Self.fewestConstants : Self.mostBuilt)
    }

    /// `value in [constants]`
    /// - Returns: whether it was one that a look-up answers.
    mutating func membership(
        _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) -> Bool {
        guard args.count == 2, case .list(let elements, []) = args[1].node, isSet(elements.count),
            case .list(let values)? = folder.value(of: args[1]),
            let lookup = image.intern(set: values)
        else { return false }
        let value = try evaluate(args[0], &image)
        builder.emit(.member, a: register, b: value, x: lookup)
        return true
    }

    /// `[texts].exists(s, value.endsWith(s))`, and likewise `startsWith` and `contains`.
    mutating func affixes(
        _ loop: Comprehension, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) -> Bool {
        guard case .list(let elements, []) = loop.range.node, isSet(elements.count),
            let (test, value, kind) = Self.affixTest(loop), case .list(let values)? = folder.value(of: loop.range)
        else { return false }
        var texts: [[UInt8]] = []
        for value in values {
            guard case .string(let text) = value else { return false }
            texts.append(text)
        }
        guard let lookup = image.intern(texts: texts, kind) else { return false }
        let text = try evaluate(value, &image)
        // An error is one of the test, not of the loop around it.
        builder.range = test.range
        builder.emit(.matchTexts, a: register, b: text, x: lookup)
        return true
    }

    /// What a fold of `exists` tests, where it is one of these.
    private static func affixTest(_ loop: Comprehension) -> (test: Expr, value: Expr, kind: LookupKind)? {
        guard loop.secondVariable == nil, case .literal(.bool(false)) = loop.initial.node,
            case .ident(loop.accumulator) = loop.result.node,
            case .call(Operator.or.rawValue, nil, let sides) = loop.step.node, sides.count == 2,
            case .ident(loop.accumulator) = sides[0].node,
            case .call(let function, let target?, let args) = sides[1].node, args.count == 1,
            case .ident(loop.variable) = args[0].node, isFree(of: [loop.variable, loop.accumulator], target)
        else { return nil }
        switch function {
        case "startsWith": return (sides[1], target, .prefixes)
        case "endsWith": return (sides[1], target, .suffixes)
        case "contains": return (sides[1], target, .parts)
        default: return nil
        }
    }

    /// Whether an expression reads none of the names: only chains of fields are looked at.
    private static func isFree(of names: [String], _ expr: Expr) -> Bool {
        switch expr.node {
        case .ident(let name): !names.contains(name)
        case .select(let operand, _): isFree(of: names, operand)
        case .call(Operator.index.rawValue, nil, let args):
            args.allSatisfy { isFree(of: names, $0) }
        case .literal: true
        default: false
        }
    }
}
