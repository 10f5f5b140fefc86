internal import Callgate
internal import CallgateMachine

/// The tools and slots of a machine by the numbers that its callers have for them.
struct KnownTools {
    private struct Tool {
        var resolved: ResolvedTool
        var slots: [(path: String, slot: FieldSlot)]
        /// The number of its first slot.
        var firstSlot: Int
    }

    private var tools: [Tool] = []
    private var numbers: [[UInt8]: Int] = [:]
    private var slots: [(tool: Int, slot: FieldSlot)] = []
    /// The tool of the call that was begun and not decided on; -1 for none.
    private var begun = -1

    /// The number of a tool; nil where there is no room for another one.
    mutating func number(of id: [UInt8], in decider: inout Decider) -> Int? {
        begun = -1
        if let known = numbers[id] { return known }
        guard slots.count < 1 << 24, let resolved = decider.resolve(String(decoding: id, as: UTF8.self)) else { return nil }
        let paths = decider.slots(of: resolved)
        tools.append(Tool(resolved: resolved, slots: paths, firstSlot: slots.count))
        slots += paths.map { (tools.count - 1, $0.slot) }
        numbers[id] = tools.count - 1
        return tools.count - 1
    }

    /// A tool by its number.
    subscript(number: UInt32) -> ResolvedTool? {
        Int(number) < tools.count ? tools[Int(number)].resolved : nil
    }

    func fields(of number: UInt32) -> [String]? {
        Int(number) < tools.count ? tools[Int(number)].slots.map(\.path) : nil
    }

    /// The number of a field's slot; nil where no rule of the tool reads it.
    func slot(_ path: String, of number: UInt32) -> Int? {
        guard Int(number) < tools.count else { return nil }
        let tool = tools[Int(number)]
        return tool.slots.firstIndex { $0.path.utf8.elementsEqual(path.utf8) }.map { tool.firstSlot + $0 }
    }

    /// Begins a call of a tool.
    mutating func begin(_ number: UInt32, _ decider: inout Decider) -> Bool {
        begun = -1
        guard Int(number) < tools.count else { return false }
        decider.begin(tools[Int(number)].resolved)
        begun = Int(number)
        return true
    }

    /// The slot with a number, where it is one of the tool whose call was begun. For any other the call is given
    /// up: what it was to hold is lost.
    @inline(__always)
    mutating func slotOfBegun(_ number: UInt32) -> FieldSlot? {
        guard begun >= 0, Int(number) < slots.count, slots[Int(number)].tool == begun else {
            begun = -1
            return nil
        }
        return slots[Int(number)].slot
    }

    /// Whether a call was begun; none is from here on.
    mutating func end() -> Bool {
        defer { begun = -1 }
        return begun >= 0
    }
}
