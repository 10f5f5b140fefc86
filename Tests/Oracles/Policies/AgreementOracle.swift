import Callgate
import CallgateBytecode
import CallgateCompiler
import CallgateLanguage
import CallgateMachine
public import CallgatePolicy
import CallgateReference
import CallgateZones
import CallgateVerifier

/// The machine decides as the reference does: effect, reason, rule, matched and monitored rules, and
/// the error with its offset; with and without optimisation, on every path of the scan, through the
/// verifier.
public struct AgreementOracle: Sendable {
    private let policy: CheckedPolicy
    private let reference: ReferenceDecider
    private let gates: [(name: String, gate: Gate, scan: ScanPath)]

    /// - Returns: nil where the compiler refuses the policy with reasons, as it may.
    /// - Throws: what must not happen: the verifier refuses what the compiler made.
    public init?(_ policy: CheckedPolicy) throws {
        self.policy = policy
        reference = ReferenceDecider(policy, zoneOffset: ZoneDatabase.offset(in:at:))
        var gates: [(String, Gate, ScanPath)] = []
        for (name, options, scans) in [
            ("optimised", CompilerOptions(), ScanPath.allCases.filter(\.isAvailable)),
            ("plain", CompilerOptions(optimizes: false), [.best]),
        ] {
            guard
                let compiled = try? PolicyCompiler(options: options).compile(
                    policy, digest: [UInt8](repeating: 0, count: 32))
            else { return nil }
            do {
                let gate = try Gate(image: compiled.image.encoded())
                gates += scans.map { ("\(name), \($0)", gate, $0) }
            } catch {
                throw OracleFailure("\(name): \(error)\n  \(Self.describe(policy))")
            }
        }
        self.gates = gates
    }

    /// A policy of one rule that denies every tool under a condition.
    public init?(condition: String) throws {
        let checked = try check(condition, in: .policy)
        let origin = ExpressionOrigin(document: SourceText(name: "", text: condition), offsets: [])
        let rule = CheckedRule(
            name: "rule", tools: [.glob("*")],
            condition: EmbeddedExpression(checked: checked, origin: origin), effect: .deny,
            location: CheckedRule.Location(source: 0, line: 1, column: 1))
        try self.init(CheckedPolicy(rules: [rule], sources: [origin.document]))
    }

    /// Whether the optimised image passes over rules that a lookup does not note.
    public var passesOverRules: Bool {
        gates.contains { gate in
            let view = gate.gate.image.view
            return (0..<view.code.count).contains { view.code[$0].opcode == .proceed }
        }
    }

    /// What the two disagree about on a call, or nil. Where the machine trapped, it must deny.
    public func disagreement(on call: [UInt8], seconds: Int64, nanoseconds: UInt32) -> String? {
        let expected = reference.decide(
            call, now: Timestamp(seconds: seconds, nanoseconds: Int64(nanoseconds)))
        for (name, gate, scan) in gates {
            var decider = Decider(gate, scan: scan)
            let report = decider.report(call, at: CallTime(seconds: seconds, nanoseconds: nanoseconds))
            if report.reason == .trap {
                if report.effect != .deny { return "\(name): a trap that does not deny" }
                continue
            }
            let actual = ReferenceDecision(
                effect: PolicyEffect(rawValue: "\(report.effect.name)") ?? .deny,
                reason: ReferenceDecision.Reason(rawValue: "\(report.reason.name)") ?? .malformed,
                rule: report.rule, matched: report.matched, monitored: report.monitored,
                error: report.error.map { ReferenceDecision.Failure($0.kind, offset: $0.offset) },
                tool: report.tool)
            guard actual != expected else { continue }
            return """
                \(name) machine: \(actual)
                reference: \(expected)
                call: \(String(decoding: call, as: UTF8.self))
                policy: \(Self.describe(policy))
                """
        }
        return nil
    }

    private static func describe(_ policy: CheckedPolicy) -> String {
        policy.rules.map { rule in
            "\(rule.name) \(rule.effect) \(rule.isMonitored ? "monitored " : "")\(rule.tools.map(\.text)): \(rule.condition?.checked.source ?? "always")"
        }.joined(separator: "\n  ")
    }
}
