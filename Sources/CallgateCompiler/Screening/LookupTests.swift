import CallgateBytecode
import CallgateLanguage

/// Finds the tests against many constants that are compiled as one look-up each, for whoever makes their
/// code and whoever says what it costs.
struct LookupTests {
    let folder: ConstantFolder
    let optimizes: Bool

    /// Constants from which on a look-up is quicker than a comparison with each.
    static let fewestConstants = 8
    /// Constants from which on there is nothing but the look-up, whatever the options: the machine's memory
    /// and fuel would not do for building the list and walking it.
    static let mostBuilt = 4096

    /// `[texts].exists(s, value.endsWith(s))`, and likewise `startsWith` and `contains`.
    struct Affixes {
        let kind: LookupKind
        let texts: [[UInt8]]
        /// What is tested.
        let value: Expr
        /// The test of one text.
        let test: Expr
    }

    /// The constants of `value in [constants]`; nil where no look-up answers that.
    func membership(_ args: [Expr]) -> [LookupKey]? {
        guard args.count == 2 else { return nil }
        return constants(args[1]).flatMap(LookupKey.keys)
    }

    /// - Returns: nil for all folds but these.
    func affixes(_ loop: Comprehension) -> Affixes? {
        guard case .list = loop.range.node, let (test, value, kind) = Self.affixTest(loop),
            let values = constants(loop.range)
        else { return nil }
        var texts: [[UInt8]] = []
        for value in values {
            guard case .string(let text) = value else { return nil }
            texts.append(text)
        }
        return Affixes(kind: kind, texts: texts, value: value, test: test)
    }

    /// The elements of a list that is spelled out, where they are many enough.
    private func constants(_ list: Expr) -> [ConstantValue]? {
        guard case .list(let elements, []) = list.node,
            elements.count >= (optimizes ? Self.fewestConstants : Self.mostBuilt),
            case .list(let values)? = folder.value(of: list)
        else { return nil }
        return values
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
