/// Conditionals, binary and unary operators.
extension Parser {
    private struct Binary {
        var function: Operator
        /// 1 binds loosest.
        var precedence: Int
        var isLogical: Bool { function == .and || function == .or }
    }

    mutating func parseExpression() throws(Failure) -> Tree {
        try nested { (parser) throws(Failure) in try parser.parseConditional() }
    }

    private mutating func parseConditional() throws(Failure) -> Tree {
        let condition = try parseBinary()
        let question = currentRange
        guard accept(.question) else { return condition }
        if at(.question) {
            throw fail(
                "CEL has no `??`", at: question.union(currentRange),
                suggestion: "has(args.field) ? args.field : fallback")
        }
        let whenTrue = try parseBinary()
        if at(.question) {
            throw fail("a conditional between `?` and `:` needs parentheses", at: currentRange)
        }
        guard accept(.colon) else { throw missingColon(question) }
        let whenFalse = try parseExpression()
        return try makeCall(
            .conditional, [condition, whenTrue, whenFalse], condition.range.union(whenFalse.range))
    }

    private mutating func missingColon(_ question: SourceRange) -> Failure {
        if index >= 2, case .punctuation(.dot) = kind(after: -2), question.upperBound == tokens[index - 2].range.lowerBound {
            return fail(
                "this `?` begins a conditional, and its `:` is missing", at: question,
                suggestion: "write `.?` to select a field that may be absent")
        }
        return unexpectedAfterOperand("`:` of the conditional")
    }

    private var binaryOperator: Binary? {
        switch current {
        case .name("in"): Binary(function: .in, precedence: 3)
        case .punctuation(let mark):
            switch mark {
            case .or: Binary(function: .or, precedence: 1)
            case .and: Binary(function: .and, precedence: 2)
            case .equals: Binary(function: .equals, precedence: 3)
            case .notEquals: Binary(function: .notEquals, precedence: 3)
            case .less: Binary(function: .less, precedence: 3)
            case .lessEquals: Binary(function: .lessEquals, precedence: 3)
            case .greater: Binary(function: .greater, precedence: 3)
            case .greaterEquals: Binary(function: .greaterEquals, precedence: 3)
            case .plus: Binary(function: .add, precedence: 4)
            case .minus: Binary(function: .subtract, precedence: 4)
            case .star: Binary(function: .multiply, precedence: 5)
            case .slash: Binary(function: .divide, precedence: 5)
            case .percent: Binary(function: .modulo, precedence: 5)
            default: nil
            }
        default: nil
        }
    }

    /// Operands and binary operators, by two stacks on the heap: recursion through the five
    /// precedences would multiply the stack that nested parentheses take.
    private mutating func parseBinary() throws(Failure) -> Tree {
        var operands = [try parseUnary()]
        var operators: [Binary] = []
        while let next = binaryOperator {
            while let top = operators.last, top.precedence >= next.precedence {
                // A chain of `&&` or `||` is reduced at once when it ends.
                if top.isLogical, top.function == next.function { break }
                try reduce(&operands, &operators)
            }
            advance()
            operators.append(next)
            operands.append(try parseUnary())
        }
        while !operators.isEmpty { try reduce(&operands, &operators) }
        return operands[0]
    }

    /// Applies the operator on top of the stack, for `&&` and `||` with all of its chain.
    private mutating func reduce(_ operands: inout [Tree], _ operators: inout [Binary]) throws(Failure) {
        let top = operators.removeLast()
        var count = 2
        while top.isLogical, operators.last?.function == top.function {
            operators.removeLast()
            count += 1
        }
        let terms = operands.suffix(count)
        operands.removeLast(count)
        operands.append(try balance(terms, under: top.function))
    }

    /// A chain of `&&` or `||` as a tree whose depth is the logarithm of its terms; as both are
    /// associative, the shape cannot be observed.
    private mutating func balance(_ terms: ArraySlice<Tree>, under function: Operator) throws(Failure) -> Tree {
        if terms.count == 1 { return terms[terms.startIndex] }
        let middle = terms.startIndex + (terms.count + 1) / 2
        let left = try balance(terms[..<middle], under: function)
        let right = try balance(terms[middle...], under: function)
        return try makeCall(function, [left, right], left.range.union(right.range))
    }

    /// `!` and `-`, collected in a loop so that a long run of them costs no stack.
    private mutating func parseUnary() throws(Failure) -> Tree {
        var operators: [(function: Operator, start: SourceRange)] = []
        while true {
            if at(.not) {
                operators.append((.not, currentRange))
            } else if at(.minus), !nextIsSignedNumber {
                operators.append((.negate, currentRange))
            } else {
                break
            }
            guard nesting + operators.count <= Limits.nesting else {
                throw limit("more than \(Limits.nesting) operators in a row", at: currentRange)
            }
            advance()
        }
        var operand = try parseMember()
        for (function, start) in operators.reversed() {
            operand = try makeCall(function, [operand], start.union(operand.range))
        }
        return operand
    }

    /// Whether the minus here is the sign of a literal.
    private var nextIsSignedNumber: Bool {
        switch kind(after: 1) {
        case .int, .double: true
        default: false
        }
    }
}
