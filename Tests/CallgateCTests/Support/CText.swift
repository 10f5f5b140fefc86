import CallgateHeader

extension callgate_text {
    /// What it holds; nil where it has no bytes.
    var string: String? {
        bytes == nil ? nil : String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}

extension callgate_texts {
    var strings: [String] { UnsafeBufferPointer(start: items, count: count).map { $0.string ?? "(nil)" } }
}

/// Runs with bytes as the header wants them.
func withText<Result>(_ bytes: [UInt8], _ body: (callgate_text) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes { buffer in
        try body(callgate_text(bytes: buffer.baseAddress?.assumingMemoryBound(to: CChar.self), count: buffer.count))
    }
}

func withText<Result>(_ text: String, _ body: (callgate_text) throws -> Result) rethrows -> Result {
    // The empty text has bytes too: none means that there is no text.
    try withText(Array(text.utf8) + [0]) { whole in
        try body(callgate_text(bytes: whole.bytes, count: whole.count - 1))
    }
}

/// Structs that are as large as they say.
enum Sized {
    static var decision: callgate_decision {
        callgate_decision(
            size: UInt32(MemoryLayout<callgate_decision>.stride), effect: Int32(CALLGATE_ALLOW), reason: 99, rule: 7,
            rule_name: callgate_text(), error_kind: callgate_text(), error_offset: 1, match_count: 9, reserved: 0)
    }

    static var report: callgate_report {
        var report = callgate_report()
        report.size = UInt32(MemoryLayout<callgate_report>.stride)
        report.effect = Int32(CALLGATE_ALLOW)
        return report
    }

    static var diagnostics: callgate_diagnostics {
        var diagnostics = callgate_diagnostics()
        diagnostics.size = UInt32(MemoryLayout<callgate_diagnostics>.stride)
        return diagnostics
    }
}

/// A policy's gate by its handle; freed at the end.
final class CGate {
    let handle: callgate_gate
    private(set) var problems: [String] = []

    /// - Returns: nil with problems where the policy has errors.
    static func make(_ policy: String, name: String = "policy.yaml") -> (gate: CGate?, status: callgate_status, problems: [String]) {
        var handle: callgate_gate = 0
        var diagnostics = Sized.diagnostics
        let status = withText(policy) { text in
            withText(name) { name in
                var document = callgate_document(name: name, bytes: text)
                return callgate_gate_compile(&document, 1, nil, &handle, &diagnostics)
            }
        }
        let problems = UnsafeBufferPointer(start: diagnostics.items, count: diagnostics.count).map { $0.rendered.string ?? "" }
        callgate_memory_free(diagnostics.memory)
        return (status == CALLGATE_OK ? CGate(handle) : nil, status, problems)
    }

    private init(_ handle: callgate_gate) { self.handle = handle }

    deinit { callgate_gate_free(handle) }
}

/// A machine by its handle; freed at the end.
final class CMachine {
    let handle: callgate_machine

    init?(_ gate: CGate) {
        var handle: callgate_machine = 0
        guard callgate_machine_create(gate.handle, nil, &handle) == CALLGATE_OK else { return nil }
        self.handle = handle
    }

    deinit { callgate_machine_free(handle) }
}
