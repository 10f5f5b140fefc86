import Callgate
import CallgateBytecode
import CallgateMachine
import CallgatePolicy
import CallgateVerifier
import Testing

@testable import CallgateOracles

@Suite("Programs that differ in nothing but constants and rules share their code")
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

    /// What is broken is in the fourth program, which is not walked through any more.
    @Test("Of each that has it, the constants are looked at", arguments: [0, 1, 2, 3])
    func kinds(_ program: Int) throws {
        var image = try Self.contents()
        _ = try Verifier.verify(image.encoded())
        let texts = image.programs[program].constants.range.filter { image.constants[$0].isKind(.string) }
        try #require(texts.count == 1)
        image.constants[texts[0]] = .int(1)
        refused(image, by: 6)
    }

    @Test("Who has other registers, rules or lengths is walked through", arguments: [1, 2, 3])
    func shapes(_ program: Int) throws {
        let image = try Self.contents()
        func broken(_ change: (inout ProgramRecord) -> Void) -> ImageContents {
            var image = image
            change(&image.programs[program])
            image.repeatPrograms()
            return image
        }
        refused(broken { $0.registers = $0.filled }, by: 6)
        refused(broken { $0.filled -= 1 }, by: 8)
        refused(broken { $0.code.count -= 1 }, by: 6)
        refused(broken { $0.code.start += 1; $0.code.count -= 1 }, by: 12)
        refused(broken { $0.constants.count -= 1 }, by: 6)
        refused(broken { $0.constants.start = UInt32(image.constants.count) }, by: 3)
        refused(broken { $0.purpose = ProgramPurpose.show.rawValue }, by: 10)
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
