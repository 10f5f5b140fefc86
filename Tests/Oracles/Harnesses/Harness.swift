/// One property that must hold for any bytes; a fuzzer drives it, and the tests replay what fuzzers
/// have found.
public enum Harness: String, CaseIterable, Sendable {
    /// What decodes as an image encodes to the same bytes.
    case decode
    /// The verifier ends, and says the same twice.
    case verify
    /// What the verifier passes runs within its bounds.
    case safe
    /// The machine decides as the reference does.
    case agree
    /// The machine's scan accepts and refuses the JSON that the reference's reader does, at the same
    /// place.
    case json
    /// DFA, NFA, literal test, derivatives and RE2 give one answer.
    case pattern
    /// The parser ends, its errors lie within the source, and what it accepts prints as what it means.
    case parse
    /// The checker ends, and gives what it accepts the same type once more when that is printed.
    case check
    /// The machine evaluates an expression as the reference does, checked or only resolved.
    case evaluate
    /// The loader ends; what it accepts compiles or is refused with reasons, and what compiles
    /// verifies.
    case document
    /// Files of tools are read or refused with reasons, and rules checked against them.
    case tools
    /// A guard holds limits, trust, approvals and the chain of its records through faults and restarts.
    case `guard`
    /// Fails on inputs that start with "gate": a fuzzer that does not find that is blind.
    case canary

    /// - Throws: ``OracleFailure`` where the property does not hold.
    public func run(_ input: [UInt8]) throws {
        switch self {
        case .decode: try ImageHarness.decode(input)
        case .verify: try ImageHarness.verify(input)
        case .safe: try ImageHarness.safe(input)
        case .agree: try DecisionHarness.agree(input)
        case .json: try DecisionHarness.json(input)
        case .pattern: try PatternHarness.run(input)
        case .parse: try LanguageHarness.parse(input)
        case .check: try LanguageHarness.check(input)
        case .evaluate: try LanguageHarness.evaluate(input)
        case .document: try LanguageHarness.document(input)
        case .tools: try LanguageHarness.tools(input)
        case .guard:
            var simulation = try GuardSimulation(Entropy(bytes: input))
            try simulation.run(100 + min(input.count, 4_000))
        case .canary:
            if input.starts(with: Array("gate".utf8)) { throw OracleFailure("the canary sings") }
        }
    }
}

/// Something that must not happen.
public struct OracleFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
