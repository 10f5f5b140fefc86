import Foundation

/// Policies that several tests use.
enum Policies {
    /// Rules of every kind, in which a message is filled and a rule only monitors.
    static let shop = """
        rules:
          - name: big
            tool: pay
            when: args.amount > 500 && args.items.exists(i, i.price * 2 > args.amount)
            action: deny
            message: "too much: {args.amount}"
          - name: watch
            tool: "p*"
            when: has(args.note) || context.env == "prod"
            action: require_approval
            approvers: [ann]
            timeout: 5m
            mode: monitor
          - name: ask
            tool: [pay, refund]
            when: args.amount > 100
            action: require_approval
            approvers: [ann, bob]
            timeout: 1h
          - name: always
            tool: [pay, ping]
            action: allow

        """

    /// Two errors, with suggestions, and a rule that is right.
    static let wrong = """
        rules:
          - name: first
            tool: t
            when: args.n > 1 && argz.n > 2
            action: deny
          - name: second
            tool: t
            acton: deny
            action: deny
          - name: third
            tool: t
            action: deny

        """

    static func example() throws -> String { try Tool.text("spec/examples/policy.yaml") }
}
