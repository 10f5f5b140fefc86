import CallgateLanguage

/// Collects what is found in the documents of one policy, errors and warnings apart.
struct Findings {
    /// A finding before its place has been turned into line and column.
    private struct Finding {
        var document: Int
        var range: SourceRange
        var message: String
        var suggestion: String?
        var notes: [String]
    }

    private struct Collection {
        var kept: [Finding] = []
        var count = 0
    }

    private var errors = Collection()
    private var warnings = Collection()

    var hasErrors: Bool { errors.count > 0 }
    var errorCount: Int { errors.count }
    /// Whether no further error will be shown.
    var isFull: Bool { errors.count >= PolicyLimits.diagnostics }

    /// Counts a finding, and keeps it as long as fewer than ``PolicyLimits/diagnostics`` of its kind are.
    mutating func report(
        _ severity: Diagnostic.Severity, _ message: String, in document: Int,
        at range: SourceRange, suggestion: String? = nil,
        notes: [String] = []
    ) {
        let path = severity == .error ? \Findings.errors : \Findings.warnings
        self[keyPath: path].count += 1
        guard self[keyPath: path].count <= PolicyLimits.diagnostics else { return }
        self[keyPath: path].kept.append(
            Finding(document: document, range: range, message: message, suggestion: suggestion, notes: notes))
    }

    /// The diagnostics of a kind, in the order of the documents and of the places in them, and how
    /// many were left out.
    func diagnostics(_ severity: Diagnostic.Severity, in documents: [DocumentText]) -> ([Diagnostic], omitted: Int) {
        let collection = severity == .error ? errors : warnings
        let order = collection.kept.indices.sorted { first, second in
            let (left, right) = (collection.kept[first], collection.kept[second])
            return (left.document, left.range.lowerBound, first) < (right.document, right.range.lowerBound, second)
        }
        var lines = SharedLines()
        var diagnostics = order.map { index in
            let finding = collection.kept[index]
            var diagnostic = lines.diagnostic(
                severity, finding.message, in: finding.document, documents[finding.document], at: finding.range)
            diagnostic.suggestion = finding.suggestion
            diagnostic.notes = finding.notes
            return diagnostic
        }
        let omitted = collection.count - collection.kept.count
        if omitted > 0, !diagnostics.isEmpty {
            let name = severity.rawValue + (omitted == 1 ? "" : "s")
            diagnostics[diagnostics.count - 1].notes.append(
                "\(omitted) more \(name) not shown; at most \(PolicyLimits.diagnostics) are")
        }
        return (diagnostics, omitted)
    }
}

/// Makes diagnostics that share the text of their line where they follow each other on one: a
/// document may be a single line of some megabytes.
private struct SharedLines {
    private var last: (document: Int, number: Int, text: String)?

    mutating func diagnostic(
        _ severity: Diagnostic.Severity, _ message: String, in index: Int, _ document: DocumentText,
        at range: SourceRange
    ) -> Diagnostic {
        let start = document.position(of: range.lowerBound)
        let content = document.content(ofLine: start.line)
        let first = min(max(range.lowerBound, content.lowerBound), content.upperBound)
        let end = min(max(range.upperBound, first), content.upperBound)
        if last?.number != start.line || last?.document != index {
            last = (index, start.line, document.source.line(start.line))
        }
        return Diagnostic(
            severity, message, file: document.source.name, line: start.line, column: start.column,
            length: document.scalarIndex(of: end) - document.scalarIndex(of: first),
            sourceLine: last?.text)
    }
}
