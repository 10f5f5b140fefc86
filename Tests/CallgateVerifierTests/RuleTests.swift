import CallgateBytecode
import CallgateVerifier
import Testing

@testable import CallgateOracles

/// One thing wrong with an image that is right otherwise.
struct Breakage: Sendable, CustomTestStringConvertible {
    let rule: Int
    let name: String
    let apply: @Sendable (inout ImageContents) -> Void

    init(_ rule: Int, _ name: String, _ apply: @escaping @Sendable (inout ImageContents) -> Void) {
        self.rule = rule
        self.name = name
        self.apply = apply
    }

    var testDescription: String { "V\(rule): \(name)" }
}

@Suite("Each rule of verification.md refuses the images that break only it")
struct RuleTests {
    @Test("The sample itself is accepted")
    func accepted() throws {
        let image = try Verifier.verify(SampleImage.bytes)
        #expect(image.view.rules.count == 42)
        #expect(SampleImage.contents.encoded() == SampleImage.bytes)
    }

    @Test(arguments: Breakage.all)
    func refused(_ breakage: Breakage) throws {
        var contents = SampleImage.contents
        breakage.apply(&contents)
        #expect(contents != SampleImage.contents)
        // What tools repeat of their programs fits, but where that is what is broken.
        if contents.tools == SampleImage.contents.tools { contents.repeatPrograms() }
        do {
            _ = try Verifier.verify(contents.encoded())
            Issue.record("accepted")
        } catch {
            guard case .verification(let rule, let reason) = error else {
                Issue.record("refused with \(error)")
                return
            }
            #expect(rule == breakage.rule, "\(reason)")
            #expect(!reason.isEmpty)
        }
    }

    @Test("Every rule has a breakage")
    func covered() {
        // V1 can't be broken through ImageContents, which holds one policy record; FramingTests does.
        #expect(Set(Breakage.all.map(\.rule)) == Set(2...16))
    }
}
