import Callgate
import CallgateCompiler
import CallgateMachine

/// What rules cost in the worst case.
struct CostTable {
    private let costs: [RuleCost]
    private let callBytes: Int

    /// Rules that a terminal shows, the dearest ones; a file gets all of them.
    private static let rowsOfTerminal = 20

    init(_ costs: [RuleCost], callBytes: Int) {
        self.costs = costs
        self.callBytes = callBytes
    }

    /// The dearest rules first; those that cost alike in the order of the documents.
    func text(isInteractive: Bool) -> String {
        guard !costs.isEmpty else { return "" }
        let fuel = MachineLimits().fuel
        var lines = [
            "worst case of each rule, in units of fuel, for a call of \(callBytes) bytes (a decision has \(fuel)):"
        ]
        let sorted = costs.enumerated().sorted {
            ($1.element.units, $0.offset) < ($0.element.units, $1.offset)
        }
        let rows = isInteractive ? Self.rowsOfTerminal : costs.count
        for (_, cost) in sorted.prefix(rows) {
            let note = cost.units > UInt64(fuel) ? "  may run out, which denies" : ""
            lines.append(
                "  \(Palette.fitted(Palette.harmless(cost.rule), 40)) \(Self.number(cost.units))\(note)")
        }
        if costs.count > rows {
            lines.append(
                "  and \(costs.count - rows) rules that cost no more; a file gets all, as does --json")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A member of a JSON object.
    var json: String {
        let items = costs.map { "{\"rule\":\(JSONText.quoted($0.rule)),\"units\":\($0.units)}" }
        return "\"call_bytes\":\(callBytes),\"costs\":[\(items.joined(separator: ","))]"
    }

    private static func number(_ units: UInt64) -> String { units == .max ? "without bound" : "\(units)" }
}
