/// A count that the measured process asked callgrind to write, under a name and a number of operations.
struct CallgrindDump {
    let name: String
    let operations: Double
    let instructions: Double
    /// Calls of the runtime's functions that count references, whatever they count them of.
    let retains: Double

    /// - Returns: nil for a file that was not asked for, such as the one that is written at the end.
    init?(_ text: String) throws {
        let trigger = "desc: Trigger: Client Request: "
        let lines = text.split(separator: "\n")
        guard let mark = lines.first(where: { $0.hasPrefix(trigger) }) else { return nil }
        let words = mark.dropFirst(trigger.count).split(separator: " ")
        // The line “totals” has a few instructions around the request in it as well.
        let total = lines.first { $0.hasPrefix("summary: ") }?.dropFirst("summary: ".count)
        guard words.count == 2, let operations = Double(words[1]), let total, let count = Double(total)
        else { throw BenchFailure(description: "callgrind wrote no total for “\(mark)”") }
        name = String(words[0])
        self.operations = operations
        instructions = count
        retains = Self.retains(in: lines)
    }

    /// A call is a line `cfn=` with what is called, and later a line `calls=` with how often.
    private static func retains(in lines: [Substring]) -> Double {
        var isRetain = false
        var count = 0.0
        for line in lines {
            if line.hasPrefix("cfn=") {
                let name = line.dropFirst("cfn=".count)
                isRetain = name.hasPrefix("swift_") && (name.contains("etain") || name.contains("elease"))
            } else if isRetain, line.hasPrefix("calls=") {
                count += Double(line.dropFirst("calls=".count).prefix { $0 != " " }) ?? 0
            }
        }
        return count
    }
}
