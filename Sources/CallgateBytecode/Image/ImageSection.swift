/// The sections of an image, in their order. Every image has every section, empty ones too.
public enum ImageSection: UInt32, CaseIterable, Sendable {
    case policy = 1
    case tools, pilots, globPrograms, programs, paths, code, constants, patterns, tables
    case rules, ruleDetails, programRules, messageParts, texts, sources, positions, zones, zoneShifts
    case lookups, places, cases, filters, entries
    case inputs, limits, judgements, lists, `guard`, results
    case data, signature

    /// Bytes of one element.
    public var elementSize: Int {
        switch self {
        case .policy: MemoryLayout<PolicyRecord>.stride
        case .tools: MemoryLayout<ToolRecord>.stride
        case .pilots: MemoryLayout<UInt32>.stride
        case .globPrograms: MemoryLayout<UInt32>.stride
        case .programs: MemoryLayout<ProgramRecord>.stride
        case .paths: MemoryLayout<PathRecord>.stride
        case .code: MemoryLayout<Instruction>.stride
        case .constants: MemoryLayout<Slot>.stride
        case .patterns: MemoryLayout<PatternRecord>.stride
        case .tables: 1
        case .rules: MemoryLayout<RuleRecord>.stride
        case .ruleDetails: MemoryLayout<RuleDetailsRecord>.stride
        case .programRules: MemoryLayout<ProgramRuleRecord>.stride
        case .messageParts: MemoryLayout<MessagePartRecord>.stride
        case .texts: MemoryLayout<TextRef>.stride
        case .sources: MemoryLayout<TextRef>.stride
        case .positions: MemoryLayout<PositionRecord>.stride
        case .zones: MemoryLayout<ZoneRecord>.stride
        case .zoneShifts: MemoryLayout<ZoneShiftRecord>.stride
        case .lookups: MemoryLayout<LookupRecord>.stride
        case .places: MemoryLayout<PlaceRecord>.stride
        case .cases: MemoryLayout<UInt32>.stride
        case .filters: MemoryLayout<UInt64>.stride
        case .entries: MemoryLayout<UInt32>.stride
        case .inputs: MemoryLayout<InputRecord>.stride
        case .limits: MemoryLayout<LimitRecord>.stride
        case .judgements: MemoryLayout<JudgementRecord>.stride
        case .lists: MemoryLayout<ListRecord>.stride
        case .guard: MemoryLayout<GuardRecord>.stride
        case .results: 1
        case .data: 1
        case .signature: 1
        }
    }

    /// What one element is, for the format's description.
    public var meaning: String {
        switch self {
        case .policy: "the policy as a whole; exactly one element"
        case .tools: "tools that rules name, each where its ID leads"
        case .pilots: "numbers that lead tool IDs to their tools"
        case .globPrograms: "for each set of globs that can match together, its program"
        case .programs: "code with its fields, rules and registers"
        case .paths: "trees of wanted fields"
        case .code: "instructions"
        case .constants: "slots; lists and maps are runs of earlier slots"
        case .patterns: "compiled patterns"
        case .tables: "tables of patterns"
        case .rules: "rules in the order of the documents"
        case .ruleDetails: "what rules say beside their conditions, each once"
        case .programRules: "for each program, its rules, with what decisions need of them"
        case .messageParts: "pieces of messages"
        case .texts: "elements of lists of texts: approvers, tags, tool selectors"
        case .sources: "names of the policy's files"
        case .positions: "for each instruction, where in its condition it comes from"
        case .zones: "time zones"
        case .zoneShifts: "changes of zones' offsets from UTC"
        case .lookups: "hash tables of constants"
        case .places: "places of the hash tables"
        case .cases: "lists of rules that lookups note"
        case .filters: "bits of lookups' fragments"
        case .entries: "for each rule of a program that passes over rules, where its code starts"
        case .inputs: "what programs ask of the call's session"
        case .limits: "limits of rules"
        case .judgements: "what rules about results say of them"
        case .lists: "sets of values that conditions name"
        case .guard: "what a guard keeps from call to call; exactly one element"
        case .results: "empty, or the image of the rules about results"
        case .data: "text and bytes that others refer to"
        case .signature: "empty, or 32 bytes of Ed25519 public key and 64 of signature"
        }
    }
}

/// The fixed numbers of the format.
public enum ImageFormat {
    /// The first eight bytes: not text, and damaged by any change of line ends.
    public static let magic: [UInt8] = [0x8B, 0x43, 0x47, 0x42, 0x0D, 0x0A, 0x1A, 0x0A]
    /// Images of another major version are refused.
    public static let majorVersion: UInt16 = 1
    /// Images of a newer minor version are refused; older ones are read.
    public static let minorVersion: UInt16 = 0
    public static let headerSize = 64
    public static let sectionRecordSize = 16
    /// Sections start at multiples of this, a line of a cache; the gap before is zero.
    public static let alignment = 64
    public static let checksumOffset = 24
    public static let digestOffset = 32
    public static let signatureSize = 96

    /// Where the first section starts.
    public static var sectionsStart: Int {
        headerSize + ImageSection.allCases.count * sectionRecordSize
    }

    @inlinable
    public static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) & ~(alignment - 1) }
}
