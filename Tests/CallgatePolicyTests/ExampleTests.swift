import CallgateLanguage
import CallgatePolicy
import Testing

/// The policy of four rules that the tour begins with.
@Suite struct ExampleTests {
    static let text = #"""
        rules:
          - name: protect_production_deletes
            description: Block customer deletes outside dev
            tool: delete_customer
            when: context.environment != "development"
            action: deny
            message: "Customer deletes require dev environment or manual override"
          - name: prevent_cascade_deletes
            tool: delete_customer
            when: args.cascade == true
            action: deny
            message: "Cascade deletes must be issued by a human operator"
          - name: cap_refund_amount
            description: Refunds over $500 require finance review
            tool: refund_payment
            when: args.amount_cents > 50000
            action: require_approval
            approvers: [finance-team]
            timeout: 1h
          - name: outreach_domain_allowlist
            tool: send_outreach
            when: "!args.recipient.match(/@approved\\.invalid$/)"
            action: deny
            message: "Outreach restricted to allowlisted domains"
        """#

    @Test func loads() throws {
        let loaded = try loadPolicy([PolicyDocumentSource(name: "example.yaml", text: Self.text)])
        #expect(loaded.warnings.isEmpty)
        let policy = loaded.policy
        #expect(policy.name.isEmpty && policy.description.isEmpty)
        #expect(policy.defaultEffect == nil)
        #expect(policy.ungoverned == .deny)
        #expect(policy.sources.map(\.name) == ["example.yaml"])
        #expect(
            policy.rules.map(\.name) == [
                "protect_production_deletes", "prevent_cascade_deletes", "cap_refund_amount",
                "outreach_domain_allowlist",
            ])
        #expect(
            policy.rules.map(\.tools) == [
                [.exact("delete_customer")], [.exact("delete_customer")], [.exact("refund_payment")],
                [.exact("send_outreach")],
            ])
        #expect(policy.rules.map(\.effect) == [.deny, .deny, .review, .deny])
        #expect(
            policy.rules.map { $0.condition?.checked.source } == [
                #"context.environment != "development""#, "args.cascade == true", "args.amount_cents > 50000",
                #"!args.recipient.match(/@approved\.invalid$/)"#,
            ])
        #expect(policy.rules.map(\.approvers) == [[], [], ["finance-team"], []])
        #expect(policy.rules.map(\.timeoutSeconds) == [nil, nil, 3600, nil])
        #expect(policy.rules.map(\.location.line) == [2, 8, 13, 20])
        #expect(policy.rules.allSatisfy { $0.location.column == 11 && $0.location.source == 0 && !$0.isMonitored })
        #expect(policy.rules.map(\.description).map(\.isEmpty) == [false, true, false, true])
        #expect(policy.rules.map(\.message.count) == [1, 1, 0, 1])
        guard case .text(let message) = try #require(policy.rules[3].message.first) else {
            Issue.record("the message is a text")
            return
        }
        #expect(message == "Outreach restricted to allowlisted domains")
    }
}
