import Callgate
import CallgateBytecode
import CallgateMachine
import CallgatePolicy
import CallgateVerifier
import Testing

@testable import CallgateOracles

@Suite("Programs that are alike but for constants, rules and fields share their code")
struct SharedCodeTests {
    /// Four tools whose rules are alike, and one whose aren't.
    private static let policy = """
        rules:
          - {name: cap a, tool: a, when: args.sum > 100 && args.unit == "eur", action: deny}
          - {name: cap b, tool: b, when: args.sum > 200 && args.unit == "usd", action: deny}
          - {name: cap c, tool: c, when: args.sum > 300 && args.unit == "gbp", action: deny}
          - {name: cap d, tool: d, when: args.sum > 400 && args.unit == "yen", action: deny}
          - {name: cap e, tool: e, when: args.sum < 500 && args.unit == "chf", action: deny}

        """

    private static func contents(_ policy: String = policy) throws -> ImageContents {
        let source = PolicyDocumentSource(name: "policy.yaml", text: policy)
        return try ImageContents(decoding: CompiledPolicy([source]).image)
    }

    @Test("Once in the image, whatever the constants")
    func once() throws {
        let programs = try Self.contents().programs
        #expect(programs.count == 5)
        #expect(Set(programs.prefix(4).map(\.code)).count == 1)
        #expect(Set(programs.prefix(4).map(\.constants)).count == 4)
        #expect(programs[4].code.start == programs[0].code.range.upperBound)
    }

    @Test("Programs that have the same constants have them once")
    func constants() throws {
        let image = try Self.contents(Self.policy.replacing("200", with: "100").replacing("usd", with: "eur"))
        #expect(image.programs[0].constants == image.programs[1].constants)
        #expect(image.programs[0].constants != image.programs[2].constants)
    }

    @Test("A list that several programs name has its elements once")
    func lists() throws {
        let rules = (0..<4).map {
            "  - {name: r\($0), tool: t\($0), when: \"size(args.x) == \($0) || args.x in [[1, 2], [3]]\", action: deny}\n"
        }
        let image = try Self.contents("rules:\n" + rules.joined())
        let lists = image.constants.filter { $0.isKind(.list) && $0.length == 2 && image.constants[$0.offset].isKind(.list) }
        #expect(lists.count == 4)
        #expect(Set(lists).count == 1)
        _ = try Verifier.verify(image.encoded())
    }

    @Test("Each tool decides by its own constants")
    func decisions() throws {
        var decider = Decider(try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "p", text: Self.policy)]).image))
        for (tool, unit, sum) in [("a", "eur", 101), ("b", "usd", 201), ("c", "gbp", 301), ("d", "yen", 401), ("e", "chf", 499)] {
            func report(_ sum: Int, _ unit: String) -> DecisionReport {
                let call = #"{"tool": "\#(tool)", "args": {"sum": \#(sum), "unit": "\#(unit)"}}"#
                return decider.report(Array(call.utf8), at: CallTime(seconds: 0))
            }
            #expect(report(sum, unit).matched == ["cap \(tool)"])
            #expect(report(sum, "xxx").effect == .allow)
            #expect(report(tool == "e" ? sum + 1 : sum - 1, unit).effect == .allow)
        }
    }

    @Test("An error names the condition of the tool's own rule", arguments: ["a", "b"])
    func errors(_ tool: String) throws {
        let text = """
            rules:
              - {name: of a, tool: a, when: args.left + args.x > 1, action: deny}
              - {name: of b, tool: b, when: args.most + args.x > 2, action: deny}

            """
        let image = try CompiledPolicy([PolicyDocumentSource(name: "p", text: text)]).image
        let programs = try ImageContents(decoding: image).programs
        #expect(programs.count == 2 && programs[0].code == programs[1].code)
        var decider = Decider(try Gate(image: image))
        let field = tool == "a" ? "left" : "most"
        let call = #"{"tool": "\#(tool)", "args": {"\#(field)": 9223372036854775807, "x": 1}}"#
        let report = decider.report(Array(call.utf8), at: CallTime(seconds: 0))
        #expect(report.rule == "of \(tool)")
        #expect(report.error?.kind == "overflow")
        #expect(report.error?.detail == "`args.\(field) + args.x`: the result does not fit 64 bits")
    }

    /// The third and the fourth are not walked through any more.
    @Test("Of each that has it, the constants are looked at", arguments: [0, 1, 2, 3])
    func kinds(_ program: Int) throws {
        var image = try Self.contents()
        _ = try Verifier.verify(image.encoded())
        let texts = image.programs[program].constants.range.filter { image.constants[$0].isKind(.string) }
        try #require(texts.count == 1)
        image.constants[texts[0]] = .int(1)
        refused(image, by: 6)
    }

    @Test("Who has other registers, rules or lengths has code of its own", arguments: [1, 2, 3])
    func shapes(_ program: Int) throws {
        let image = try Self.contents()
        func broken(
            _ change: (inout ProgramRecord) -> Void, _ other: (inout ImageContents) -> Void = { _ in }
        ) -> ImageContents {
            var image = image
            other(&image)
            change(&image.programs[program])
            image.repeatPrograms()
            return image
        }
        refused(broken { $0.registers += 1 }, by: 12)
        refused(broken { $0.filled -= 1 }, by: 8)
        refused(broken { $0.code.count -= 1 }, by: 12)
        refused(broken { $0.toolSlot = $0.filled }, by: 12)
        refused(broken { $0.code.start += 1; $0.code.count -= 1 }, by: 12)
        refused(broken { $0.nowSlot = $0.filled }, by: 12)
        refused(broken { $0.constants.count -= 1 }, by: 12)
        refused(broken { $0.constants.count = $0.code.count + 1 }, by: 12)
        refused(broken({ $0.entries = 0 }, { $0.entries = [0, 0] }), by: 12)
        refused(broken { $0.constants.start = UInt32(image.constants.count) }, by: 3)
        refused(broken { $0.purpose = ProgramPurpose.show.rawValue }, by: 10)
    }

    @Test("Who has fewer rules has code of its own: else others' would be counted")
    func rules() throws {
        let policy = Self.policy.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("cap e") }
        var image = try Self.contents(policy.joined(separator: "\n"))
        try #require(image.programs.count == 4)
        image.programs[3].rules.count = 0
        image.programRules.removeLast()
        image.repeatPrograms()
        refused(image, by: 12)
    }

    @Test("All programs together have at most 134,217,728 constants", arguments: [0, 1])
    func most(_ more: UInt32) throws {
        var image = try Self.contents()
        let others = image.programs.dropFirst().reduce(0) { $0 + $1.constants.count }
        image.programs[0].constants.count = UInt32(BytecodeLimits.programConstants) - others + more
        image.programs[0].code.count = .max
        // At the limit, what is wrong is that there are none so many.
        refused(image, by: more == 0 ? 3 : 12)
    }

    /// As with the sample: what is accepted runs within its bounds, which debug builds check.
    @Test("The sample whose bits are flipped has such code")
    func sample() throws {
        let programs = try ImageContents(decoding: SampleImage.smallBytes).programs
        // The third is the first one whose code isn't walked through.
        #expect(Dictionary(grouping: programs, by: \.code).values.map(\.count).max() == 3)
    }

    private func refused(_ image: ImageContents, by rule: Int, at location: SourceLocation = #_sourceLocation) {
        #expect(sourceLocation: location) {
            _ = try Verifier.verify(image.encoded())
        } throws: { error in
            guard case ImageError.verification(rule, let reason)? = error as? ImageError else { return false }
            return !reason.isEmpty
        }
    }
}
