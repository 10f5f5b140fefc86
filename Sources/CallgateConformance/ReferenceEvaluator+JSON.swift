public import Callgate
public import CallgateLanguage
public import CallgateReference

extension ReferenceEvaluator {
    /// The value of an expression over a JSON object's members, as the machine takes them.
    public func evaluate(
        json text: [UInt8], and others: [String: CELValue]
    ) -> Result<CELValue, EvaluationFailure> {
        let json: JSON
        do {
            json = try JSON(text)
        } catch {
            return .failure(.malformed(error.kind.rawValue, offset: error.offset))
        }
        var values: [String: Outcome] = others.mapValues(\.outcome)
        if case .object(let members) = json.content {
            for member in members { values[member.key] = member.value.outcome }
        }
        return evaluate(values).map(\.cel).mapError { .error($0.kind.rawValue, at: nil) }
    }
}
