import Callgate
import CallgateBytecode
import CallgatePolicy
import Testing

@Suite("Compiling")
struct CompilerTests {
    @Test("The same sources give the same bytes")
    func deterministic() throws {
        let conditions = (0..<40).map { "args.f\($0 % 7) in [\"a\", \"b\", \"c\($0)\"] && args.s.matches(\"x{\($0)}\")" }
        let text = policy(conditions) + "  - {name: glob, tool: [\"a*\", \"*b\"], action: deny}\n"
        let first = try compile(text).image
        for _ in 0..<3 { #expect(try compile(text).image == first) }
        #expect(try compile(text + "# another comment\n").image != first, "the digest is of the sources")
    }

    @Test("A rule that can never match is an error with its place", arguments: [
        "1 > 2", "\"a\" == \"b\"", "args.a == 1 && false", "!(true || args.b)", "1 + 1 == 3", "true ? false : args.x",
        "size(\"é\") > 1", "[1, 2].size() == 3", "1.5 > 2.5",
    ])
    func neverMatches(_ condition: String) {
        let text = refusal(policy([condition]))
        #expect(text?.contains("can never match") == true)
        #expect(text?.contains("policy.yaml:6:7") == true)
    }

    @Test("A rule that always matches is a warning", arguments: ["true", "1 < 2", "args.a == 1 || true"])
    func alwaysMatches(_ condition: String) throws {
        #expect(try compile(policy([condition])).warnings.contains { $0.message.contains("always matches") })
    }

    @Test("A pattern that does not compile is an error at its place in the document", arguments: [
        ("args.s.matches(\"a(b\")", "policy.yaml:6:"), ("args.s.match(/a[/)", "policy.yaml:6:"), ("args.s.matches(\"(a)\\\\1\")", "policy.yaml:6:"),
        ("args.s.matches(\"(?=a)\")", "policy.yaml:6:"),
    ])
    func badPattern(_ condition: String, _ place: String) {
        let text = refusal(policy([condition]))
        #expect(text?.contains("error:") == true)
        #expect(text?.contains(place) == true, "\(text ?? "accepted")")
    }

    @Test("Every error of a run is reported")
    func allErrors() {
        do {
            _ = try compile(policy(["args.s.matches(\"(\") || args.t.matches(\")\")", "1 > 2", "args.s.matches(\"[\")"]))
            Issue.record("accepted")
        } catch {
            #expect(error.diagnostics.count == 4)
        }
    }

    @Test("Equal subexpressions of one tool's rules are computed once")
    func shared() throws {
        let condition = "size(args.items.filter(i, i.price > 10))"
        let text = policy(["\(condition) > 1", "\(condition) > 2", "args.x == 1 && \(condition) > 3"])
        let contents = try ImageContents(decoding: compile(text).image)
        #expect(contents.code.filter { $0.opcode == .range }.count == 1)
    }

    @Test("Strings that Unicode calls equivalent stay apart")
    func equivalence() throws {
        let composed = "é", decomposed = "e\u{301}"
        let text = policy(["args.s == \"\(composed)\" && args.s != \"\(decomposed)\""])
        #expect(try effect(text, "{\"tool\":\"t\",\"args\":{\"s\":\"\(composed)\"}}") == "deny")
        #expect(try effect(text, "{\"tool\":\"t\",\"args\":{\"s\":\"\(decomposed)\"}}") == "allow")
        let tools = "rules: [{name: a, tool: \"\(composed)\", action: deny}, {name: b, tool: \"\(decomposed)\", action: review}]"
        #expect(try effect(tools, "{\"tool\":\"\(composed)\"}") == "deny")
        #expect(try effect(tools, "{\"tool\":\"\(decomposed)\"}") == "review")
    }
}

@Suite("Signatures")
struct SignatureTests {
    private let image: [UInt8]
    private let keys = ImageSignature.makeKeys()

    init() throws { image = try compile(policy(["args.a == 1"])).image }

    @Test func signed() throws {
        let signed = try ImageSignature.sign(image, privateKey: keys.privateKey)
        #expect(signed != image)
        _ = try Gate(image: signed, requiringSignatureOf: keys.publicKey)
        _ = try Gate(image: signed)
        let again = try ImageSignature.sign(signed, privateKey: keys.privateKey)
        _ = try Gate(image: again, requiringSignatureOf: keys.publicKey)
    }

    @Test func unsigned() {
        #expect(throws: ImageError.unsigned) { try Gate(image: image, requiringSignatureOf: keys.publicKey) }
    }

    @Test func anotherKey() throws {
        let signed = try ImageSignature.sign(image, privateKey: ImageSignature.makeKeys().privateKey)
        #expect(throws: ImageError.signature(reason: "it was made with another key")) {
            try Gate(image: signed, requiringSignatureOf: keys.publicKey)
        }
    }

    @Test("A changed image under a checksum that fits is refused")
    func tampered() throws {
        let signed = try ImageSignature.sign(image, privateKey: keys.privateKey)
        for place in stride(from: 32, to: signed.count, by: 13) where !(24..<32).contains(place) {
            var forged = signed
            forged[place] ^= 1
            ImageSeal.refreshChecksum(&forged)
            #expect(throws: ImageError.self) { try Gate(image: forged, requiringSignatureOf: keys.publicKey) }
        }
    }

    @Test("The right public key with somebody else's signature is refused")
    func exchangedKey() throws {
        var contents = try ImageContents(
            decoding: ImageSignature.sign(image, privateKey: ImageSignature.makeKeys().privateKey))
        contents.signature.replaceSubrange(0..<32, with: keys.publicKey)
        #expect(throws: ImageError.signature(reason: "it does not belong to this image")) {
            try Gate(image: contents.encoded(), requiringSignatureOf: keys.publicKey)
        }
    }
}
