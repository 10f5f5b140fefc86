/// Selection, indexing, calls of methods and construction of messages.
extension Parser {
    mutating func parseMember() throws(Failure) -> Tree {
        var operand = try parsePrimary()
        while case .punctuation(let mark) = current {
            switch mark {
            case .dot: operand = try parseSelection(of: operand)
            case .leftBracket: operand = try parseIndex(of: operand)
            case .leftBrace:
                guard let name = operand.expr.qualifiedName else { return operand }
                operand = try parseMessage(name, from: operand.range)
            default: return operand
            }
        }
        return operand
    }

    private mutating func parseSelection(of operand: Tree) throws(Failure) -> Tree {
        advance()
        let question = currentRange
        let isOptional = accept(.question)
        if isOptional { try requireOptionalSyntax(".?", at: question) }
        let fieldRange = currentRange
        let field = try parseField()
        if isOptional {
            let name = try make(.literal(.string(field)), fieldRange, over: 0)
            return try makeCall(.optionalSelect, [operand, name], operand.range.union(fieldRange))
        }
        if at(.leftParenthesis) {
            return try parseCall(field, nameRange: fieldRange, target: operand)
        }
        return try make(.select(operand.expr, field: field), operand.range.union(fieldRange), over: operand.depth)
    }

    /// The name of a field after a dot or in a message.
    mutating func parseField() throws(Failure) -> String {
        switch current {
        case .name(let name):
            if ReservedWords.keywords.contains(name) {
                throw fail(
                    "`\(name)` is a keyword and cannot be selected with a dot", at: currentRange,
                    suggestion: "[\"\(name)\"]")
            }
            advance()
            return name
        case .quotedName(let name):
            advance()
            return name
        case .int, .uint, .double:
            throw fail(
                "a field cannot begin with a digit", at: currentRange,
                suggestion: "index with brackets, as in `list[0]`")
        default:
            throw unexpected("the name of a field")
        }
    }

    private mutating func parseIndex(of operand: Tree) throws(Failure) -> Tree {
        let bracket = currentRange
        advance()
        let question = currentRange
        let isOptional = accept(.question)
        if isOptional { try requireOptionalSyntax("[?", at: question) }
        let key = try parseExpression()
        try expectClosing(.rightBracket, of: bracket)
        return try makeCall(
            isOptional ? .optionalIndex : .index, [operand, key], operand.range.union(previousRange))
    }

    /// A call from its opening parenthesis, expanded if it is one of a macro.
    mutating func parseCall(_ name: String, nameRange: SourceRange, target: Tree?) throws(Failure) -> Tree {
        let bracket = currentRange
        advance()
        let args = try parseElements(until: .rightParenthesis, of: bracket, allowsTrailingComma: false) {
            (parser) throws(Failure) in try parser.parseExpression()
        }
        let range = (target?.range ?? nameRange).union(previousRange)
        if let expanded = try expandMacro(name, nameRange: nameRange, target: target, args: args, range: range) {
            return expanded
        }
        let depth = args.map(\.depth).max() ?? 0
        return try make(
            .call(function: name, target: target?.expr, args: args.map(\.expr)), range,
            over: max(depth, target?.depth ?? 0))
    }

    mutating func requireOptionalSyntax(_ syntax: String, at range: SourceRange) throws(Failure) {
        if !options.allowsOptionalSyntax {
            throw fail("`\(syntax)` needs optional values, which are not enabled here", at: range)
        }
    }
}

extension Expr {
    /// The name that a chain of selections begins with, or nil.
    var firstName: String? {
        var expr = self
        while case .select(let operand, _) = expr.node { expr = operand }
        if case .ident(let name) = expr.node { return name }
        return nil
    }

    /// The dotted name that a chain of selections from a simple name spells, or nil. Fields that had
    /// to be back-quoted are no part of names: ``a.`b.c` `` selects from `a`.
    var qualifiedName: String? {
        if case .ident(let name) = node { return name }
        var fields: [String] = []
        var expr = self
        while true {
            switch expr.node {
            case .ident(let name):
                fields.append(name)
                return fields.reversed().joined(separator: ".")
            case .select(let operand, let field):
                guard field.isPlainName else { return nil }
                fields.append(field)
                expr = operand
            default:
                return nil
            }
        }
    }
}

extension String {
    /// Whether this can be written as a field without back-quotes.
    var isPlainName: Bool {
        utf8.first?.isNameStart == true && utf8.allSatisfy(\.isNamePart) && !ReservedWords.keywords.contains(self)
    }
}
