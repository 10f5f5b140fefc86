import CallgateLanguage
import CallgateRegex

/// The patterns of an expression.
enum PatternArguments {
    /// The functions whose second operand is a pattern, and whether they ask where it matches.
    static let functions: [String: Bool] = [
        "match": false, "matches": false, "regex.extract": true, "regex.extractAll": true,
        "regex.replace": true,
    ]

    /// The expressions that stand where patterns do, in the order of the text.
    static func collect(_ expr: Expr) -> [(pattern: Expr, tellsPlaces: Bool)] {
        var result: [(pattern: Expr, tellsPlaces: Bool)] = []
        func visit(_ expr: Expr) {
            switch expr.node {
            case .literal, .ident: break
            case .select(let operand, _), .presence(let operand, _): visit(operand)
            case .call(let function, let target, let args):
                let operands = [target].compactMap { $0 } + args
                operands.forEach(visit)
                if let tellsPlaces = functions[function], operands.count >= 2 {
                    result.append((operands[1], tellsPlaces))
                }
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
    /// The index of the pattern that a constant expression is.
    mutating func intern(
        pattern expr: Expr, tellsPlaces: Bool, _ folder: ConstantFolder
    ) throws(LoweringError) -> UInt32 {
        guard let (source, flags) = folder.pattern(expr) else {
            throw LoweringError(
                "a pattern must be constant: patterns are compiled ahead of time", at: expr.range)
        }
        do {
            return try intern(pattern: source, flags: flags, tellsPlaces: tellsPlaces)
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

extension ConstantFolder {
    /// The pattern that an expression is, and its flags; nil where it is not constant.
    func pattern(_ expr: Expr) -> (source: String, flags: String)? {
        if case .literal(.pattern(let text, let letters)) = expr.node { return (text, letters) }
        guard case .string(let utf8)? = value(of: expr) else { return nil }
        return (String(decoding: utf8, as: UTF8.self), "")
    }
}
