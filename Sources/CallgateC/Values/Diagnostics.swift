internal import Callgate
internal import CallgateBytecode
internal import CallgateHeader
internal import CallgateLanguage

/// Why a function can't do what it is asked for, and what is told the author of the policy.
struct Problem: Error {
    var status: callgate_status = .invalid
    var diagnostics: [Diagnostic] = []

    /// About no place in a text.
    init(_ message: String, file: String? = nil) {
        diagnostics = [Diagnostic(.error, message, file: file, line: 0, column: 0, length: 0)]
    }

    init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    init(_ error: StatusError) { status = error.status }

    init(_ failure: GuardFailure) { self.init("\(failure)") }
}

/// Does what may have a problem with a policy, and tells a caller who wants to know which.
func explaining(
    to pointer: UnsafeMutablePointer<callgate_diagnostics>?, _ body: () throws(Problem) -> Void
) throws(StatusError) {
    do throws(Problem) {
        try body()
    } catch {
        unsafe callgate_diagnostics.give(error.diagnostics, to: pointer)
        throw StatusError(error.status)
    }
}

extension callgate_diagnostics {
    /// Gives diagnostics to a caller who wants them.
    static func give(_ diagnostics: [Diagnostic], to pointer: UnsafeMutablePointer<Self>?) {
        guard unsafe pointer != nil, !diagnostics.isEmpty else { return }
        var block = TextBlock()
        let items = unsafe diagnostics.map { unsafe callgate_diagnostic($0, &block) }
        var result = unsafe Self()
        unsafe result.item_size = UInt32(MemoryLayout<callgate_diagnostic>.stride)
        unsafe result.items = unsafe block.array(items)
        unsafe result.count = items.count
        unsafe result.memory = AnswerMemory.table.add(AnswerMemory(block))
        unsafe result.fill(pointer)
    }
}

extension callgate_diagnostic {
    fileprivate init(_ diagnostic: Diagnostic, _ block: inout TextBlock) {
        let hasPlace = diagnostic.line > 0
        let rendered =
            hasPlace
            ? diagnostic.rendered()
            : "\(diagnostic.file.map { $0 + ": " } ?? "")\(diagnostic.severity.rawValue): \(diagnostic.message)"
        unsafe self.init(
            severity: Int32(diagnostic.severity == .error ? CALLGATE_ERROR : CALLGATE_WARNING),
            line: UInt32(clamping: diagnostic.line), column: UInt32(clamping: diagnostic.column),
            length: UInt32(clamping: diagnostic.length), file: block.text(diagnostic.file),
            message: block.text(diagnostic.message), source_line: block.text(diagnostic.sourceLine),
            suggestion: block.text(diagnostic.suggestion), rendered: block.text(rendered))
    }
}
