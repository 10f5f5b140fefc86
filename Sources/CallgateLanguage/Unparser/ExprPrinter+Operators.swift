extension ExprPrinter {
    /// The level of a node, by its outermost operator.
    static func level(of expr: Expr) -> Level {
        guard case .call(let function, nil, let args) = expr.node, let operation = Operator(rawValue: function),
            args.count == operation.operandCount
        else { return .member }
        return level(of: operation)
    }

    private static func level(of operation: Operator) -> Level {
        switch operation {
        case .conditional: .conditional
        case .or: .or
        case .and: .and
        case .equals, .notEquals, .less, .lessEquals, .greater, .greaterEquals, .in: .relation
        case .add, .subtract: .sum
        case .multiply, .divide, .modulo: .product
        case .not, .negate: .unary
        case .index, .optionalIndex, .optionalSelect, .notStrictlyFalse: .member
        }
    }

    /// Prints an operator with its operands; false if it has no notation of its own.
    mutating func printOperation(_ operation: Operator, _ args: [Expr]) -> Bool {
        guard args.count == operation.operandCount else { return false }
        let level = Self.level(of: operation)
        switch operation {
        case .notStrictlyFalse:
            return false
        case .conditional:
            print(args[0], in: .or)
            text += " ? "
            print(args[1], in: .or)
            text += " : "
            print(args[2], in: .conditional)
        case .and, .or:
            printChain(operation, args, level)
        case .not, .negate:
            printPrefix(operation, args[0])
        case .index, .optionalIndex:
            print(args[0], in: .member)
            text += operation == .index ? "[" : "[?"
            print(args[1], in: .conditional)
            text += "]"
        case .optionalSelect:
            guard case .literal(.string(let field)) = args[1].node else { return false }
            printSelection(args[0], ".?", field)
        default:
            print(args[0], in: level)
            text += " \(operation.spelling) "
            print(args[1], in: level.tighter)
        }
        return true
    }

    /// `-5` is a literal, so that the negation of a number, or of what begins with one, needs
    /// parentheses.
    private mutating func printPrefix(_ operation: Operator, _ operand: Expr) {
        var inner = ExprPrinter()
        inner.print(operand, in: .unary)
        let clashes = operation == .negate && (inner.text.utf8.first?.isDigit ?? false)
        text += operation.spelling + (clashes ? "(\(inner.text))" : inner.text)
    }

    /// A chain without parentheses if the parser would give it the shape that it has.
    private mutating func printChain(_ operation: Operator, _ args: [Expr], _ level: Level) {
        let leafCount = args.reduce(0) { $0 + Self.leafCount($1, operation) }
        let isFlat = Self.isBalanced(args, operation, leafCount)
        for (index, arg) in args.enumerated() {
            if index > 0 { text += " \(operation.spelling) " }
            if isFlat {
                printTerms(arg, operation, level.tighter)
            } else {
                print(arg, in: level.tighter)
            }
        }
    }

    private mutating func printTerms(_ expr: Expr, _ operation: Operator, _ level: Level) {
        guard let args = Self.operands(expr, operation) else {
            print(expr, in: level)
            return
        }
        printTerms(args[0], operation, level)
        text += " \(operation.spelling) "
        printTerms(args[1], operation, level)
    }

    private static func operands(_ expr: Expr, _ operation: Operator) -> [Expr]? {
        guard case .call(operation.rawValue, nil, let args) = expr.node, args.count == 2 else { return nil }
        return args
    }

    private static func leafCount(_ expr: Expr, _ operation: Operator) -> Int {
        guard let args = operands(expr, operation) else { return 1 }
        return leafCount(args[0], operation) + leafCount(args[1], operation)
    }

    private static func isBalanced(_ args: [Expr], _ operation: Operator, _ count: Int) -> Bool {
        let left = (count + 1) / 2
        return isBalanced(args[0], operation, left) && isBalanced(args[1], operation, count - left)
    }

    /// Whether a subtree is what the parser makes of a chain of that many terms.
    private static func isBalanced(_ expr: Expr, _ operation: Operator, _ count: Int) -> Bool {
        guard let args = operands(expr, operation) else { return count == 1 }
        return count > 1 && isBalanced(args, operation, count)
    }
}

extension Operator {
    var operandCount: Int {
        switch self {
        case .conditional: 3
        case .not, .negate, .notStrictlyFalse: 1
        default: 2
        }
    }
}
