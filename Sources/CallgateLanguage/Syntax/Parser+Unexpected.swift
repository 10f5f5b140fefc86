/// What is said of a token that does not fit.
extension Parser {
    mutating func expectClosing(_ closing: Punctuation, of opening: SourceRange) throws(Failure) {
        if accept(closing) { return }
        throw current == .end ? unclosed(opening) : unexpectedAfterOperand("`\(closing.rawValue)`")
    }

    mutating func unclosed(_ opening: SourceRange) -> Failure {
        if hasUnterminated { return .syntax }
        return fail("the `\(text(opening))` that opens here is never closed", at: opening)
    }

    /// A token where something else had to begin.
    mutating func unexpected(_ expected: String) -> Failure {
        if current == .invalid { return errors.count < Limits.errors ? .syntax : .limit }
        if case .name("in") = current {
            return fail("`in` needs an operand on its left", at: currentRange)
        }
        return fail("\(expected) is expected, but \(describeCurrent())", at: currentRange)
    }

    /// A token where, after a complete operand, an operator or some mark had to follow.
    mutating func unexpectedAfterOperand(_ expected: String) -> Failure {
        switch current {
        case .invalid:
            return errors.count < Limits.errors ? .syntax : .limit
        case .name(let name):
            if let failure = foreignOperator(name) { return failure }
        case .string, .bytes:
            if case .name(let prefix) = kind(after: -1), previousRange.upperBound == currentRange.lowerBound {
                return fail(
                    "`\(prefix)` is not a prefix of strings", at: previousRange,
                    suggestion: "the prefixes are r, b and br")
            }
            if case .string = kind(after: -1) {
                return fail(
                    "a string cannot directly follow another", at: currentRange,
                    suggestion: "join them with `+`, or escape the quotation mark within with `\\`")
            }
        case .punctuation(.leftParenthesis):
            return fail("only a name can be called", at: currentRange)
        case .punctuation(.rightParenthesis), .punctuation(.rightBracket), .punctuation(.rightBrace):
            if expected == "the end of the expression" {
                return fail("the `\(text(currentRange))` here closes nothing", at: currentRange)
            }
        case .punctuation(.not):
            if case .name("in") = kind(after: 1) {
                return fail("CEL has no `!in`", at: currentRange, suggestion: "!(a in b)")
            }
        default:
            break
        }
        return fail("\(expected) or an operator is expected, but \(describeCurrent())", at: currentRange)
    }

    /// Words that are operators elsewhere, and strings that end sooner than meant.
    private mutating func foreignOperator(_ name: String) -> Failure? {
        let range = currentRange
        switch name {
        case "and", "AND": return fail("CEL writes `&&` for `\(name)`", at: range, suggestion: "&&")
        case "or", "OR": return fail("CEL writes `||` for `\(name)`", at: range, suggestion: "||")
        case "not", "NOT":
            return fail("CEL has no `not in`: negate the whole", at: range, suggestion: "!(a in b)")
        case "is", "eq": return fail("CEL writes `==` for `\(name)`", at: range, suggestion: "==")
        case "contains", "startsWith", "endsWith", "matches", "match":
            return fail("`\(name)` is a method, not an operator", at: range, suggestion: ".\(name)(...)")
        default: break
        }
        if index > 0, case .string = kind(after: -1), tokens[index - 1].range.upperBound == range.lowerBound {
            return fail(
                "the string ends before `\(name)`", at: range,
                suggestion: "escape the quotation mark within it with `\\`, or use the other kind around it")
        }
        return nil
    }

    private func describeCurrent() -> String {
        switch current {
        case .end: return "the expression ends"
        case .string, .bytes: return "a string follows"
        case .pattern: return "a pattern follows"
        default: return "`\(text(currentRange).prefix(40))` follows"
        }
    }
}
