import CallgateReference
import CallgateRegex

/// All ways to match one pattern.
struct Engines {
    let pattern: Pattern
    let literal: LiteralTest?
    let dfa: DFA?
    let nfa: NFA
    let derivatives: DerivativeMatcher
    let re2: RE2?
    private let asksInsideScalars: Bool

    /// - Parameter re2: the same pattern in RE2's syntax, nil for none.
    init(_ pattern: Pattern, re2: String?) throws {
        self.pattern = pattern
        literal = LiteralTest(pattern)
        dfa = try compileSet([pattern])
        nfa = try NFA(pattern)
        derivatives = DerivativeMatcher(pattern.tree)
        self.re2 = re2.map(RE2.init)
        asksInsideScalars = pattern.tree.containsNotWordBoundary
    }

    /// What each engine answers, by its name. RE2 is left out where it looks for `\B` between the
    /// bytes of a scalar, which spec/language/patterns.md lists among the differences.
    func answers(for text: String) -> [(engine: String, answer: Bool)] {
        let utf8 = Array(text.utf8)
        var answers = [("derivatives", derivatives.matches(text)), ("NFA", nfa.matches(utf8))]
        if let literal {
            answers.append(("literal", literal.matches(utf8)))
        }
        if let dfa {
            answers.append(("DFA", dfa.matches(utf8)))
        }
        if let re2, !(asksInsideScalars && utf8.contains { $0 >= 0x80 }) {
            answers.append(("RE2", re2.matches(utf8)))
        }
        return answers
    }
}

extension RegexTree {
    var containsNotWordBoundary: Bool {
        switch self {
        case .empty, .scalars: false
        case .assertion(let assertion): assertion == .notWordBoundary
        case .repetition(let part, _, _): part.containsNotWordBoundary
        case .concatenation(let parts), .alternation(let parts): parts.contains(where: \.containsNotWordBoundary)
        }
    }
}
