import CallgateLanguage
import CallgatePolicy
import Testing

/// The policy of one document, without its warnings.
func load(_ text: String) throws -> CheckedPolicy {
    try loadPolicy([PolicyDocumentSource(name: "policy.yaml", text: text)]).policy
}

/// The warnings about one document.
func warnings(_ text: String) throws -> [Diagnostic] {
    try loadPolicy([PolicyDocumentSource(name: "policy.yaml", text: text)]).warnings
}

/// What is wrong with documents; empty where they load.
func errors(_ documents: [PolicyDocumentSource]) -> [Diagnostic] {
    do {
        _ = try loadPolicy(documents)
        return []
    } catch {
        return error.diagnostics
    }
}

func errors(_ text: String) -> [Diagnostic] {
    errors([PolicyDocumentSource(name: "policy.yaml", text: text)])
}

func errors(bytes: [UInt8]) -> [Diagnostic] {
    errors([PolicyDocumentSource(name: "policy.yaml", bytes: bytes)])
}

/// What is wrong with a document, or with a file of tools beside it.
func errors(_ text: String, tools: [UInt8], named name: String = "tools.json") -> [Diagnostic] {
    do {
        _ = try loadPolicy(
            [PolicyDocumentSource(name: "policy.yaml", text: text)], tools: [PolicyDocumentSource(name: name, bytes: tools)])
        return []
    } catch {
        return error.diagnostics
    }
}

func errors(_ text: String, tools: String) -> [Diagnostic] { errors(text, tools: Array(tools.utf8)) }

/// A document with one complete rule and one more line in it.
func rule(_ line: String) -> String {
    "rules:\n  - name: r\n    tool: t\n    action: deny\n    \(line)\n"
}
