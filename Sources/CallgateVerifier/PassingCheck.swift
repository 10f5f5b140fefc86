import CallgateBytecode

/// V15: which rules of a program may be passed over, and what is known at the start of each.
///
///     …           screens note rules
///     proceed u   -> the first noted rule before u, else u        opens a stretch of rules
///     rule 3      the first of them
///     proceed u
///     …
///     rule u-1    the last one goes on to rule u
///
/// A run comes to a rule of the stretch from any `proceed` before it, so that only what holds at all of
/// them is known there. Rules that a lookup notes lie in stretches: each `proceed` then leads ahead.
struct PassingCheck {
    /// Rules that lookups note.
    var noted: Set<UInt32> = []
    /// Rules that may be passed over.
    private var passed: Set<UInt32> = []
    /// The rule behind the stretch.
    private var end: UInt32?
    /// The rule behind the stretch before, which that one's `proceed` leads to: a stretch that began there
    /// would be entered behind its own first `proceed`.
    private var lastEnd: UInt32?
    /// What holds at every `proceed` of the stretch so far.
    private var known = RegisterState()
    /// Where the code of the rule starts that is counted next.
    private var start = 0
    private var lastRule = -1

    mutating func proceed(
        to target: UInt32, from next: UInt32, at pc: Int, _ state: inout RegisterState, _ walk: ProgramCheck
    ) throws(ImageError) {
        if let end {
            try walk.require(
                end == target && lastRule == pc - 1, 15, pc, "a stretch up to rule \(end) leads to rule \(target)")
            known.meet(state)
        } else {
            try walk.require(lastEnd != next, 15, pc, "a stretch of rules begins where another one ends")
            end = target
            known = state
        }
        passed.insert(next)
        state = known
        start = pc + 1
    }

    mutating func count(
        _ rule: UInt32, at pc: Int, _ state: inout RegisterState, _ walk: ProgramCheck
    ) throws(ImageError) {
        try checkEntry(rule, pc, walk)
        start = pc + 1
        lastRule = pc
        guard let end else { return }
        if rule + 1 == end {
            state.meet(known)
            lastEnd = end
            self.end = nil
        } else {
            let next = walk.checks.view.code[walk.base + pc + 1].opcode
            try walk.require(next == .proceed, 15, pc, "rule \(rule) of a stretch does not proceed")
        }
    }

    private func checkEntry(_ rule: UInt32, _ pc: Int, _ walk: ProgramCheck) throws(ImageError) {
        guard walk.program.entries != noIndex else { return }
        let entry = walk.checks.view.entries[Int(walk.program.entries) + Int(rule)]
        try walk.require(Int(entry) == start, 15, pc, "rule \(rule) starts at \(start), not at \(entry)")
    }

    func end(_ walk: ProgramCheck) throws(ImageError) {
        try walk.require(end == nil, 15, lastRule, "a stretch of rules does not end")
        try walk.require(noted.isSubset(of: passed), 15, lastRule, "a rule is noted that is never passed over")
        try checkEntry(walk.program.rules.count, lastRule, walk)
    }
}
