import CallgatePolicy

/// Rules of the four shapes that `spec/examples/policy.yaml` has, each with names, tools, fields and
/// constants of its own, so that nothing can be compiled once for two of them; the same every time.
enum ManyRules {
    static let count = 30_000
    /// Keeps a document at about 2 MB, under ``PolicyLimits/documentBytes``.
    private static let rulesInDocument = 10_000

    static func documents() -> [PolicyDocumentSource] {
        stride(from: 0, to: count, by: rulesInDocument).map { start in
            var text = "rules:\n"
            for index in start..<min(start + rulesInDocument, count) { append(index, to: &text) }
            return PolicyDocumentSource(name: "rules-\(start).yaml", text: text)
        }
    }

    /// The conditions in the order of the rules, in standard CEL: `matches` in place of `match`.
    static func conditions() -> [String] {
        (0..<count).map { index in
            switch index % 4 {
            case 0: "context.environment_\(index) != \"development-\(index)\""
            case 1: "args.cascade_\(index) == true"
            case 2: "args.amount_cents_\(index) > \(50_000 + index)"
            default: "!args.recipient_\(index).matches(\"@approved\(index)\\\\.invalid$\")"
            }
        }
    }

    private static func append(_ index: Int, to text: inout String) {
        switch index % 4 {
        case 0:
            text += """
                  - name: protect_production_deletes_\(index)
                    description: Block customer deletes outside dev \(index)
                    tool: delete_customer_\(index)
                    when: context.environment_\(index) != "development-\(index)"
                    action: deny
                    message: "Customer deletes require dev environment or manual override \(index)"

                """
        case 1:
            text += """
                  - name: prevent_cascade_deletes_\(index)
                    tool: delete_customer_\(index - 1)
                    when: args.cascade_\(index) == true
                    action: deny
                    message: "Cascade deletes must be issued by a human operator \(index)"

                """
        case 2:
            text += """
                  - name: cap_refund_amount_\(index)
                    description: Refunds over $500 require finance review \(index)
                    tool: refund_payment_\(index)
                    when: args.amount_cents_\(index) > \(50_000 + index)
                    action: require_approval
                    approvers: [finance-team-\(index)]
                    timeout: \(1 + index)s

                """
        default:
            text += """
                  - name: outreach_domain_allowlist_\(index)
                    tool: send_outreach_\(index)
                    when: "!args.recipient_\(index).match(/@approved\(index)\\\\.invalid$/)"
                    action: deny
                    message: "Outreach restricted to allowlisted domains \(index)"

                """
        }
    }
}
