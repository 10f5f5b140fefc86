import Testing

@Suite("callgate disasm and spec")
struct ListingTests {
    @Test("Header, dispatch, and each rule's code beside its source")
    func disassembly() async throws {
        let workspace = try Workspace()
        try workspace.write(try Policies.example(), to: "p.yaml")
        _ = try await workspace.run("compile", "p.yaml", "-o", "p.cgb")
        let outcome = try await workspace.run("disasm", "p.cgb")
        #expect(outcome.status == 0)
        #expect(outcome.error == "")
        for text in [
            "format       1.0, \(try workspace.read("p.cgb").count) bytes", "signed       no", "\ndispatch\n", "\npatterns\n",
            "\"delete_customer\"", "\"refund_payment\"", "\"send_outreach\"", "field      r0 := args.amount_cents",
        ] {
            #expect(outcome.output.contains(text), "\(text)")
        }
        let lines = outcome.lines
        for (rule, line, condition) in [
            ("protect_production_deletes  deny", 2, #"context.environment != "development""#),
            ("prevent_cascade_deletes  deny", 8, "args.cascade == true"), ("cap_refund_amount  review", 13, "args.amount_cents > 50000"),
            ("outreach_domain_allowlist  deny", 20, #"!args.recipient.match(/@approved\.invalid$/)"#),
        ] {
            let index = try #require(lines.firstIndex(of: "  rule \(rule)  p.yaml:\(line)"))
            #expect(lines[index + 1] == "    when \(condition)")
            #expect(lines[index + 2].hasSuffix("; \(condition)") || lines[index + 2].contains("; args"))
        }
        #expect(try await workspace.run("disasm", "p.yaml").output == outcome.output)
    }

    @Test("The description of the opcodes is the committed page")
    func specification() async throws {
        let workspace = try Workspace()
        let page = try Tool.text("spec/bytecode/opcodes.md")
        #expect(try await workspace.run("spec", "-o", "-").output == page)
        let outcome = try await workspace.run("spec", "--output", "page.md")
        #expect(outcome.status == 0)
        #expect(outcome.output == "page.md is written\n")
        #expect(try workspace.read("page.md") == Array(page.utf8))
    }
}
