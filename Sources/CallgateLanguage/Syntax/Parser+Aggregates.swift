/// Lists of elements between brackets, with recovery from what is wrong within one element.
extension Parser {
    /// Elements up to the closing bracket, which is consumed.
    ///
    /// After a syntax error in an element the rest of it is skipped, so that errors in the
    /// following ones are found as well; then the whole fails.
    mutating func parseElements<Element>(
        until closing: Punctuation, of opening: SourceRange, allowsTrailingComma: Bool,
        _ parseElement: (inout Parser) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        var elements: [Element] = []
        var failed = false
        if accept(closing) { return [] }
        if allowsTrailingComma, at(.comma), kind(after: 1) == .punctuation(closing) {
            advance()
            advance()
            return []
        }
        while true {
            do throws(Failure) {
                elements.append(try parseElement(&self))
                if !at(.comma) && !at(closing) {
                    throw current == .end ? unclosed(opening) : unexpectedAfterOperand("`,` or `\(closing.rawValue)`")
                }
            } catch {
                guard error == .syntax else { throw error }
                failed = true
                skipElement()
            }
            guard accept(.comma) else { break }
            guard at(closing) else { continue }
            if !allowsTrailingComma {
                throw fail("a comma cannot follow the last argument", at: previousRange)
            }
            break
        }
        guard accept(closing), !failed else { throw errors.count < Limits.errors ? .syntax : .limit }
        return elements
    }

    /// Skips to the comma or the closing bracket that ends the element at hand.
    private mutating func skipElement() {
        var depth = 0
        while current != .end {
            if case .punctuation(let mark) = current {
                switch mark {
                case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
                case .rightParenthesis, .rightBracket, .rightBrace:
                    if depth == 0 { return }
                    depth -= 1
                case .comma:
                    if depth == 0 { return }
                default: break
                }
            }
            advance()
        }
    }

    mutating func parseList() throws(Failure) -> Tree {
        let opening = currentRange
        advance()
        let elements = try parseElements(until: .rightBracket, of: opening, allowsTrailingComma: true) {
            (parser) throws(Failure) in
            let isOptional = try parser.acceptOptionalMark()
            let tree = try parser.parseExpression()
            parser.leaveOut(tree)
            return (tree: tree, isOptional: isOptional)
        }
        let optionals = elements.indices.filter { elements[$0].isOptional }
        let depth = elements.map(\.tree.depth).max() ?? 0
        return try make(
            .list(elements.map(\.tree.expr), optionals: optionals), opening.union(previousRange), over: depth)
    }

    mutating func parseMap() throws(Failure) -> Tree {
        let opening = currentRange
        advance()
        let entries = try parseElements(until: .rightBrace, of: opening, allowsTrailingComma: true) {
            (parser) throws(Failure) in
            let isOptional = try parser.acceptOptionalMark()
            let id = try parser.nextID(at: parser.currentRange)
            let key = try parser.parseExpression()
            try parser.expectColon(after: "the key")
            let value = try parser.parseExpression()
            let entry = Expr.MapEntry(id: id, key: key.expr, value: value.expr, isOptional: isOptional)
            return (entry: entry, depth: max(key.depth, value.depth))
        }
        let depth = entries.map(\.depth).max() ?? 0
        return try make(.map(entries.map(\.entry)), opening.union(previousRange), over: depth)
    }

    /// `Name{field: value}` from its opening brace.
    mutating func parseMessage(_ name: String, from start: SourceRange) throws(Failure) -> Tree {
        let opening = currentRange
        advance()
        let fields = try parseElements(until: .rightBrace, of: opening, allowsTrailingComma: true) {
            (parser) throws(Failure) in
            let isOptional = try parser.acceptOptionalMark()
            let id = try parser.nextID(at: parser.currentRange)
            let field = try parser.parseField()
            try parser.expectColon(after: "the field")
            let value = try parser.parseExpression()
            let entry = Expr.MessageField(id: id, name: field, value: value.expr, isOptional: isOptional)
            return (entry: entry, depth: value.depth)
        }
        let depth = fields.map(\.depth).max() ?? 0
        return try make(.message(name: name, fields: fields.map(\.entry)), start.union(previousRange), over: depth)
    }

    private mutating func acceptOptionalMark() throws(Failure) -> Bool {
        let question = currentRange
        guard accept(.question) else { return false }
        try requireOptionalSyntax("?", at: question)
        return true
    }

    private mutating func expectColon(after what: String) throws(Failure) {
        guard accept(.colon) else { throw unexpectedAfterOperand("`:` after \(what)") }
    }
}
