/// A call to one of the tools of `spec/examples/policy.yaml`, and what it comes to.
public struct ExampleCall: Sendable {
    public let name: String
    public let text: String
    /// "allow", "review" or "deny".
    public let effect: String

    /// One for each rule of the example policy, 188 to 190 bytes long: two that the rule stops, and two
    /// that it lets pass after every condition of the tool was evaluated.
    public static let all = [
        ExampleCall(
            name: "production_delete",
            text: """
                {"tool": "delete_customer", "args": {"customer_id": "cus_8Kd02", "cascade": false, \
                "reason": "left us"}, "context": {"environment": "production", "agent": "support-7", \
                "org_id": "org_12"}}
                """,
            effect: "deny"),
        ExampleCall(
            name: "development_delete",
            text: """
                {"tool": "delete_customer", "args": {"customer_id": "cus_8Kd03", "cascade": false, \
                "reason": "fixture"}, "context": {"environment": "development", "agent": "ci-runner-3", \
                "org_id": "org_1"}}
                """,
            effect: "allow"),
        ExampleCall(
            name: "large_refund",
            text: """
                {"tool": "refund_payment", "args": {"payment_id": "pay_81Xk9", "amount_cents": 75000, \
                "currency": "usd", "reason": "outage"}, "context": {"environment": "production", \
                "agent": "support-7"}}
                """,
            effect: "review"),
        ExampleCall(
            name: "approved_outreach",
            text: """
                {"tool": "send_outreach", "args": {"recipient": "ann@approved.invalid", \
                "subject": "Renewal", "body": "It renews on Friday."}, "context": \
                {"environment": "production", "agent": "sales-2"}}
                """,
            effect: "allow"),
    ]
}
