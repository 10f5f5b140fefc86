import Testing

@Suite("Images that can't be used say why")
struct ImageTests {
    /// Changes an image, and says what the tool must say of it.
    private static let damages: [(name: String, damage: @Sendable ([UInt8]) -> [UInt8], wanted: String)] = [
        ("empty", { _ in [] }, "this is not a callgate image"),
        ("three bytes", { Array($0.prefix(3)) }, "this is not a callgate image"),
        ("text", { _ in Array("rules: []\n".utf8) }, "this is not a callgate image"),
        ("another first byte", { [$0[0] ^ 1] + $0.dropFirst() }, "this is not a callgate image"),
        ("the first eight bytes", { Array($0.prefix(8)) }, "truncated"),
        ("half of it", { Array($0.prefix($0.count / 2)) }, "the image is truncated: "),
        ("all but a byte", { Array($0.dropLast()) }, "the image is truncated: "),
        ("one byte more", { $0 + [0] }, "1 bytes follow the end of the image"),
        ("a bit of the code", { flip($0, $0.count / 2) }, "the image is corrupt: its checksum is "),
        ("a bit of the checksum", { flip($0, 25) }, "the image is corrupt: its checksum is "),
        ("a newer major version", { set($0, 8, 2) }, "version 2.0"),
        ("an older major version", { set($0, 8, 0) }, "version 0.0"),
        ("a newer minor version", { set($0, 10, 1) }, "version 1.1"),
    ]

    private static func flip(_ image: [UInt8], _ offset: Int) -> [UInt8] { set(image, offset, image[offset] ^ 1) }

    private static func set(_ image: [UInt8], _ offset: Int, _ byte: UInt8) -> [UInt8] {
        var image = image
        image[offset] = byte
        return image
    }

    @Test(arguments: damages.indices)
    func damaged(_ index: Int) async throws {
        let (name, damage, wanted) = Self.damages[index]
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "p.yaml")
        #expect(try await workspace.run("compile", "p.yaml", "-o", "p.cgb").status == 0)
        try workspace.write(damage(try workspace.read("p.cgb")), to: "bad.cgb")
        for arguments in [
            ["eval", "--policy", "bad.cgb", "--tool", "ping"], ["eval", "--policy", "bad.cgb", "--requests", "-"],
            ["explain", "--policy", "bad.cgb", "--tool", "ping"], ["disasm", "bad.cgb"],
        ] {
            let outcome = try await workspace.run(arguments, input: Array("{\"tool\":\"ping\"}\n".utf8))
            #expect(outcome.status == 1, "\(name)")
            #expect(outcome.output == "", "\(name)")
            #expect(outcome.error.hasPrefix("error: bad.cgb: "), "\(outcome.error)")
            #expect(outcome.error.contains(wanted), "\(name): \(outcome.error)")
        }
    }

    @Test("An image is known by its first bytes, whatever it is called, and stands alone")
    func names() async throws {
        let workspace = try Workspace()
        try workspace.write(Policies.shop, to: "policy")
        try workspace.write(Policies.shop, to: "p.yaml")
        #expect(try await workspace.run("eval", "--policy", "policy", "--tool", "ping").status == 0)
        _ = try await workspace.run("compile", "p.yaml", "-o", "image")
        #expect(try await workspace.run("eval", "--policy", "image", "--tool", "ping").status == 0)
        try workspace.write(try workspace.read("image"), to: "image.yaml")
        #expect(try await workspace.run("eval", "--policy", "image.yaml", "--tool", "ping").status == 0)
        for command in [["eval", "--policy", "p.yaml", "image", "--tool", "ping"], ["check", "p.yaml", "image"]] {
            let outcome = try await workspace.run(command)
            #expect(outcome.status == 2)
            #expect(outcome.error.hasPrefix("error: image: this is an image; give it alone"))
        }
    }

    @Test("A policy is read once, so that it can come from standard input or a pipe")
    func pipe() async throws {
        let workspace = try Workspace()
        let outcome = try await workspace.run(
            "eval", "--policy", "-", "--tool", "ping", input: Array(Policies.shop.utf8))
        #expect(outcome.status == 0)
    }
}
