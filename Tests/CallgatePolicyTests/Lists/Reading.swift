import CallgateLanguage
import CallgatePolicy

/// A policy of one rule with these lines about lists before it.
func listing(_ lines: String, when condition: String = "true") -> String {
    "lists:\n\(lines)\nrules:\n  - {name: r, tool: t, action: deny, when: '\(condition)'}\n"
}

/// Loads documents whose lists are in files of these names.
func load(_ texts: [String], files: [String: [UInt8]]) throws(PolicyErrors) -> CheckedPolicy {
    let documents = texts.enumerated().map { PolicyDocumentSource(name: "\($0.offset).yaml", text: $0.element) }
    return try loadPolicy(documents) { file throws(ListFileError) in
        guard let bytes = files[file.path] else { throw ListFileError("dir/\(file.path): there is none") }
        return PolicyDocumentSource(name: "dir/\(file.path)", bytes: bytes)
    }.policy
}

func errors(_ texts: [String], files: [String: [UInt8]]) -> [Diagnostic] {
    do {
        _ = try load(texts, files: files)
        return []
    } catch {
        return error.diagnostics
    }
}

/// Values as CEL writes them.
func shown(_ values: ListValues) -> String {
    values.values.map { value in
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): "'\(value)'"
        }
    }.joined(separator: " ")
}

/// The values of a file's text.
func read(_ text: String, as format: ListFormat) throws(PolicyErrors) -> String {
    shown(try ListValues(reading: PolicyDocumentSource(name: "l", text: text), as: format))
}

/// What is wrong with a file, with line and column.
func problem(_ bytes: [UInt8], as format: ListFormat) -> String {
    do {
        return "nothing: " + shown(try ListValues(reading: PolicyDocumentSource(name: "l", bytes: bytes), as: format))
    } catch {
        let found = error.diagnostics[0]
        return "\(found.line):\(found.column) \(found.message)"
    }
}
