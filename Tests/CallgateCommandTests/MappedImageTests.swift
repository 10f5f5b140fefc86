import Callgate
import CallgateBytecode
import Foundation
import Testing

@Suite("Images that are mapped")
struct MappedImageTests {
    private let call = Array(#"{"tool":"refund_payment","args":{"amount_cents":75000}}"#.utf8)

    private func workspace() async throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(try Policies.example(), to: "p.yaml")
        #expect(try await workspace.run("compile", "p.yaml", "-o", "p.cgb").status == 0)
        return workspace
    }

    @Test("A mapped image decides as one that is read, also after the file's name is another's")
    func decides() async throws {
        let workspace = try await workspace()
        let path = workspace.url("p.cgb").path
        let mapped = try Gate(mapping: path)
        let read = try Gate(image: workspace.read("p.cgb"))
        try workspace.write("nothing", to: "other")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: workspace.url("other").path, toPath: path)
        var one = Decider(mapped)
        var other = Decider(read)
        let report = one.report(call, at: .current)
        #expect(report.rule == "cap_refund_amount")
        #expect(report.rule == other.report(call, at: .current).rule)
        #expect(throws: ImageError.notAnImage) { try Gate(mapping: path) }
    }

    @Test("What is no image is refused")
    func refused() async throws {
        let workspace = try await workspace()
        try workspace.write("", to: "empty")
        let whole = try workspace.read("p.cgb")
        try workspace.write(Array(whole.dropLast(5)), to: "cut")
        var changed = whole
        changed[whole.count / 2] ^= 1
        try workspace.write(changed, to: "changed")
        #expect(throws: ImageError.notAnImage) { try Gate(mapping: workspace.url("empty").path) }
        #expect(throws: ImageError.truncated(bytes: whole.count - 5, expected: whole.count)) {
            try Gate(mapping: workspace.url("cut").path)
        }
        #expect(throws: ImageError.self) { try Gate(mapping: workspace.url("changed").path) }
        #expect(throws: ImageError.self) { try Gate(mapping: workspace.url("none").path) }
        #expect(throws: ImageError.self) { try Gate(mapping: workspace.url("").path) }
    }

    @Test("The tool decides with what it has read, whatever becomes of the file")
    func toolReads() async throws {
        let workspace = try await workspace()
        // The second call comes after the first was decided and the image emptied.
        try workspace.write(call + Array("\n".utf8), to: "call")
        let outcome = try await workspace.shell(
            """
            (cat call; for i in $(seq 300); do [ -s out ] && break; sleep 0.1; done; : > p.cgb; cat call) \\
                | "$TOOL" eval --policy p.cgb --requests - > out; cat out
            """)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.contains("cap_refund_amount") })
        #expect(outcome.error == "")
    }
}
