import Callgate
import CallgateConformance
import CallgateLanguage
import CallgateReference
import Testing

@Suite("The machine's libraries are the reference's")
struct LibraryAgreementTests {
    private static let environment: Environment = {
        var environment = Environment.complete
        for name in LibraryCallGenerator.variables { environment.variables[name] = .dyn }
        return environment
    }()

    @Test("Values and errors agree on generated calls", arguments: UInt64(1)...4)
    func generated(seed: UInt64) throws {
        var generator = LibraryCallGenerator(seed: seed)
        let bindings = ExpressionInputs.json(Array(LibraryCallGenerator.bindings.utf8))
        var successes = 0
        var compared = 0
        for _ in 0..<2_500 {
            let source = generator.expression()
            let root = try parse(source, options: Self.environment.parser)
            let resolved = resolve(root, source: source, in: Self.environment)
            guard let compiled = try? CompiledExpression(resolved, variables: LibraryCallGenerator.variables) else {
                Issue.record("\(source) does not compile")
                continue
            }
            var evaluator = ExpressionEvaluator(compiled)
            let machine = evaluator.evaluate(bindings)
            let reference = ReferenceEvaluator(resolved).evaluate(
                json: Array(LibraryCallGenerator.bindings.utf8), and: [:])
            compared += 1
            if case .success = reference { successes += 1 }
            if !Self.agree(machine, reference) {
                Issue.record("\(source)\n  machine: \(machine)\n  reference: \(reference)")
            }
        }
        #expect(successes > compared / 4 && successes < compared * 9 / 10, "\(successes) of \(compared)")
    }

    private static func agree(
        _ machine: Result<CELValue, EvaluationFailure>, _ reference: Result<CELValue, EvaluationFailure>
    ) -> Bool {
        switch (machine, reference) {
        case (.success(let left), .success(let right)): left.isIdentical(to: right)
        case (.failure(.error(let left, _)), .failure(.error(let right, _))): left == right
        default: false
        }
    }
}
