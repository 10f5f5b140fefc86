import Callgate
import CallgateBytecode
import CallgatePolicy

/// Images in which an opcode occurs more and more often.
struct OpcodePrograms {
    /// Rules of the two images that are compared.
    static let rules = [4, 8]

    let opcode: Opcode
    let images: [[UInt8]]
    /// How often each mnemonic is in the second image and not in the first: whole numbers for one rule more.
    let more: [String: Int]

    init(_ example: OpcodeCase) throws {
        opcode = example.opcode
        images = try Self.rules.map { rules in
            let document = PolicyDocumentSource(name: "\(example.opcode).yaml", text: example.document(rules: rules))
            do {
                return try CompiledPolicy([document]).image
            } catch let failure as PolicyFailure {
                throw WorkloadFailure(description: "\(example.opcode): \(failure.diagnostics.map(\.message))")
            }
        }
        let counts = try images.map(Self.mnemonics)
        let ruleCount = Self.rules[1] - Self.rules[0]
        more = counts[1].reduce(into: [:]) { more, entry in
            let count = entry.value - counts[0][entry.key, default: 0]
            if count != 0 { more[entry.key] = count / ruleCount }
        }
        guard more[opcode.row.mnemonic, default: 0] > 0 else {
            throw WorkloadFailure(
                description: "“\(example.condition)” has no `\(opcode.row.mnemonic)`, but \(more)")
        }
    }

    /// How often each opcode is in an image, without the rules that are passed over where their conditions
    /// are false, as all here are.
    private static func mnemonics(_ image: [UInt8]) throws -> [String: Int] {
        let code = try ImageContents(decoding: image).code
        return code.indices.reduce(into: [:]) { counts, place in
            guard let opcode = code[place].opcode else { return }
            if place > 0, code[place - 1].opcode?.row.c == .passes, code[place - 1].c == 1 { return }
            counts[opcode.row.mnemonic, default: 0] += 1
        }
    }

    /// One for each opcode that is not exempt, as far as it is wanted.
    static func all(where isWanted: (Opcode) -> Bool = { _ in true }) throws -> [OpcodePrograms] {
        let cases = OpcodeCase.all
        let missing = Opcode.allCases.filter { opcode in
            OpcodeCase.exempt[opcode] == nil && !cases.contains { $0.opcode == opcode }
        }
        guard missing.isEmpty else { throw WorkloadFailure(description: "no condition for \(missing)") }
        // All that is wrong, not only the first.
        var failures: [String] = []
        let programs = try cases.filter { isWanted($0.opcode) }.compactMap { example in
            do {
                return try OpcodePrograms(example)
            } catch let failure as WorkloadFailure {
                failures.append(failure.description)
                return nil
            }
        }
        guard failures.isEmpty else { throw WorkloadFailure(description: failures.joined(separator: "\n")) }
        return programs
    }
}
