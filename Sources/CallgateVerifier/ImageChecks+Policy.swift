import CallgateBytecode

extension ImageChecks {
    /// The policy's own record, and the lists that only people read.
    func checkPolicy() throws(ImageError) {
        let policy = view.policy
        try checkReference(policy.name, "the policy's name")
        try checkReference(policy.description, "the policy's description")
        try require(Effect(rawValue: policy.ungoverned) != nil, 2, "effect \(policy.ungoverned)")
        try require(policy.reserved0 == 0 && policy.reserved1 == 0, 2, "a reserved field is not zero")
        for index in 0..<view.texts.count { try checkReference(view.texts[index], "text \(index)") }
        for index in 0..<view.sources.count {
            try checkReference(view.sources[index], "source \(index)")
        }
    }

    /// V2, V3, V12: rules and messages.
    func checkRules() throws(ImageError) {
        try require(view.rules.count < 1 << 30, 10, "\(view.rules.count) rules")
        for index in 0..<view.rules.count {
            let rule = view.rules[index]
            try checkReference(rule.name, "rule \(index)'s name")
            try checkReference(rule.description, "rule \(index)'s description")
            try checkReference(rule.condition, "rule \(index)'s condition")
            try checkRun(rule.message, of: view.messageParts.count, "rule \(index)'s message")
            try checkRun(rule.approvers, of: view.texts.count, "rule \(index)'s approvers")
            try checkRun(rule.tags, of: view.texts.count, "rule \(index)'s tags")
            try checkRun(rule.tools, of: view.texts.count, "rule \(index)'s tools")
            try require(Int(rule.source) < view.sources.count, 3, "rule \(index) is in no source")
            try require(Effect(rawValue: rule.effect) != nil, 2, "effect \(rule.effect)")
            try require(RuleMode(rawValue: rule.mode) != nil, 2, "mode \(rule.mode)")
            try require(rule.severity <= 5, 2, "severity \(rule.severity)")
            try require(rule.reserved == 0, 2, "a reserved field is not zero")
            try checkMessage(of: rule, index)
        }
        for index in 0..<view.messageParts.count {
            try checkReference(view.messageParts[index].text, "message part \(index)")
        }
    }

    /// V12: a message's expressions are outputs of its program.
    private func checkMessage(of rule: RuleRecord, _ index: Int) throws(ImageError) {
        var outputs: UInt32 = 0
        for part in rule.message.range {
            let output = view.messageParts[part].output
            guard output != noIndex else { continue }
            try require(
                output == outputs, 12, "rule \(index)'s message takes output \(output), not \(outputs)")
            outputs += 1
        }
        guard outputs > 0 || rule.messageProgram != noIndex else { return }
        try require(
            rule.messageProgram < view.programs.count, 12, "rule \(index)'s message has no program")
        let program = view.programs[Int(rule.messageProgram)]
        try require(
            program.purpose == ProgramPurpose.show.rawValue, 12,
            "rule \(index)'s message has a program that decides")
        var written: UInt32 = 0
        try checkRun(program.code, of: view.code.count, "code of program \(rule.messageProgram)")
        for place in program.code.range where view.code[place].opcode == .output { written += 1 }
        try require(
            written == outputs, 12,
            "rule \(index)'s message takes \(outputs) outputs of \(written)")
    }
}
