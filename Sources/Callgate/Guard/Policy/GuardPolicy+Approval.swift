internal import CallgateBytecode
internal import CallgateMachine
internal import CallgatePolicy
internal import Crypto

extension GuardPolicy {
    /// What makes two calls the same for an approval.
    ///
    /// - Throws: where the arguments have no canonical form: a key that occurs twice is one that two
    ///   readers may take for different things.
    func subject(of call: GuardedCall, _ tool: String?) throws(ApprovalError) -> Approval.Subject {
        let json = call.json
        let args = CallParts(json).args.map { Array(json[$0]) } ?? Array("{}".utf8)
        let canonical: [UInt8]
        do { canonical = try CanonicalJSON.text(args) } catch { throw .noCanonicalForm }
        return Approval.Subject(
            tool: tool ?? "",
            arguments: Hexadecimal.text(Array(SHA256.hash(data: canonical))), session: call.session,
            policy: digest)
    }

    /// An approval that a call waits for.
    func approval(
        _ id: String, _ record: RecordID, _ subject: Approval.Subject, _ call: GuardedCall, _ matches: [RuleMatch],
        at now: Int64
    ) throws(ApprovalError) -> Approval {
        let view = gate.image.view
        var wanted: [[String]] = []
        var seconds = Int64(settings.approvalSeconds)
        var hasTimeout = false
        for match in matches where !match.isMonitored {
            let rule = view.rules[match.rule]
            guard rule.effect == Effect.review.rawValue else { continue }
            let details = view.details(of: rule)
            wanted.append(texts(details.approvers))
            if details.timeout > 0 {
                seconds = hasTimeout ? min(seconds, Int64(details.timeout)) : Int64(details.timeout)
                hasTimeout = true
            }
        }
        // A review that no rule asks for, but a default does, wants one person.
        if wanted.isEmpty { wanted = [[]] }
        return Approval(
            id: id, record: record, subject: subject, wanted: wanted, requesters: try requesters(of: call),
            deadline: now + seconds * 1_000_000_000)
    }

    /// Who asks for a call, by the fields that the policy names.
    ///
    /// - Throws: where a field is there that does not tell who, or is there twice; and where the policy names fields
    ///   and nobody is told by any of them.
    private func requesters(of call: GuardedCall) throws(ApprovalError) -> [String] {
        let parts = CallParts(call.json)
        var found = CallRequesters(call.json)
        for (root, part) in [("args", parts.args), ("context", parts.context)] {
            guard let part else { continue }
            try found.read(part, along: requesters.filter { $0.root == root }.map { $0.steps.dropFirst() })
        }
        guard !found.ids.isEmpty || requesters == GuardSettings.usualRequesters else { throw .unknownRequester }
        return found.ids
    }
}
