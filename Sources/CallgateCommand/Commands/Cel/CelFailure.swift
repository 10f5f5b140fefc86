import Callgate
import CallgateLanguage

/// Why an expression has no value.
struct CelFailure: Error {
    private let diagnostics: [Diagnostic]
    /// The name of the error: of the language, or of the evaluation.
    private let name: String

    init(_ source: String, _ errors: [LanguageError]) {
        let text = SourceText(name: "expression", text: source)
        diagnostics = errors.map { $0.diagnostic(in: text) }
        name = "invalid_expression"
    }

    init(_ source: String, _ failure: EvaluationFailure) {
        switch failure {
        case .error(let name, let range):
            self.name = name
            let whole = SourceRange(0, source.utf8.count)
            diagnostics = [
                SourceText(name: "expression", text: source).diagnostic(.error, name, at: range ?? whole)
            ]
        case .trap(let name):
            self.name = name
            diagnostics = [Diagnostic(.error, name)]
        case .malformed(let name, let offset):
            self.name = name
            diagnostics = [Diagnostic(.error, "the bindings are no JSON object: \(name) at byte \(offset)")]
        }
    }

    func rendered(colored: Bool) -> String {
        diagnostics.map { $0.rendered(colored: colored) }.joined(separator: "\n")
    }

    /// One line.
    var json: String {
        let places = diagnostics.map {
            "{\"message\":\(JSONText.quoted($0.message)),\"line\":\($0.line),\"column\":\($0.column)}"
        }
        return "{\"error\":\(JSONText.quoted(name)),\"details\":[\(places.joined(separator: ","))]}"
    }
}
