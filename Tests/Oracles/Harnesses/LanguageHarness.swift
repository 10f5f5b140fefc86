import Callgate
import CallgateLanguage
import CallgatePolicy
import CallgateVerifier

enum LanguageHarness {
    static func expression(_ input: [UInt8]) throws {
        let source = String(decoding: input, as: UTF8.self)
        do {
            let checked = try check(source, in: .policy)
            let printed = checked.root.description
            guard let again = try? parse(printed) else {
                throw OracleFailure("\(source) prints as \(printed), which does not parse")
            }
            guard again.description == printed else {
                throw OracleFailure("\(printed) prints as \(again.description)")
            }
        } catch let errors as LanguageErrors {
            for error in errors.errors
            where error.range.upperBound > source.utf8.count || error.range.lowerBound > error.range.upperBound {
                throw OracleFailure("\(error) lies outside of \(source.utf8.count) bytes")
            }
            if errors.errors.isEmpty { throw OracleFailure("refused without a reason") }
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
