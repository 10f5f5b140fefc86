internal import CallgateBytecode

/// Numbers for the tools that sessions count. Every tool is, whether or not the policy asks about it: the
/// next policy may.
struct ToolNumbers: Sendable {
    /// How many tools are told apart.
    static let room = 1 << 20

    private var numbers: [Name: Int32] = [:]
    /// Those that the policy asks about, by where their IDs stand in its image.
    private var asked: [AskedTool] = []

    private struct AskedTool {
        var place: UInt64
        var number: Int32
    }

    /// - Returns: nil where there are too many tools.
    mutating func number(of tool: String) -> Int32? { number(of: Name(tool)) }

    private mutating func number(of tool: Name) -> Int32? {
        if let known = numbers[tool] { return known }
        guard numbers.count < Self.room else { return nil }
        let number = Int32(numbers.count)
        numbers[tool] = number
        return number
    }

    /// The number of a tool that was counted or asked about before.
    func known(_ tool: String) -> Int32? { numbers[Name(tool)] }

    /// Has the tools at hand that a policy asks about. One for which there is no number any more can't have been called
    /// in a session, and never will be.
    mutating func use(_ policy: GuardPolicy) {
        asked = policy.askedTools.compactMap { tool in
            number(of: tool.id).map { AskedTool(place: tool.place, number: $0) }
        }
    }

    /// The number of a tool that the policy asks about, by its ID in the image.
    func asked(_ tool: TextRef) -> Int32? {
        let place = tool.place
        var (low, high) = (0, asked.count)
        while low < high {
            let middle = (low + high) / 2
            if asked[middle].place < place { low = middle + 1 } else { high = middle }
        }
        return low < asked.count && asked[low].place == place ? asked[low].number : nil
    }
}

extension TextRef {
    /// One number for offset and length.
    var place: UInt64 { UInt64(offset) << 32 | UInt64(length) }
}
