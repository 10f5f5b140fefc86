import CallgateLanguage

/// Turns the trees of documents into a policy, and reports what is wrong with them.
struct PolicyReader {
    /// A place in one of the documents.
    struct Place {
        var document: Int
        var range: SourceRange
    }

    /// Documents, then files of tools, then files of lists in which something is wrong.
    var texts: [DocumentText]
    var findings: Findings
    var policy = CheckedPolicy()
    /// Index of the document that is being read.
    var document = 0
    /// Where each setting of the whole policy stands first.
    var settings: [PolicyKey: Place] = [:]
    /// The names of all rules, disabled ones included, by their bytes.
    var ruleNames: [ByteString: Place] = [:]
    /// What distinguishes a rule, names and texts aside, and where it stands first.
    var ruleMeanings: [ByteString: (name: String, place: Place)] = [:]
    /// What `args` of a tool are; no type where its schema is wrong.
    struct ToolType {
        var type: RecordType?
        /// Schemas that its schema stands for.
        var size: Int
        var place: Place
    }

    /// The tools that are declared, by their IDs' bytes.
    var toolTypes: [[UInt8]: ToolType] = [:]
    /// The keys under `tools`, of tools without a schema too, by their bytes.
    var toolKeys: Set<ByteString> = []
    var contextType: RecordType?
    var contextPlace: Place?
    /// What is left of ``PolicyLimits/typeWork``.
    var typeWork = PolicyLimits.typeWork
    /// The tools that are said to send outside.
    var sendingTools: [ToolSelector] = []
    /// The tools that roles may use.
    var roleTools: [ToolSelector] = []
    /// The labels that expressions test the session for.
    var labelTests: [SessionName] = []
    /// The tools whose earlier calls expressions ask for.
    var calledTools: [SessionName] = []
    /// Whether something is wrong where labels are given, so that one that seems to be missing may be there.
    var labelsAreUnsure = false
    /// What `flow` says, once it is read.
    var flow: (effect: PolicyEffect, place: Place)?
    /// What conditions see: what every policy's do, and the lists.
    var environment = Environment.policy
    /// Where each list is named first, by its name's bytes.
    var listNames: [ByteString: Place] = [:]
    /// What is left of ``PolicyLimits/totalListBytes``.
    var listBytesLeft = PolicyLimits.totalListBytes
    /// What is left of ``PolicyLimits/totalListValues``.
    var listValuesLeft = PolicyLimits.totalListValues
    /// Documents whose lists have been read.
    var documentsWithLists: Set<Int> = []
    /// Rules that have been read, with and without errors, disabled ones included.
    var ruleCount = 0

    /// - Parameter toolTexts: files of tools, which are no part of the policy.
    init(_ texts: [DocumentText], toolTexts: [DocumentText], findings: Findings) {
        self.texts = texts + toolTexts
        self.findings = findings
        policy.sources = texts.map(\.source)
    }

    // MARK: Reports

    mutating func error(
        _ message: String, at range: SourceRange, suggestion: String? = nil, notes: [String] = []
    ) {
        findings.report(.error, message, in: document, at: range, suggestion: suggestion, notes: notes)
    }

    mutating func warn(_ message: String, at range: SourceRange, notes: [String] = []) {
        findings.report(.warning, message, in: document, at: range, notes: notes)
    }

    /// The candidate that was most likely meant; nil once enough errors are shown, as a document full of
    /// errors would else be slow to refuse.
    func likely(_ written: String, among candidates: [String]) -> String? {
        findings.isFull ? nil : nearest(to: written, among: candidates)
    }

    /// A place for a note: with the name of its document if that is another one.
    func name(of place: Place) -> String {
        let position = texts[place.document].position(of: place.range.lowerBound)
        let file = place.document == document ? "" : texts[place.document].source.name + ":"
        return "\(file)\(position.line):\(position.column)"
    }

    func here(_ range: SourceRange) -> Place {
        Place(document: document, range: range)
    }
}
