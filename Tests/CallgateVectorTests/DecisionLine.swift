import CallgatePolicy
import CallgateReference
import Foundation

/// What a decision line says.
struct DecisionLine: Decodable {
    var decision: String
    var reason: String
    var rule: String?
    var matched: [String]?
    var monitored: [String]?
    var error: Failure?
    var tool: String?

    struct Failure: Decodable {
        var kind: String
        var detail: String
        var offset: Int?
    }

    init(_ line: String) throws {
        self = try JSONDecoder().decode(DecisionLine.self, from: Data(line.utf8))
    }

    /// The part of it that the reference decides; nil where it has no such decision.
    var asReference: ReferenceDecision? {
        guard let effect = PolicyEffect(rawValue: decision),
            let reason = ReferenceDecision.Reason(rawValue: reason)
        else { return nil }
        return ReferenceDecision(
            effect: effect, reason: reason, rule: rule, matched: matched ?? [], monitored: monitored ?? [],
            error: error.map { ReferenceDecision.Failure($0.kind, offset: $0.offset) }, tool: tool)
    }
}
