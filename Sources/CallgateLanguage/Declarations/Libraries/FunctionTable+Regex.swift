extension FunctionTable {
    /// Functions that tell where patterns match: those of cel-go's library `regex`. As with `match`, a
    /// pattern can also be a literal such as `/a+/i`.
    public static let regex = FunctionTable([
        withPatterns("regex.extract", [("regex_extract", [])], .optional(.string)),
        withPatterns("regex.extractAll", [("regex_extractAll", [])], .list(.string)),
        withPatterns(
            "regex.replace", [("regex_replace", [.string]), ("regex_replace", [.string, .int])], .string),
    ])

    /// Of each function that takes a pattern, which of its operands that is, the target of a method
    /// counted as the first.
    public static let patternOperands: [String: Int] = [
        "match": 1, "matches": 1, "regex.extract": 1, "regex.extractAll": 1, "regex.replace": 1,
    ]

    private static func withPatterns(
        _ name: String, _ forms: [(stem: String, more: [CELType])], _ result: CELType
    ) -> FunctionDeclaration {
        let rows = forms.flatMap { form in
            [CELType.string, .pattern].map { pattern in
                let parameters = [.string, pattern] + form.more
                let types = parameters.map(\.description).joined(separator: "_")
                return (id: "\(form.stem)_\(types)", parameters: parameters, result: result)
            }
        }
        return function(name, rows)
    }
}
