internal import CallgateBytecode
internal import CallgateMachine
internal import CallgateSystem

/// A policy as a guard uses it: the gates, and what it asks of sessions. Immutable, but for the
/// machines that wait for a call.
@safe
final class GuardPolicy: Sendable {
    let gate: Gate
    /// No other policy of the process has it; 1 or more.
    let number: Int64
    /// Decides on results; nil where no rule is about them.
    let results: Gate?
    let settings: GuardRecord
    let labels: [String]
    /// The fields of calls that say who asks for them.
    let requesters: [FieldPath]
    /// The guard's number of each label, by its bit here.
    private let labelNumbers: [Int]
    /// Hexadecimal.
    let digest: String
    let limits: MachineLimits
    /// Nanoseconds.
    let sessionTimeout: Int64
    /// Nanoseconds of each limit, in their order.
    let limitStretches: [Int64]
    var longestStretch: Int64 { limitStretches.max() ?? 0 }
    /// Whether something asks what sessions have read.
    private let readsTaint: Bool
    /// The tools whose earlier calls something asks for.
    private let countedTools: Set<Name>
    /// Their IDs, and where these stand in the image; by their places.
    let askedTools: [(place: UInt64, id: Name)]
    /// How the guard numbers tools.
    let tools: ToolNumbers
    /// How records name the rules about calls, and those about results.
    private let recordedCalls: RecordedImage
    // The former, which lives as long as the policy does.
    @unsafe let recordedCallsReference: Unmanaged<RecordedImage>
    let recordedResults: RecordedImage?
    private let idle = Mutex<[Machines]>([])
    private static let lastNumber = Mutex<Int64>(0)

    /// The machines of one thread at a time.
    ///
    /// What each call uses is not checked for overlapping accesses, as each check takes 117 instructions: only who took
    /// the machines from the policy uses them, and what is given to one of the functions below never calls the same one again.
    final class Machines: @unchecked Sendable {
        @exclusivity(unchecked) private var calls: Decider
        var results: Decider?
        /// What the call changes in what the guard knows.
        @exclusivity(unchecked) private var note = StateNote()

        init(_ policy: GuardPolicy) {
            unsafe calls = Decider(policy.gate, limits: policy.limits)
            unsafe calls.machine.keepsLimits = true
            if let gate = policy.results { results = Decider(gate, limits: policy.limits) }
        }

        /// Hands out what decides on calls.
        func withCalls<Result>(_ body: (inout Decider) -> Result) -> Result { unsafe body(&calls) }

        /// Hands out what notes what the call changes.
        func withNote<Result>(_ body: (inout StateNote) -> Result) -> Result { unsafe body(&note) }
    }

    init(
        _ gate: Gate, limits: MachineLimits, _ tools: ToolNumbers, _ numbers: inout LabelNumbers
    ) throws(GuardFailure) {
        self.gate = gate
        self.tools = tools
        number = Self.lastNumber.withLock { last in
            last += 1
            return last
        }
        self.limits = limits
        results = gate.results
        recordedCalls = RecordedImage(gate)
        unsafe recordedCallsReference = .passUnretained(recordedCalls)
        recordedResults = results.map { RecordedImage($0) }
        let view = gate.image.view
        settings = view.guardRecord
        labels = settings.labels.range.map { view.text(view.texts[$0]) }
        do throws(FieldPathError) {
            requesters = try settings.requesters.range.map { index throws(FieldPathError) in
                try FieldPath(view.text(view.texts[index]))
            }
        } catch { throw .requester(error) }
        labelNumbers = try numbers.numbers(of: labels)
        digest = Hexadecimal.text(gate.policyDigest)
        sessionTimeout = Int64(settings.sessionSeconds) * 1_000_000_000
        limitStretches = (0..<view.limits.count).map { view.limits[$0].window }
        let inputs = (0..<view.inputs.count).map { view.inputs[$0] }
        readsTaint = inputs.contains { $0.kind == InputKind.labels.rawValue || $0.kind == InputKind.trust.rawValue }
        let asked = inputs.filter { InputKind(rawValue: $0.kind)?.namesTool == true && $0.tool != InputRecord.ownTool }
        askedTools = Set(asked.map(\.tool)).map { ($0.place, Name(view.text($0))) }.sorted { $0.place < $1.place }
        countedTools = Set(askedTools.map(\.id))
    }

    /// Whether a call of a tool has to name its session, so that what comes of it is known where a rule, of whichever
    /// tool, asks for it.
    func needsSession(_ tool: String?) -> Bool { readsTaint || tool.map { countedTools.contains(Name($0)) } ?? true }

    func take() -> Machines { idle.withLock { $0.popLast() } ?? Machines(self) }

    func give(_ machines: Machines) { idle.withLock { $0.append(machines) } }

    /// The guard's bits of labels of this policy.
    func guardLabels(_ bits: UInt64) -> UInt64 {
        labelNumbers.indices.reduce(0) { $0 | (bits >> UInt64($1) & 1) << UInt64(labelNumbers[$1]) }
    }

    /// The bits here of labels that a session has.
    func policyLabels(_ bits: UInt64) -> UInt64 {
        labelNumbers.indices.reduce(0) { $0 | (bits >> UInt64(labelNumbers[$1]) & 1) << UInt64($1) }
    }

    /// The names of labels, in the order of their bits.
    func names(of bits: UInt64) -> [String] { labels.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { labels[$0] } }

    func texts(_ run: RunRef) -> [String] { run.range.map { gate.image.view.text(gate.image.view.texts[$0]) } }
}
