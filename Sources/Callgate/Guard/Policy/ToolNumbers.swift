internal import CallgateBytecode
internal import CallgateSystem

/// Numbers for the tools that sessions count. Every tool is, whether or not the policy asks about it: the
/// next policy may.
final class ToolNumbers: Sendable {
    /// How many tools are told apart.
    static let room = 1 << 20

    private let state: Mutex<State>

    private struct State {
        var numbers: [Name: Int32] = [:]
        /// Tools that were asked for lately, each in a place that hangs on its length: most calls are of few tools.
        var recent = InlineArray<8, Recent>(repeating: Recent(tool: "", number: 0))

        mutating func number(of tool: Name) -> Int32? {
            if let known = numbers[tool] { return known }
            guard numbers.count < ToolNumbers.room else { return nil }
            let number = Int32(numbers.count)
            numbers[tool] = number
            return number
        }
    }

    private struct Recent {
        var tool: String
        var number: Int32
    }

    init() { state = Mutex(State()) }

    /// The same numbers, to which more can be added without changing these.
    init(copying other: ToolNumbers) { state = Mutex(State(numbers: other.state.withLock { $0.numbers })) }

    /// - Returns: nil where there are too many tools.
    func number(of tool: String) -> Int32? {
        state.withLock { state in
            let place = tool.utf8.count & (state.recent.count - 1)
            // The places that are not used yet hold an empty ID, which a call may name: it is not looked for there.
            if state.recent[place].tool.isSame(as: tool), !tool.isEmpty { return state.recent[place].number }
            guard let number = state.number(of: Name(tool)) else { return nil }
            state.recent[place] = Recent(tool: tool, number: number)
            return number
        }
    }

    /// The number of a tool that was counted or asked about before.
    func known(_ tool: String) -> Int32? { state.withLock { $0.numbers[Name(tool)] } }
}

/// The tools that a policy asks about.
struct AskedTools: Sendable {
    /// In the order of the places.
    private var numbers: [(place: UInt64, number: Int32)] = []

    init() {}

    /// One for which there is no number any more can't have been called in a session, and never will be.
    init(of policy: GuardPolicy, _ tools: ToolNumbers) {
        numbers = policy.askedTools.compactMap { tool in tools.number(of: tool.id.text).map { (tool.place, $0) } }
    }

    /// The number of a tool, by its ID in the image.
    subscript(tool: TextRef) -> Int32? {
        let place = tool.place
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle].place < place { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low].place == place ? numbers[low].number : nil
    }
}

extension TextRef {
    /// One number for offset and length.
    var place: UInt64 { UInt64(offset) << 32 | UInt64(length) }
}
