import Callgate
import CallgateBytecode
import CallgatePolicy

/// An image that has something of everything that the verifier looks at.
enum SampleImage {
    static let policy = """
        name: sample
        lists: {known: [a, 1, 2.5, null, true], other: [b, b], unused: [c]}
        rules:
          - name: long_loop
            tool: [alpha, beta]
            when: args.items.exists(i, i.price > 10 && i.tags.all(t, t != "x")) && args.a.b == now
            action: deny
            message: "item {args.items[0]} of {tool}"
          - name: any
            tool: ["al*", "*ta"]
            when: >-
              args.kind in ["x", "y"] || {"k": [1, 2]}["k"] == args.list.filter(v, v > 2)
            action: review
            approvers: [ann, bob]
            timeout: 1h
            tags: [t]
          - name: patterns
            tool: alpha
            when: >-
              args.s.matches("^[a-f]+x?[0-9]{2,4}$") || args.s.matches("[\\\\pL\\\\d]{1,40}z$")
              || args.s.endsWith("q") || args.s.matches("end$") || args.deep.er.matches("^z")
            action: deny
          - name: watched
            tool: gamma
            action: deny
            mode: monitor
          - name: times
            tool: gamma
            when: now.getHours("+01:00") > 3 && [args.x, args.y].size() == 2
            action: allow
          - name: libraries
            tool: gamma
            when: >-
              now.getDayOfWeek("Europe/Berlin") == 0 && [1, ?args.?x] == [args.s.indexOf("q")]
              && args.m.transformMap(k, v, v > 1, k) == {?"a": optional.none(), "b": args.t}
              && args.list.transformMapEntry(i, v, {v: i}) == {}
              && regex.extract(args.s, "a(b*)").hasValue() && regex.extractAll(args.s, "a+") == []
              && regex.replace(args.s, "a", "b") == "b"
            action: deny

        """ + lookups + guarded

    /// What a guard keeps.
    private static let guarded = """
          - name: limited
            tool: epsilon
            when: >-
              session.called("delta", duration("5m")) || "private" in session.labels
              || session.calls(tool) > 3 || session.trust == "untrusted" || session.id == "s"
            action: deny
            limit: {max: 3, per: 1h, key: [args.user, args.org]}
          - name: summed
            tool: epsilon
            action: review
            limit: {max: 10.5, per: 1d, sum: args.amount}
          - name: listed
            tool: epsilon
            when: args.kind in lists.known || args.kind in lists.other && lists.other == args.list
            action: deny
        results:
          - name: judged
            tool: ["*", alpha]
            when: result.text.contains("key") && args.path != tool
            mark: untrusted
            labels: [private, secret]
            block: true

        """

    /// Rules that are passed over unless a lookup notes them, and lookups of every kind.
    private static let lookups: String = {
        let texts = (0..<100).map { "\"text\($0)\"" }.joined(separator: ", ")
        var conditions = (0..<9).map { "args.kind == \"k\($0)\" || args.kind in [\($0), \($0).5, 18446744073709551615u]" }
        conditions.append("args.all == args.every")
        conditions += (0..<9).map { "args.s.contains(\"piece\($0)\")" }
        conditions += (0..<9).map { "size(args.list) > 3 && args.n > \($0)" }
        conditions.append("args.kind in [\(texts), null, true]")
        conditions += ["startsWith", "endsWith", "contains"].map { "[\(texts)].exists(s, args.t.\($0)(s))" }
        conditions.append("args.t.matches(\"(?:\((0..<20).map { "x\($0)" }.joined(separator: "|")))$\")")
        return conditions.enumerated().map { index, condition in
            "  - {name: l\(index), tool: delta, when: '\(condition)', action: deny}\n"
        }.joined()
    }()

    static let bytes: [UInt8] = {
        do {
            let document = PolicyDocumentSource(name: "sample.yaml", bytes: Array(policy.utf8))
            return try CompiledPolicy([document]).image
        } catch {
            fatalError("the sample does not compile: \(error)")
        }
    }()

    /// Few rules, so that something can be done to each of its bits.
    static let smallBytes: [UInt8] = {
        let policy = """
            rules:
              - name: cap
                tool: refund_payment
                when: args.amount_cents > 50000 && args.items.all(i, i.price < 10)
                action: require_approval
                message: "{args.amount_cents} cents"
              - name: globbed
                tool: "send_*"
                when: args.to.matches("^(a|bc)+$")
                action: deny
              - name: guarded
                tool: globbed
                when: session.calls("send_mail") > 1 && session.trust == "trusted"
                action: deny
                limit: {max: 1, per: 1h, key: args.user}

            """
            + (0..<16).map { number in
                let test = number < 8 ? "args.k == \"v\(number)\"" : "args.k.endsWith(\"end\(number)\")"
                return "  - {name: s\(number), tool: screened, when: '\(test) && args.b', action: deny}\n"
            }.joined()
            // The programs of these three share their code.
            + (1...3).map { number in
                let test = "args.unit == \"u\(number)\" && args.sum > \(number)"
                return "  - {name: alike\(number), tool: alike\(number), when: '\(test)', action: deny}\n"
            }.joined()
        do {
            let document = PolicyDocumentSource(name: "small.yaml", bytes: Array(policy.utf8))
            return try CompiledPolicy([document]).image
        } catch {
            fatalError("the small sample does not compile: \(error)")
        }
    }()

    /// Calls that reach every part of the small sample.
    static let calls: [[UInt8]] = [
        #"{"tool":"refund_payment","args":{"amount_cents":75000,"items":[{"price":1},{"price":99}]}}"#,
        #"{"tool":"refund_payment","args":{"amount_cents":75000,"items":{"price":1}}}"#,
        #"{"tool":"send_mail","args":{"to":"abcbc"}}"#,
        #"{"tool":"send_\u0000","args":{"to":7}}"#,
        #"{"tool":"other"}"#,
        #"{"tool":"globbed","args":{"user":7}}"#,
        #"{"tool":"screened","args":{"k":"v3","b":true}}"#,
        #"{"tool":"screened","args":{"k":"the end12 end9","b":1}}"#,
        #"{"tool":"screened","args":{"k":{"x":1},"b":true}}"#,
        #"{"tool":"alike2","args":{"unit":"u2","sum":3}}"#,
        #"{"tool":"alike3","args":{"unit":"u3","sum":"3"}}"#,
        "[",
    ].map { Array($0.utf8) }

    static let contents: ImageContents = {
        do {
            return try ImageContents(decoding: bytes)
        } catch {
            fatalError("the sample does not decode: \(error)")
        }
    }()
}
