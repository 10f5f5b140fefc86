extension Scenario {
    /// Sizes of calls in bytes, and how they are called.
    private static let sizes = [(200, "200"), (1_000, "1k"), (10_000, "10k"), (100_000, "100k"), (1_000_000, "1M")]

    /// Calls of several sizes: most of each is one long string, or nested objects, that no rule reads. One
    /// field that is read stands before the bulk, two stand behind it.
    static let sized: [Scenario] = ["text", "nested"].flatMap { kind in
        sizes.map { size, name in
            Scenario("size/\(name)_\(kind)", [sizedPolicy], [Call(sizedCall(size, kind), "review")])
        }
    }

    private static let sizedPolicy = """
        rules:
          - name: cap
            tool: refund_payment
            when: args.amount_cents > 50000 && args.currency == "usd" && context.environment == "production"
            action: require_approval

        """

    /// A call of exactly `size` bytes.
    public static func sizedCall(_ size: Int, _ kind: String) -> String {
        let start = #"{"tool": "refund_payment", "args": {"payment_id": "pay_81Xk9", "amount_cents": 75000, "#
        let end = #", "currency": "usd"}, "context": {"environment": "production", "agent": "support-7"}}"#
        let room = size - start.utf8.count - end.utf8.count
        return start + (kind == "text" ? text(room) : nested(room)) + end
    }

    private static func text(_ room: Int) -> String {
        let prose = "The customer was charged twice for one order and asks for the second charge back. "
        let frame = #""note": """#
        let filling = String(repeating: prose, count: room / prose.utf8.count + 1)
        return #""note": ""# + filling.prefix(room - frame.utf8.count) + #"""#
    }

    /// As many items as fit; blanks fill the rest.
    private static func nested(_ room: Int) -> String {
        var items: [String] = []
        var rest = room - #""items": []"#.utf8.count
        while true {
            let number = items.count
            let item =
                #"{"sku": "A-\#(number)", "quantity": \#(number % 9 + 1), "price": \#(number % 97).5, "#
                + #""tags": ["new", "\#(number % 7)"], "size": {"w": \#(number % 50), "h": null}}, "#
            guard item.utf8.count <= rest + 2 else { break }
            items.append(String(item.dropLast(2)))
            rest -= item.utf8.count - (items.count == 1 ? 2 : 0)
        }
        return #""items": ["# + items.joined(separator: ", ") + "]" + String(repeating: " ", count: rest)
    }
}
