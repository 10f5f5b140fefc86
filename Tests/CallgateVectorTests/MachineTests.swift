import Callgate
import CallgateCompiler
import CallgateMachine
import CallgatePolicy
import Testing

@Suite("The machine writes the lines of the vectors, byte for byte")
struct MachineTests {
    @Test("Optimised, on each path of the scan", arguments: VectorFile.all, ScanPath.allCases.filter(\.isAvailable))
    func optimised(_ file: VectorFile, scan: ScanPath) throws { try check(file, CompilerOptions(), scan) }

    @Test("Plain", arguments: VectorFile.all)
    func plain(_ file: VectorFile) throws { try check(file, CompilerOptions(optimizes: false)) }

    private func check(_ file: VectorFile, _ options: CompilerOptions, _ scan: ScanPath = .best) throws {
        let document = PolicyDocumentSource(name: file.name, text: file.policy.joined(separator: "\n"))
        let gate = try Gate(image: CompiledPolicy([document], options: options).image)
        let time = try #require(CallTime(file.now))
        // One machine for all calls, as a gate has: nothing of a call may reach the next one.
        var lines = DecisionLines(Decider(gate, scan: scan))
        for vector in file.cases {
            let (_, line) = lines.line(try vector.bytes(), at: time)
            guard !line.elementsEqual(vector.line.utf8) else { continue }
            Issue.record(
                "\(file.name): \(vector.name)\n  \(String(decoding: line, as: UTF8.self))\n  \(vector.line)")
        }
    }
}
