import CallgateBytecode
import Foundation
import Testing

@Suite("The opcode table")
struct OpcodeTests {
    @Test("Raw values are dense from 0, so that a verified byte is the enum's representation")
    func dense() {
        #expect(Opcode.allCases.map(\.rawValue) == Array(0..<UInt8(Opcode.allCases.count)))
        for opcode in Opcode.allCases { #expect(Opcode(verified: opcode.rawValue) == opcode) }
    }

    @Test("Mnemonics are unique, and every row has a meaning")
    func rows() {
        #expect(Set(Opcode.allCases.map(\.row.mnemonic)).count == Opcode.allCases.count)
        for opcode in Opcode.allCases {
            let row = opcode.row
            #expect(!row.meaning.isEmpty)
            #expect(row.meaning.contains("R[a]") == (row.a != nil), "\(opcode)")
            #expect(row.meaning.contains("R[b]") == (row.b != nil), "\(opcode)")
            #expect(row.meaning.contains("R[c]") == (row.c?.namesRegister == true), "\(opcode)")
            #expect((row.c == .counts) == (row.b == .readsRun), "\(opcode)")
            #expect(row.c == nil || row.b != nil, "\(opcode)")
        }
    }

    @Test("Functions are dense from 0, their mnemonics unique, and every row has a meaning")
    func functions() {
        #expect(Builtin.allCases.map(\.rawValue) == Array(0..<UInt8(Builtin.allCases.count)))
        #expect(Set(Builtin.allCases.map(\.row.mnemonic)).count == Builtin.allCases.count)
        for builtin in Builtin.allCases {
            #expect(Builtin(verified: builtin.rawValue) == builtin)
            #expect(!builtin.row.meaning.isEmpty)
        }
    }

    @Test("Each field of an instruction reads back as it was put in")
    func fields() {
        var generator = SystemRandomNumberGenerator()
        for opcode in Opcode.allCases {
            let (a, b, c) = (generator.next() as UInt8, generator.next() as UInt8, generator.next() as UInt8)
            let x: UInt32 = generator.next()
            let instruction = Instruction(opcode, a: a, b: b, c: c, x: x)
            #expect(instruction.opcode == opcode)
            #expect((instruction.a, instruction.b, instruction.c) == (a, b, c))
            #expect(instruction.x == x)
            #expect(instruction.with(x: 7) == Instruction(opcode, a: a, b: b, c: c, x: 7))
        }
    }

    @Test("spec/bytecode/opcodes.md is what the table makes")
    func manual() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../spec/bytecode/opcodes.md").standardized
        #expect(try String(contentsOf: page, encoding: .utf8) == OpcodeManual.markdown)
    }
}

@Suite("The image's records")
struct RecordTests {
    @Test("Sizes are those of spec/bytecode/image.md, and there is no padding")
    func sizes() {
        #expect(MemoryLayout<PolicyRecord>.size == 32)
        #expect(MemoryLayout<ToolRecord>.size == 64)
        #expect(MemoryLayout<ToolRecord>.offset(of: \.head) == 0)
        #expect(MemoryLayout<ToolRecord>.offset(of: \.prefix0) == ToolRecord.prefixOffset)
        #expect(MemoryLayout<ToolRecord>.offset(of: \.prefix1) == ToolRecord.prefixOffset + 8)
        #expect(MemoryLayout<ToolRecord>.offset(of: \.id) == ToolRecord.prefixOffset + ToolRecord.prefixLength)
        #expect(MemoryLayout<ProgramHead>.size == 36)
        #expect(MemoryLayout<ProgramRecord>.offset(of: \.head) == 0)
        #expect(MemoryLayout<ProgramRecord>.size == 52)
        #expect(MemoryLayout<PathRecord>.size == 24)
        #expect(MemoryLayout<Instruction>.size == 8)
        #expect(MemoryLayout<Slot>.size == 16)
        #expect(MemoryLayout<PatternRecord>.size == 24)
        #expect(MemoryLayout<RuleRecord>.size == 40)
        #expect(MemoryLayout<ProgramRuleRecord>.size == 8)
        #expect(MemoryLayout<RuleDetailsRecord>.size == 52)
        #expect(MemoryLayout<MessagePartRecord>.size == 12)
        #expect(MemoryLayout<PositionRecord>.size == 4)
        #expect(MemoryLayout<TextRef>.size == 8)
        #expect(MemoryLayout<ZoneRecord>.size == 32)
        #expect(MemoryLayout<ZoneShiftRecord>.size == 16)
        #expect(MemoryLayout<InputRecord>.size == 12)
        #expect(MemoryLayout<LimitRecord>.size == 24)
        #expect(MemoryLayout<JudgementRecord>.size == 16)
        #expect(MemoryLayout<ListRecord>.size == 24)
        #expect(MemoryLayout<GuardRecord>.size == 64)
        for section in ImageSection.allCases { #expect(section.elementSize > 0) }
    }

    @Test("Sections start where the page says")
    func start() {
        #expect(ImageFormat.sectionsStart == 576)
        #expect(ImageSection.allCases.map(\.rawValue) == Array(1...32))
    }

    @Test("XXH3 is the published one")
    func hash() {
        // From the reference implementation: the hash of no bytes, seed 0.
        #expect(XXH3.hash([UInt8]()) == 0x2D06_8005_38D3_94C2)
        #expect(XXH3.hash(Array("refund_payment".utf8)) == XXH3.hash("refund_payment".utf8))
    }
}
