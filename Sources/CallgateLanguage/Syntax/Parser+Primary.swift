/// Names, literals, parentheses, lists and maps.
extension Parser {
    mutating func parsePrimary() throws(Failure) -> Tree {
        let range = currentRange
        switch current {
        case .name(let name):
            return try parseName(name, range)
        case .int(let magnitude):
            advance()
            return try makeInt(magnitude, isNegative: false, range)
        case .uint(let value):
            return try literal(.uint(value), range)
        case .double(let value):
            return try literal(.double(value), range)
        case .string(let value):
            return try literal(.string(value), range)
        case .bytes(let value):
            return try literal(.bytes(value), range)
        case .pattern(let text, let flags):
            return try literal(.pattern(text, flags: flags), range)
        case .punctuation(.minus):
            return try parseSigned(range)
        case .punctuation(.leftParenthesis):
            advance()
            var inner = try parseExpression()
            try expectClosing(.rightParenthesis, of: range)
            inner.range = range.union(previousRange)
            return inner
        case .punctuation(.leftBracket):
            return try parseList()
        case .punctuation(.leftBrace):
            return try parseMap()
        case .punctuation(.dot):
            return try parseRootName(range)
        case .invalid:
            throw errors.count < Limits.errors ? .syntax : .limit
        default:
            throw unexpected("an operand")
        }
    }

    private mutating func literal(_ value: Literal, _ range: SourceRange) throws(Failure) -> Tree {
        advance()
        return try make(.literal(value), range, over: 0)
    }

    /// A number with its sign: the operator is only parsed as such before something else.
    private mutating func parseSigned(_ sign: SourceRange) throws(Failure) -> Tree {
        advance()
        let range = sign.union(currentRange)
        switch current {
        case .int(let magnitude):
            advance()
            return try makeInt(magnitude, isNegative: true, range)
        case .double(let value):
            return try literal(.double(-value), range)
        default:
            throw unexpected("an operand")
        }
    }

    private mutating func makeInt(_ magnitude: UInt64, isNegative: Bool, _ range: SourceRange) throws(Failure) -> Tree {
        let largest = UInt64(Int64.max) + (isNegative ? 1 : 0)
        if magnitude > largest {
            errors.append(
                LanguageError(
                    .lexical, "the number is outside of the range of int, which has 64 bits", at: range,
                    suggestion: isNegative ? nil : "\(magnitude)u"))
        }
        let bits = isNegative ? 0 &- magnitude : magnitude
        return try make(.literal(.int(Int64(truncatingIfNeeded: bits))), range, over: 0)
    }

    private mutating func parseName(_ name: String, _ range: SourceRange) throws(Failure) -> Tree {
        switch name {
        case "true": return try literal(.bool(true), range)
        case "false": return try literal(.bool(false), range)
        case "null": return try literal(.null, range)
        case "in": throw unexpected("an operand")
        default: break
        }
        if ReservedWords.reserved.contains(name) {
            throw fail("`\(name)` is reserved and cannot be a name", at: range)
        }
        if name == "not", kind(after: 1).beginsWithWordOrLiteral {
            throw fail("CEL writes `!` for `not`", at: range, suggestion: "!")
        }
        advance()
        if at(.leftParenthesis) {
            return try parseCall(name, nameRange: range, target: nil)
        }
        return try make(.ident(name), range, over: 0)
    }

    /// `.name`, which resolves from the root namespace.
    private mutating func parseRootName(_ dot: SourceRange) throws(Failure) -> Tree {
        advance()
        let range = dot.union(currentRange)
        guard case .name(let name) = current else { throw unexpected("a name after the leading dot") }
        if ReservedWords.keywords.contains(name) || ReservedWords.reserved.contains(name) {
            throw fail("`\(name)` is reserved and cannot be a name", at: currentRange)
        }
        advance()
        if at(.leftParenthesis) {
            return try parseCall("." + name, nameRange: range, target: nil)
        }
        return try make(.ident("." + name), range, over: 0)
    }
}
