import Callgate
import CallgateBytecode
import CallgatePolicy

/// An image that has something of everything that the verifier looks at.
enum SampleImage {
    static let policy = """
        name: sample
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
        """

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
            """
        do {
            let document = PolicyDocumentSource(name: "small.yaml", bytes: Array(policy.utf8))
            return try CompiledPolicy([document]).image
        } catch {
            fatalError("the small sample does not compile: \(error)")
        }
    }()

    static let contents: ImageContents = {
        do {
            return try ImageContents(decoding: bytes)
        } catch {
            fatalError("the sample does not decode: \(error)")
        }
    }()
}

extension ImageContents {
    /// The place of the first instruction with an opcode.
    func place(_ opcode: Opcode) -> Int {
        guard let place = code.firstIndex(where: { $0.opcode == opcode }) else {
            fatalError("the sample has no \(opcode)")
        }
        return place
    }

    /// The index of the first pattern of a form.
    func pattern(_ form: PatternForm) -> Int {
        guard let index = patterns.firstIndex(where: { $0.form == form.rawValue }) else {
            fatalError("the sample has no pattern of form \(form)")
        }
        return index
    }
}
