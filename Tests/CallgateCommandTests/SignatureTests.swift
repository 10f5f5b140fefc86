import CallgateBytecode
import Foundation
import Testing

@Suite("callgate keygen, --sign and --require-signature")
struct SignatureTests {
    /// A workspace with a pair of keys, a policy, its image, and its signed image.
    private func signed() async throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        #expect(try await workspace.run("keygen", "release").status == 0)
        #expect(try await workspace.run("compile", "p.yaml", "-o", "plain.cgb").status == 0)
        let outcome = try await workspace.run("compile", "p.yaml", "-o", "signed.cgb", "--sign", "release.key")
        #expect(outcome.status == 0)
        return workspace
    }

    private func ping(_ workspace: Workspace, _ image: String, _ key: String, _ command: String = "eval") async throws -> Outcome {
        try await workspace.run(command, "--policy", image, "--require-signature", key, "--tool", "ping")
    }

    @Test("Keys are made once, and only their owner reads the secret one")
    func keys() async throws {
        let workspace = try Workspace()
        let outcome = try await workspace.run("keygen", "k")
        #expect(outcome.status == 0)
        #expect(outcome.output == "k.key is secret, k.pub is for whoever verifies\n")
        for (file, mode) in [("k.key", 0o600), ("k.pub", 0o644)] {
            let text = String(decoding: try workspace.read(file), as: UTF8.self)
            #expect(text.wholeMatch(of: /callgate-(private|public)-key [0-9a-f]{64}\n/) != nil)
            let attributes = try FileManager.default.attributesOfItem(atPath: workspace.url(file).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
        }
        let (secret, open) = (try workspace.read("k.key"), try workspace.read("k.pub"))
        #expect(secret != open)
        let again = try await workspace.run("keygen", "k")
        #expect(again.status == 1)
        #expect(again.error == "error: k.key: the file exists already\n")
        #expect(try workspace.read("k.key") == secret)
        #expect(try workspace.read("k.pub") == open)
        _ = try await workspace.run("keygen", "l")
        #expect(try workspace.read("l.key") != secret)
    }

    @Test("The right key")
    func right() async throws {
        let workspace = try await signed()
        let outcome = try await ping(workspace, "signed.cgb", "release.pub")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("allow  ping\n"))
        #expect(try await ping(workspace, "signed.cgb", "release.pub", "explain").status == 0)
        // A signature that nobody asks for does no harm.
        #expect(try await workspace.run("eval", "--policy", "signed.cgb", "--tool", "ping").status == 0)
        #expect(try await workspace.run("disasm", "signed.cgb").output.contains("\nsigned       yes\n"))
        // Signing what is compiled again gives an image that the same key opens.
        _ = try await workspace.run("compile", "p.yaml", "-o", "again.cgb", "--sign", "release.key")
        #expect(try await ping(workspace, "again.cgb", "release.pub").status == 0)
    }

    @Test("Another key, no signature, no image, no key", arguments: [
        ("signed.cgb", "other.pub", "error: signed.cgb: the signature is refused: it was made with another key\n"),
        ("plain.cgb", "release.pub", "error: plain.cgb: the image is not signed, and a signature is required\n"),
        ("signed.cgb", "release.key", "error: release.key: this is a private key, a public one is wanted\n"),
        ("p.yaml", "release.pub", "error: --require-signature wants an image, these are policy files\n"),
        ("signed.cgb", "none.pub", "error: none.pub: No such file or directory\n"),
        ("signed.cgb", "p.yaml", "error: p.yaml: expected a public key of 64 hexadecimal digits; `callgate keygen` makes a pair\n"),
        ("signed.cgb", "short.pub", "error: short.pub: expected a public key of 64 hexadecimal digits; `callgate keygen` makes a pair\n"),
        ("signed.cgb", "long.pub", "error: long.pub: expected a public key of 64 hexadecimal digits; `callgate keygen` makes a pair\n"),
        ("signed.cgb", "letters.pub", "error: letters.pub: expected a public key of 64 hexadecimal digits; `callgate keygen` makes a pair\n"),
        ("signed.cgb", "empty.pub", "error: empty.pub: expected a public key of 64 hexadecimal digits; `callgate keygen` makes a pair\n"),
    ])
    func refused(_ image: String, _ key: String, _ wanted: String) async throws {
        let workspace = try await signed()
        _ = try await workspace.run("keygen", "other")
        let digits = String(decoding: try workspace.read("release.pub"), as: UTF8.self).dropLast()
        try workspace.write(String(digits.dropLast()), to: "short.pub")
        try workspace.write(digits + "00", to: "long.pub")
        try workspace.write(digits.dropLast() + "g", to: "letters.pub")
        try workspace.write("", to: "empty.pub")
        for command in ["eval", "explain"] {
            let outcome = try await ping(workspace, image, key, command)
            #expect(outcome.status == 1)
            #expect(outcome.error == wanted)
            #expect(outcome.output == "")
        }
    }

    @Test("A file that is no key does not sign")
    func noKey() async throws {
        let workspace = try await signed()
        let outcome = try await workspace.run("compile", "p.yaml", "-o", "x.cgb", "--sign", "p.yaml")
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix("error: p.yaml: expected a private key of 64 hexadecimal digits"))
        #expect(!workspace.exists("x.cgb"))
        // Anybody who has the published key could make such a signature.
        let open = try await workspace.run("compile", "p.yaml", "-o", "x.cgb", "--sign", "release.pub")
        #expect(open.status == 1)
        #expect(open.error == "error: release.pub: this is a public key, a private one is wanted\n")
        #expect(!workspace.exists("x.cgb"))
    }

    @Test("A signed image that was changed")
    func tampered() async throws {
        let workspace = try await signed()
        let image = try workspace.read("signed.cgb")
        // From the header, the code, and the signature.
        for offset in [30, 40, image.count / 2, image.count - 1] {
            var changed = image
            changed[offset] ^= 1
            try workspace.write(changed, to: "changed.cgb")
            let outcome = try await ping(workspace, "changed.cgb", "release.pub")
            #expect(outcome.status == 1, "\(offset)")
            #expect(outcome.error.hasPrefix("error: changed.cgb: the image is corrupt: "), "\(outcome.error)")
            #expect(outcome.output == "")
        }
    }

    @Test("A signed image that was changed by somebody who can compute a checksum", arguments: [40, 63])
    func forged(_ offset: Int) async throws {
        let workspace = try await signed()
        var image = try workspace.read("signed.cgb")
        // A byte of the policy's digest, which the verifier can't judge.
        image[offset] ^= 1
        ImageSeal.refreshChecksum(&image)
        try workspace.write(image, to: "forged.cgb")
        let outcome = try await ping(workspace, "forged.cgb", "release.pub")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("it does not belong to this image"), "\(outcome.error)")
        #expect(outcome.output == "")
    }
}
