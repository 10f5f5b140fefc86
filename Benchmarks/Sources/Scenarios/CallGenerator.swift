/// Calls like the examples, one line each, that differ in their values; the same ones every time.
public struct CallGenerator {
    private var generator = Xorshift()

    public init() {}

    /// Appends a call and a line feed.
    public mutating func append(to output: inout String) {
        let id = number(below: 100_000)
        let agent = number(below: 40)
        let environment = pick(["production", "staging", "development"])
        switch number(below: 4) {
        case 0:
            let reason = pick(["duplicate charge", "service outage", "goodwill"])
            output += "{\"tool\": \"refund_payment\", \"args\": {\"payment_id\": \"pay_\(id)\", "
            output += "\"amount_cents\": \(number(below: 100_000)), \"currency\": \"usd\", "
            output += "\"reason\": \"\(reason)\"}, "
        case 1:
            let domain = pick(["approved.invalid", "elsewhere.invalid"])
            output += "{\"tool\": \"send_outreach\", \"args\": {\"recipient\": \"user\(id)@\(domain)\", "
            output += "\"subject\": \"Your renewal\", \"body\": \"It renews on Friday.\"}, "
        default:
            let cascade = pick(["true", "false", "false"])
            output += "{\"tool\": \"delete_customer\", \"args\": {\"customer_id\": \"cus_\(id)\", "
            output += "\"cascade\": \(cascade), \"reason\": \"asked for by the customer\"}, "
        }
        output += "\"context\": {\"environment\": \"\(environment)\", \"agent\": \"support-\(agent)\", "
        output += "\"org_id\": \"org_\(number(below: 1000))\"}}\n"
    }

    private mutating func pick(_ choices: [String]) -> String { choices[number(below: choices.count)] }

    private mutating func number(below bound: Int) -> Int { generator.number(below: bound) }
}
