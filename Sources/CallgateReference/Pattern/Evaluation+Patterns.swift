import CallgateLanguage
import CallgateRegex

/// Functions whose second operand is a pattern: a literal of either kind, or a computed string.
extension Evaluation {
    mutating func patternFunction(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value? {
        guard FunctionTable.patternOperands[function] == 1 else { return nil }
        guard args.count >= 2 else { throw EvaluationError(.noSuchOverload) }
        let text = try value(of: args[0])
        let pattern: PatternText
        if case .literal(.pattern(let source, let flags)) = args[1].node {
            pattern = PatternText(source: source, flags: flags)
        } else {
            guard case .string(let source) = try value(of: args[1]) else { throw EvaluationError(.noSuchOverload) }
            pattern = PatternText(source: source, flags: "")
        }
        guard case .string(let text) = text else { throw EvaluationError(.noSuchOverload) }
        guard let matcher = matcher(pattern) else { throw EvaluationError(.badConversion) }
        return .bool(matcher.matches(text))
    }

    private mutating func matcher(_ text: PatternText) -> DerivativeMatcher? {
        if let known = patterns[text] { return known }
        let matcher = (try? Pattern(text.source, flags: text.flags)).map { DerivativeMatcher($0.tree) }
        patterns[text] = .some(matcher)
        return matcher
    }
}

/// A pattern before it is parsed.
struct PatternText: Hashable {
    private let scalars: [Unicode.Scalar]
    let flags: String

    init(source: String, flags: String) {
        scalars = Array(source.unicodeScalars)
        self.flags = flags
    }

    var source: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
