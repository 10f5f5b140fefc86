/// The calls that a session has let through, by tool.
///
/// Those of the first tools are kept in place: what a call sees of its session is copied for each call, and an array that
/// somebody else holds is copied again when the call is added.
struct SessionCalls: Sendable {
    struct Calls: Sendable {
        var tool: Int32
        var count: Int64
        var last: Int64
    }

    private static let fewTools = 2
    private static let none = Calls(tool: -1, count: 0, last: 0)

    /// The first `fewCount` of them hold something.
    private var few = InlineArray<2, Calls>(repeating: none)
    private var fewCount = 0
    private var others: [Calls] = []

    init() {}

    init(_ calls: [Calls]) {
        for more in calls { self[more.tool] = more }
    }

    /// The calls of a tool; nil where there is none.
    subscript(tool: Int32) -> Calls? {
        get {
            for place in 0..<fewCount where few[place].tool == tool { return few[place] }
            return others.isEmpty ? nil : others.first { $0.tool == tool }
        }
        set {
            for place in 0..<fewCount where few[place].tool == tool {
                if let newValue {
                    few[place] = newValue
                } else {
                    fewCount -= 1
                    few[place] = few[fewCount]
                }
                return
            }
            if let place = others.firstIndex(where: { $0.tool == tool }) {
                if let newValue { others[place] = newValue } else { others.remove(at: place) }
            } else if let newValue, fewCount < Self.fewTools {
                few[fewCount] = newValue
                fewCount += 1
            } else if let newValue {
                others.append(newValue)
            }
        }
    }

    /// Adds a call of a tool.
    mutating func add(_ tool: Int32, at now: Int64) {
        for place in 0..<fewCount where few[place].tool == tool {
            few[place].count += 1
            few[place].last = max(few[place].last, now)
            return
        }
        var calls = self[tool] ?? Calls(tool: tool, count: 0, last: now)
        calls.count += 1
        calls.last = max(calls.last, now)
        self[tool] = calls
    }
}
