import CallgateLanguage
import CallgatePolicy

extension ReferenceGuard {
    /// What the rules say of a result; nil where it can't be judged.
    func judge(
        _ result: [UInt8], of bytes: [UInt8]
    ) -> (isBlocked: Bool, isTrusted: Bool, labels: [String])? {
        var reader = JSONReader(result)
        guard let call = try? Call(bytes), let content = try? reader.readWhole() else { return nil }
        let nested = Value.map(
            [
                MapEntry(key: .string("tool"), value: .success(.string(call.tool))),
                MapEntry(key: .string("args"), value: .success(call.args)),
                MapEntry(key: .string("result"), value: content.outcome),
            ], isRecord: true)
        let bindings = Call(tool: call.tool, args: nested, context: call.context).bindings(
            now: Timestamp(seconds: latest / 1_000_000_000, nanoseconds: latest % 1_000_000_000))
        var trust: [Judgement.Trust] = []
        var labels: Set<ByteString> = []
        var blocks = false
        for rule in policy.results where rule.tools.contains(where: { $0.governs(call.tool) }) {
            guard let judgement = rule.judgement else { continue }
            let outcome = rule.condition.map { ReferenceEvaluator($0.checked).evaluate(bindings, session: nil) }
            if case .success(.bool(false))? = outcome { continue }
            let holds: Bool
            if case .success(.bool(true))? = outcome { holds = true } else { holds = outcome == nil }
            // One whose condition fails restricts, and gives no trust.
            if let mark = judgement.trust, holds || mark == .untrusted { trust.append(mark) }
            labels.formUnion(judgement.labels.map { ByteString($0) })
            if judgement.blocks { blocks = true }
        }
        let isTrusted = trust.contains(.untrusted) ? false : trust.contains(.trusted) || !usesTrust
        return (blocks, isTrusted, policy.labels.filter { labels.contains(ByteString($0)) })
    }
}
