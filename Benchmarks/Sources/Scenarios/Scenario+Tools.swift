extension Scenario {
    /// Numbers of tools, with three rules each.
    public static let toolCounts = [1, 100, 10_000, 100_000]

    /// Policies of many tools. Their one call is of tool 0; ``toolDigits`` is where another's number goes.
    static let tools: [Scenario] = toolCounts.map { count in
        Scenario("tools/\(count)", documents(3 * count, toolRule), [Call(toolCall, "review")])
    }

    /// Where a tool's number stands in ``toolCall``.
    public static let toolDigits = 15..<21

    public static let toolCall =
        #"{"tool": "tool_000000", "args": {"payment_id": "pay_81Xk9", "amount_cents": 75000, "currency": "usd", "#
        + #""recipient": "ann@approved.invalid"}, "context": {"environment": "production", "agent": "support-7"}}"#

    /// Three rules in a row are of one tool: a number, a text and a pattern are looked at.
    private static func toolRule(_ index: Int) -> String {
        let number = index / 3
        let tool = "tool_\(digits(number, 6))"
        switch index % 3 {
        case 0:
            return "  - {name: cap_\(number), tool: \(tool), when: args.amount_cents > \(50_000 + number % 1000), "
                + "action: require_approval}\n"
        case 1: return rule("dev_\(number)", tool, #"context.environment == "development-\#(number)""#)
        default: return rule("domain_\(number)", tool, #"!args.recipient.endsWith("@approved.invalid")"#)
        }
    }
}
