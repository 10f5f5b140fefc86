public import CallgateMachine

// Calls whose values the caller has already, without JSON text. A tool and its slots are looked up
// once; then each call is begun, its fields are set, and it is decided. What is not set is absent.
extension Decider {
    /// Looks up a tool for ``begin(_:)``.
    ///
    /// - Returns: nil where the memory for the IDs of tools that only globs match is used up.
    public mutating func resolve(_ tool: String) -> ResolvedTool? { machine.resolve(Array(tool.utf8)) }

    /// The fields that a tool's rules read, by how conditions write them.
    public func slots(of tool: ResolvedTool) -> [(path: String, slot: FieldSlot)] {
        machine.slots(of: tool)
    }

    /// The slot of a field, such as `args.amount`; nil where no rule of the tool reads it.
    public func slot(_ path: String, of tool: ResolvedTool) -> FieldSlot? {
        machine.slot(path, of: tool)
    }

    /// Begins a call of a tool that this decider has resolved.
    public mutating func begin(_ tool: ResolvedTool) { machine.begin(tool) }

    /// - Precondition: the slot is one of the tool's that the call was begun for.
    public mutating func set(_ slot: FieldSlot, _ value: Int64) { machine.set(slot, value) }

    /// A number that is not finite makes each rule that reads it fail.
    public mutating func set(_ slot: FieldSlot, _ value: Double) { machine.set(slot, value) }

    public mutating func set(_ slot: FieldSlot, _ value: Bool) { machine.set(slot, value) }

    public mutating func setNull(_ slot: FieldSlot) { machine.setNull(slot) }

    /// A string, which is copied; the call counts as malformed where it is not UTF-8.
    public mutating func set(_ slot: FieldSlot, text: UnsafeRawBufferPointer) {
        unsafe machine.set(slot, text: text)
    }

    public mutating func set(_ slot: FieldSlot, _ text: String) {
        var text = text
        text.withUTF8 { unsafe machine.set(slot, text: UnsafeRawBufferPointer($0)) }
    }

    /// Any value as JSON: the way to set lists and objects. The call counts as malformed where the
    /// text is.
    public mutating func set(_ slot: FieldSlot, json: UnsafeRawBufferPointer) {
        unsafe machine.set(slot, json: json)
    }

    /// Decides on the call that was begun last.
    public mutating func decide(at time: CallTime) -> Decision { machine.decide(at: time) }

    /// The rules that counted in the last decision, in the order of the documents.
    public var matches: [RuleMatch] { (0..<machine.matchedCount).map { machine.matched($0) } }

    /// How many of them there are, those that only monitor included.
    public var matchCount: Int { machine.matchedCount }

    /// One of them.
    /// - Precondition: `index` is in 0 ..< ``matchCount``.
    public func match(_ index: Int) -> RuleMatch { machine.matched(index) }

    /// The names of the rules that look at a tool, in the order of the documents. The call that was begun is
    /// given up.
    public mutating func rules(of tool: ResolvedTool) -> [String] {
        machine.begin(tool)
        let rules = machine.consideredRules
        _ = machine.decide(at: CallTime(seconds: 0))
        return rules.map { gate.image.view.text(gate.image.view.rules[$0].name) }
    }
}
