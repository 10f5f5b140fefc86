import CallgateLanguage

/// Expressions.
extension PolicyReader {
    /// The condition of a rule; nil, and reported, where it is wrong.
    mutating func condition(of entry: YAMLEntry, in environment: Environment? = nil) -> EmbeddedExpression? {
        guard case .scalar(let scalar) = entry.value.content else {
            error(
                "`when` is a condition written as a text, but this is \(describe(entry.value))",
                at: entry.value.range, suggestion: "put the condition in quotes")
            return nil
        }
        let mapped = ScalarDecoder.decode(scalar, in: texts[document].bytes).trimmed
        guard !mapped.bytes.isEmpty, !isEmpty(entry.value) else {
            error(
                "`when` is empty", at: place(of: entry),
                suggestion: "leave `when` out for a rule that always counts")
            return nil
        }
        let whole = SourceRange(mapped.offsets[0], mapped.offsets[mapped.bytes.count])
        if scalar.style == .plain, mapped.text != "true", mapped.text != "false", PlainKind(mapped.bytes) == .boolean {
            error(
                "`\(mapped.text)` is no condition", at: whole,
                suggestion: PlainKind.trueTexts.contains(mapped.text) ? "true" : "false")
            return nil
        }
        guard let expression = expression(mapped, notes: commentNote(scalar), in: environment) else { return nil }
        switch expression.checked.type {
        case .bool, .dyn: break
        default:
            error(
                "a condition is true or false, but the type of this is \(expression.checked.type)", at: whole)
            return nil
        }
        if case .literal(.bool(false)) = expression.checked.root.node {
            error("the condition is never true", at: whole, suggestion: "enabled: false")
            return nil
        }
        return expression
    }

    /// Parses and checks an expression, and reports what is wrong with it at its place in the document.
    mutating func expression(
        _ mapped: MappedText, notes: [String] = [], in environment: Environment? = nil
    ) -> EmbeddedExpression? {
        let origin = ExpressionOrigin(document: texts[document].source, offsets: mapped.offsets)
        do {
            let checked = try check(mapped.text, in: environment ?? self.environment)
            for warning in checked.warnings { warn(warning.message, at: origin.range(warning.range)) }
            // Most expressions ask nothing of the session, and need not be walked through.
            if Self.mayName("session", mapped.bytes) { checkSession(checked.root, origin) }
            return EmbeddedExpression(checked: checked, origin: origin)
        } catch {
            for found in error.errors {
                self.error(found.message, at: origin.range(found.range), suggestion: found.suggestion, notes: notes)
            }
            return nil
        }
    }

    /// Says so where a comment has cut off a plain scalar: ` #` within what was meant as text.
    private func commentNote(_ scalar: YAMLScalar) -> [String] {
        guard scalar.style == .plain else { return [] }
        let bytes = texts[document].bytes
        var index = scalar.source.upperBound
        while index < bytes.count, bytes[index].isBlank { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "#") else { return [] }
        return ["` #` begins a comment in YAML, so that the condition ends before it; put the condition in quotes"]
    }
}

extension ExpressionOrigin {
    /// A range of the expression as one of the document.
    func range(_ range: SourceRange) -> SourceRange {
        SourceRange(documentOffset(range.lowerBound), documentOffset(range.upperBound))
    }
}
