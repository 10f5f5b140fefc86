import Callgate
import CallgateLanguage
import CallgatePolicy
import CallgateVerifier

enum LanguageHarness {
    static func parse(_ input: [UInt8]) throws {
        let source = String(decoding: input, as: UTF8.self)
        do {
            let root = try CallgateLanguage.parse(source, options: Environment.complete.parser)
            let printed = root.description
            guard let again = try? CallgateLanguage.parse(printed, options: Environment.complete.parser) else {
                throw OracleFailure("\(source) prints as \(printed), which does not parse")
            }
            guard again.description == printed else {
                throw OracleFailure("\(printed) prints as \(again.description)")
            }
        } catch let errors as LanguageErrors {
            try hold(errors, source)
        }
    }

    static func check(_ input: [UInt8]) throws {
        let source = String(decoding: input, as: UTF8.self)
        guard let root = try? CallgateLanguage.parse(source, options: Environment.complete.parser) else { return }
        for environment in environments {
            _ = resolve(root, source: source, in: environment)
            do {
                let checked = try CallgateLanguage.check(root, source: source, in: environment)
                let printed = checked.root.description
                // What the checker makes of messages and namespaces can't all be written.
                guard let again = try? CallgateLanguage.check(printed, in: environment) else { continue }
                guard again.type == checked.type else {
                    throw OracleFailure("\(source) is \(checked.type), but \(printed) is \(again.type)")
                }
            } catch let errors as LanguageErrors {
                try hold(errors, source)
            }
        }
    }

    /// Everything; what policies have; and a policy whose tools are typed.
    private static let environments: [Environment] = {
        var typed = Environment.policy
        let line = RecordType(name: "a line", fields: ["sku": .init(.string), "n": .init(.number(isWhole: true), isRequired: true)])
        typed.variables["args"] = .record(
            RecordType(
                name: "the arguments",
                fields: [
                    "s": .init(.string, isRequired: true, choices: [.string("a"), .string("b")]),
                    "n": .init(.number(isWhole: false)), "lines": .init(.list(.record(line))), "line": .init(.record(line)),
                ]))
        return [ExpressionOracle.environment, .policy, typed]
    }()

    private static func hold(_ errors: LanguageErrors, _ source: String) throws {
        for error in errors.errors
        where error.range.upperBound > source.utf8.count || error.range.lowerBound > error.range.upperBound {
            throw OracleFailure("\(error) lies outside of \(source.utf8.count) bytes")
        }
        if errors.errors.isEmpty { throw OracleFailure("refused without a reason") }
    }

    /// A generator's choices where the first byte is odd, else the text of an expression.
    static func evaluate(_ input: [UInt8]) throws {
        guard let first = input.first else { return }
        let rest = Array(input.dropFirst())
        var source = String(decoding: rest, as: UTF8.self)
        if first & 1 == 1 {
            var generator = ExpressionGenerator(Entropy(bytes: rest))
            source = generator.expression()
        }
        if case .differed(let difference) = ExpressionOracle.verdict(on: source, isChecked: first & 2 == 0) {
            throw OracleFailure(difference)
        }
    }

    static func tools(_ input: [UInt8]) throws {
        let policy = """
            rules:
              - {name: a, tool: [pay, "*"], when: "args.a.b == 1 || args.items.exists(i, i.x > 2)", action: deny}
              - {name: b, tool: pay, when: "context.c in ['d'] && args['a'] != null", action: deny}
            """
        do {
            _ = try loadPolicy(
                [PolicyDocumentSource(name: "policy.yaml", text: policy)],
                tools: [PolicyDocumentSource(name: "tools.json", bytes: input)])
        } catch {
            if error.diagnostics.isEmpty { throw OracleFailure("refused without a reason") }
            for diagnostic in error.diagnostics { _ = diagnostic.rendered() }
        }
    }

    static func document(_ input: [UInt8]) throws {
        do {
            let compiled = try CompiledPolicy([PolicyDocumentSource(name: "input.yaml", bytes: input)])
            do {
                _ = try Verifier.verify(compiled.image)
            } catch {
                throw OracleFailure("what the compiler made is refused: \(error)")
            }
        } catch let failure as PolicyFailure {
            if failure.diagnostics.isEmpty { throw OracleFailure("refused without a reason") }
            for diagnostic in failure.diagnostics { _ = diagnostic.rendered() }
        }
    }
}
