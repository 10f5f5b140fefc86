import CallgateLanguage
import CallgateRegex

/// The patterns of an expression.
enum PatternArguments {
    /// The functions whose second operand is a pattern.
    static let functions: Set<String> = ["match", "matches"]

    /// The expressions that stand where patterns do, in the order of the text.
    static func collect(_ expr: Expr) -> [Expr] {
        var result: [Expr] = []
        func visit(_ expr: Expr) {
            switch expr.node {
            case .literal, .ident: break
            case .select(let operand, _), .presence(let operand, _): visit(operand)
            case .call(let function, let target, let args):
                let operands = [target].compactMap { $0 } + args
                operands.forEach(visit)
                if functions.contains(function), operands.count == 2 { result.append(operands[1]) }
            case .list(let elements, _): elements.forEach(visit)
            case .map(let entries):
                for entry in entries {
                    visit(entry.key)
                    visit(entry.value)
                }
            case .message(_, let fields): for field in fields { visit(field.value) }
            case .comprehension(let loop):
                [loop.range, loop.initial, loop.condition, loop.step, loop.result].forEach(visit)
            }
        }
        visit(expr)
        return result
    }
}

extension ImageBuilder {
    /// The index of the pattern that a literal is.
    mutating func intern(pattern expr: Expr) throws(LoweringError) -> UInt32 {
        let pattern: (source: String, flags: String)
        switch expr.node {
        case .literal(.pattern(let source, let flags)): pattern = (source, flags)
        case .literal(.string(let source)): pattern = (source, "")
        default:
            throw LoweringError(
                "a pattern must be a literal: patterns are compiled ahead of time", at: expr.range)
        }
        do {
            return try intern(pattern: pattern.source, flags: pattern.flags)
        } catch {
            // Behind the slash or the quote; escapes of a string may put it somewhat off.
            let start = expr.range.lowerBound + 1
            let lower = min(start + error.range.lowerBound, expr.range.upperBound)
            let upper = min(start + error.range.upperBound, expr.range.upperBound)
            throw LoweringError(
                error.message, at: SourceRange(lower, max(lower, upper)),
                suggestion: error.suggestion)
        }
    }
}
