import CallgateBytecode

extension ImageChecks {
    /// The policy's own record, and the lists that only people read.
    func checkPolicy() throws(ImageError) {
        let policy = view.policy
        try checkReference(policy.name, "the policy's name")
        try checkReference(policy.description, "the policy's description")
        try require(Effect(rawValue: policy.ungoverned) != nil, 2, "effect \(policy.ungoverned)")
        try require(policy.reserved == 0, 2, "a reserved field is not zero")
        for index in 0..<view.texts.count { try checkReference(view.texts[index], "text \(index)") }
        for index in 0..<view.sources.count {
            try checkReference(view.sources[index], "source \(index)")
        }
    }

    /// V2, V3: rules.
    func checkRules() throws(ImageError) {
        try require(view.rules.count < 1 << 29, 10, "\(view.rules.count) rules")
        for index in 0..<view.rules.count {
            let rule = view.rules[index]
            try checkReference(rule.name, "rule \(index)'s name")
            try checkReference(rule.condition, "rule \(index)'s condition")
            try checkRun(rule.tools, of: view.texts.count, "rule \(index)'s tools")
            try require(Int(rule.details) < view.ruleDetails.count, 3, "rule \(index) has no details")
            try require(Effect(rawValue: rule.effect) != nil, 2, "effect \(rule.effect)")
            try require(RuleMode(rawValue: rule.mode) != nil, 2, "mode \(rule.mode)")
            try require(rule.severity <= 5, 2, "severity \(rule.severity)")
            try require(
                RuleKind(rawValue: rule.kindBits & ~RuleRecord.limitedBit) != nil, 2, "kind \(rule.kindBits) of a rule")
            try require(
                rule.isLimited == (view.details(of: rule).limit != noIndex), 16,
                "rule \(index) has a limit and does not say so, or has none")
        }
    }

    /// V2, V3: what rules say beside their conditions.
    func checkRuleDetails() throws(ImageError) {
        for index in 0..<view.ruleDetails.count {
            let details = view.ruleDetails[index]
            try checkReference(details.description, "the description of details \(index)")
            try checkRun(details.message, of: view.messageParts.count, "the message of details \(index)")
            try checkRun(details.approvers, of: view.texts.count, "the approvers of details \(index)")
            try checkRun(details.tags, of: view.texts.count, "the tags of details \(index)")
            try require(Int(details.source) < view.sources.count, 3, "details \(index) are in no source")
            try require(
                details.limit == noIndex || details.limit < view.limits.count, 3, "details \(index) have no limit")
            try require(
                details.judgement == noIndex || details.judgement < view.judgements.count, 3,
                "details \(index) have no judgement")
        }
        for index in 0..<view.messageParts.count {
            try checkReference(view.messageParts[index].text, "message part \(index)")
        }
    }

    /// V12: messages, each of pieces of its own. Programs have been walked through.
    func checkMessages() throws(ImageError) {
        var parts = 0
        for index in 0..<view.ruleDetails.count {
            let details = view.ruleDetails[index]
            try require(
                details.message == .empty || Int(details.message.start) == parts, 12,
                "the message of details \(index) does not start where those before end")
            parts += details.message.range.count
            try checkMessage(of: details, index)
        }
        try require(parts == view.messageParts.count, 12, "pieces of no message")
    }

    /// V12: a message's expressions are outputs of its program.
    private func checkMessage(of rule: RuleDetailsRecord, _ index: Int) throws(ImageError) {
        var outputs = 0
        for part in rule.message.range {
            let output = view.messageParts[part].output
            guard output != noIndex else { continue }
            try require(
                output == outputs, 12, "the message of details \(index) takes output \(output), not \(outputs)")
            outputs += 1
        }
        guard outputs > 0 || rule.messageProgram != noIndex else { return }
        try require(
            rule.messageProgram < view.programs.count, 12, "the message of details \(index) has no program")
        let program = view.programs[Int(rule.messageProgram)]
        try require(
            program.purpose == ProgramPurpose.show.rawValue, 12,
            "the message of details \(index) has a program that decides")
        let written = code.outputs(of: program)
        try require(
            written == outputs, 12,
            "the message of details \(index) takes \(outputs) outputs of \(written)")
    }
}
