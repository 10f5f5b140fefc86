import CallgateLanguage
import CallgatePolicy
import Testing

/// A document in which « and » stand around the place that a diagnostic is to show.
struct Marked: CustomTestStringConvertible {
    let text: String
    let line: Int
    let column: Int
    let length: Int
    let testDescription: String

    init(_ marked: String) {
        var text = ""
        var place = (line: 1, column: 1)
        var start: (line: Int, column: Int)?
        var length = 0
        var isInside = false
        for scalar in marked.unicodeScalars {
            if scalar == "«" {
                start = place
                isInside = true
                continue
            }
            if scalar == "»" {
                isInside = false
                continue
            }
            text.unicodeScalars.append(scalar)
            if isInside { length += 1 }
            if scalar == "\n" { place = (place.line + 1, 1) } else { place.column += 1 }
        }
        precondition(start != nil, "a marked document has a mark")
        self.text = text
        self.length = length
        (line, column) = start ?? (0, 0)
        testDescription = marked
    }
}

/// One wrong document, and what is to be said of it.
struct Rejection: CustomTestStringConvertible {
    let document: Marked
    let message: String
    let suggestion: String?
    let note: String?

    init(_ marked: String, _ message: String, _ suggestion: String? = nil, note: String? = nil) {
        document = Marked(marked)
        self.message = message
        self.suggestion = suggestion
        self.note = note
    }

    /// A wrong line in a rule that is complete without it.
    init(rule line: String, _ message: String, _ suggestion: String? = nil, note: String? = nil) {
        self.init(CallgatePolicyTests.rule(line), message, suggestion, note: note)
    }

    var testDescription: String { document.testDescription }

    /// Expects that this is the only diagnostic.
    func verify(_ found: [Diagnostic], in file: String = "policy.yaml", sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        guard let first = found.first, found.count == 1 else {
            Issue.record(
                "one diagnostic is expected, found: \(found.map(\.description))", sourceLocation: sourceLocation)
            return
        }
        #expect(first.message.contains(message), sourceLocation: sourceLocation)
        #expect(first.line == document.line, "\(first)", sourceLocation: sourceLocation)
        #expect(first.column == document.column, "\(first)", sourceLocation: sourceLocation)
        #expect(first.length == document.length, "\(first)", sourceLocation: sourceLocation)
        #expect(first.suggestion == suggestion, sourceLocation: sourceLocation)
        #expect(first.file == file, sourceLocation: sourceLocation)
        if let note {
            #expect(first.notes.contains { $0.contains(note) }, "\(first)", sourceLocation: sourceLocation)
        }
    }
}
