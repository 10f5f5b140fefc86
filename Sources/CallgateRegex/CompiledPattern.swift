/// The cheapest form of a pattern that answers exactly as it does.
public enum CompiledPattern: Sendable, Hashable {
    case literal(LiteralTest)
    case dfa(DFA)
    /// For a pattern whose DFA passes a limit.
    case nfa(NFA)

    /// Whether some part of the text matches.
    ///
    /// - Parameter utf8: valid UTF-8.
    public func matches(_ utf8: some Collection<UInt8>) -> Bool {
        switch self {
        case .literal(let test): test.matches(utf8)
        case .dfa(let dfa): dfa.matches(utf8)
        case .nfa(let nfa): nfa.matches(utf8)
        }
    }
}

/// Compiles a pattern: a literal test where one is exact, else a DFA where it stays within the
/// limits, else an NFA.
///
/// - Throws: `automatonTooLarge` where even the NFA passes its limit.
public func compile(_ pattern: Pattern) throws(PatternError) -> CompiledPattern {
    if let test = LiteralTest(pattern) {
        return .literal(test)
    }
    // Many texts at its start, at its end or as a whole: one look-up, where a DFA takes each byte. No more of
    // them than bytes are written: `[0-9]{4}` is no list.
    let most = min(RegexLimits.maximumTableLiterals, pattern.source.utf8.count)
    let table = LiteralTest(pattern.tree, most: most)
    if let table, table.isAnchored { return .literal(table) }
    let builder: NFABuilder
    do {
        builder = try pattern.automaton()
    } catch {
        if let table { return .literal(table) }
        throw error
    }
    guard let dfa = DFA(builder) else {
        if let table { return .literal(table) }
        return .nfa(builder.nfa)
    }
    return switch dfa.start {
    case 0: .literal(.never)
    case 1: .literal(.always)
    default: .dfa(dfa)
    }
}

/// Compiles patterns into one DFA that says which of them match; nil where it passes a limit, in
/// which case each is to be compiled alone.
///
/// - Parameter patterns: index *i* of an accepted set is `patterns[i]`. Without patterns the DFA
///   is in state 0 from the start.
/// - Throws: `automatonTooLarge` where the NFA of one of them passes its limit.
public func compileSet(
    _ patterns: [Pattern], limits: DFALimits = .pattern
) throws(PatternError) -> DFA? {
    guard let builder = try? NFABuilder(patterns.map(\.tree)) else {
        for pattern in patterns {
            _ = try pattern.automaton()
        }
        return nil
    }
    return DFA(builder, limits: limits)
}

extension NFA {
    /// - Throws: `automatonTooLarge` where it passes ``RegexLimits/maximumNFAInstructions``.
    public init(_ pattern: Pattern) throws(PatternError) {
        self = try pattern.automaton().nfa
    }
}

extension LiteralTest {
    /// The test that answers exactly as the pattern does, nil where there is none.
    public init?(_ pattern: Pattern) {
        self.init(pattern.tree)
    }
}

extension DFA {
    /// Nil where the automaton passes a limit.
    init?(_ builder: NFABuilder, limits: DFALimits = .pattern) {
        guard let table = Determiniser.table(for: builder, limits) else { return nil }
        self = Minimiser.minimised(table)
        let bytes = transitions.count * MemoryLayout<UInt16>.stride
        if bytes > limits.tableBytes {
            return nil
        }
    }
}

extension Pattern {
    fileprivate func automaton() throws(PatternError) -> NFABuilder {
        do throws(NFAWriter.TooLarge) {
            return try NFABuilder([tree])
        } catch {
            throw .tooLarge(self)
        }
    }
}

extension PatternError {
    static func tooLarge(_ pattern: Pattern) -> PatternError {
        PatternError(
            .automatonTooLarge,
            "the pattern needs more than \(RegexLimits.maximumNFAInstructions) steps with its counts written out",
            at: 0..<pattern.source.utf8.count, suggestion: "smaller counts, or narrower classes under them")
    }
}
