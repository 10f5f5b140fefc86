public import CallgateBytecode

extension Machine {
    /// How many rules counted in the last decision; none after a malformed call.
    public var matchedCount: Int { matchCount }

    /// A rule that counted in the last decision, in the order of the documents.
    /// - Parameter index: 0 ..< `matchedCount`.
    public func matched(_ index: Int) -> RuleMatch {
        precondition(index >= 0 && index < matchCount)
        return matches[index]
    }

    /// An expression's value after ``show(rule:_:at:)``.
    /// - Parameter index: 0 ..< `BytecodeLimits.outputs`.
    public func output(_ index: Int) -> Slot { outputs[index] }

    /// How many values the last decision noted; only programs compiled to explain note any.
    public var noteTotal: Int { noteCount }

    /// - Parameter index: 0 ..< `noteTotal`.
    public func note(_ index: Int) -> TraceNote {
        precondition(index >= 0 && index < noteCount)
        return notes[index]
    }

    /// The fuel that the last decision used.
    public var usedFuel: Int { limits.fuel - max(fuel, 0) }
}
