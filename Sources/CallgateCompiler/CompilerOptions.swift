/// How a policy is compiled.
public struct CompilerOptions: Sendable, Hashable {
    /// Folds constants, compares with them directly and computes equal subexpressions once.
    /// Decisions are the same without.
    public var optimizes: Bool
    /// Notes the value of every subexpression while running, to explain a decision.
    public var traces: Bool

    /// Units of fuel that the condition of no rule may cost more than; nil for no limit.
    public var maxCost: UInt64?
    /// Bytes of the largest call, which costs are bounded for.
    public var callBytes = 1 << 20

    public init(optimizes: Bool = true, traces: Bool = false) {
        self.optimizes = optimizes && !traces
        self.traces = traces
    }
}
