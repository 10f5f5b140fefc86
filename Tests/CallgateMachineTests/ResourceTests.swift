import Callgate
import CallgateMachine
import CallgatePolicy
import Foundation
import ResourceCounter
import Testing

@Suite("Deciding allocates nothing and takes no lock")
struct ResourceTests {
    private static let calls: [String] = [
        #"{"tool":"refund_payment","args":{"amount_cents":75000,"reason":"outage"},"context":{"environment":"production"}}"#,
        #"{"tool":"refund_payment","args":{"amount_cents":4200},"context":{"environment":"production"}}"#,
        #"{"tool":"delete_customer","args":{"cascade":true},"context":{"environment":"staging"}}"#,
        #"{"tool":"send_outreach","args":{"recipient":"ann@approved.invalid"}}"#,
        #"{"tool":"send_outreach","args":{"recipient":"ann\u0040elsewhere.invalid"}}"#,
        #"{"args":{"amount_cents":1e22},"tool":"refund_payment"}"#,
        #"{"tool":"unknown"}"#,
        #"{"tool":"refund_payment","args":{"amount_cents":01}}"#,
        #"{"tool":"libraries","args":{"s":"a, b\u002c c","list":[3,1,[2,2.5]],"words":["b","a","b"],"map":{"k":1.5,"j":[null]},"ip":"10.1.2.3"}}"#,
        #"{"tool":"busy","args":{"items":[{"price":1.25},{"price":"x"}],"name":"a longer name than one word","at":"2024-02-29T12:30:00Z"}}"#,
    ]

    /// Loops, lists, strings, times, numbers and patterns, so that every kind of operation runs.
    private static let busyRule = """

          - name: busy
            tool: busy
            when: >-
              args.items.filter(i, i.price > 1).map(i, string(i.price) + "!").size() > 100
              || {args.name: [1, 2] + [size(args)]}[args.name] == [1, 2, 4]
              || timestamp(args.at).getFullYear("+01:00") == 1999 || args.name.matches("^[a-c]+[0-9]{2,3}x")
              || duration("90s") < now - timestamp(args.at) && double("1e-300") > 1.0
            action: deny
          - name: libraries
            tool: libraries
            when: >-
              args.s.split(", ").join("-").replace("b", "x").reverse() == strings.quote(args.s.trim().upperAscii())
              || "%s %.2f %x %e".format([args.map, 2.5, args.s, 1e-9]) == args.s.substring(1).charAt(0)
              || args.words.sort().distinct() == args.list.flatten().slice(0, 2) || sets.contains(args.words, args.list)
              || args.words.sortBy(w, size(w)).last().orValue("") == base64.encode(bytes(args.s))
              || math.greatest(lists.range(5)) + math.round(2.5) < 0 || cidr("10.0.0.0/9").containsIP(args.ip) == false
              || string(ip(args.ip)) == "::" || regex.replace(args.s, "(a|b)+", "<\\\\1>") == "x"
              || regex.extract(args.s, "(c)$").hasValue() == false || regex.extractAll(args.s, "[a-c]").size() == 9
              || args.s.indexOf("c") == args.s.lastIndexOf("a") || base64.decode("YWI") == b"x"
            action: deny
        """

    private func gate() throws -> Gate {
        let example = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../spec/examples/policy.yaml").standardized
        let text = try String(contentsOf: example, encoding: .utf8) + Self.busyRule
        let document = PolicyDocumentSource(name: "policy.yaml", bytes: Array(text.utf8))
        return try Gate(image: CompiledPolicy([document]).image)
    }

    @Test("The counters count")
    func canary() {
        let allocations = callgate_allocations()
        let locks = callgate_locks()
        let array = [Int](repeating: 1, count: 1000)
        #expect(array.count == 1000)
        #expect(callgate_allocations() > allocations)
        let lock = NSLock()
        lock.lock()
        lock.unlock()
        #expect(callgate_locks() > locks)
    }

    @Test(arguments: calls)
    func counted(_ call: String) throws {
        var decider = Decider(try gate())
        let bytes = Array(call.utf8)
        let time = CallTime(seconds: 1_700_000_000)
        let counts = bytes.withUnsafeBytes { text in
            // Once for whatever the runtime sets up on first use.
            var effects = Int(decider.decide(text, at: time).effect.rawValue)
            let allocations = callgate_allocations()
            let locks = callgate_locks()
            for _ in 0..<200 { effects += Int(decider.decide(text, at: time).effect.rawValue) }
            return (callgate_allocations() - allocations, callgate_locks() - locks, effects)
        }
        #expect(counts.0 == 0)
        #expect(counts.1 == 0)
        #expect(counts.2 >= 0)
    }
}
