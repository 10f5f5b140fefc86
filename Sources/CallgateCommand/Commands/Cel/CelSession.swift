import Callgate
import CallgateConformance
import CallgateLanguage
import CallgateMachine
import CallgateReference
import CallgateZones

/// Expressions that are evaluated one after the other, over the same variables.
struct CelSession {
    private(set) var bindings: [UInt8]
    private let onReference: Bool
    private var environment: Environment
    private var variables: [String]
    /// Whether the bindings say what `now` is.
    private let bindsNow: Bool

    /// - Parameter bindings: a JSON object.
    init(bindings: String, onReference: Bool) throws {
        self.bindings = Array(bindings.utf8)
        self.onReference = onReference
        let names = try Self.names(self.bindings)
        environment = .complete
        // As in a policy: numbers of the bindings may be of either kind.
        environment.checker.promotesNumbers = true
        bindsNow = names.contains("now")
        environment.variables["now"] = .timestamp
        for name in names { environment.variables[name] = .dyn }
        variables = names + (bindsNow ? [] : ["now"])
    }

    /// The names of a JSON object's members, which become variables.
    private static func names(_ json: [UInt8]) throws -> [String] {
        guard JSONObjectCheck.isObject(json) else {
            throw CommandFailure("error: the bindings are no JSON object", status: .usage)
        }
        var names: [String] = []
        for name in JSONObjectCheck.names(of: json).map({ String(decoding: $0, as: UTF8.self) }) {
            guard let parsed = try? parse(name), case .ident(name) = parsed.node else {
                throw CommandFailure(
                    "error: the bindings: `\(Palette.harmless(name))` can't be the name of a variable",
                    status: .usage)
            }
            guard !names.contains(name) else {
                throw CommandFailure("error: the bindings have `\(name)` twice", status: .usage)
            }
            names.append(name)
        }
        return names
    }

    /// The same with other variables.
    func with(bindings: String) throws -> CelSession {
        try CelSession(bindings: bindings, onReference: onReference)
    }

    // MARK: Evaluating

    func type(of expression: String) throws(CelFailure) -> String { "\(try checked(expression).type)" }

    func text(of expression: String, asJSON: Bool) throws(CelFailure) -> String {
        let checked = try checked(expression)
        let value = try value(of: checked)
        guard asJSON else { return "\(value)" }
        return "{\"value\":\(JSONText.quoted("\(value)")),\"type\":\(JSONText.quoted("\(checked.type)"))}"
    }

    private func checked(_ expression: String) throws(CelFailure) -> CheckedExpression {
        do {
            return try check(expression, in: environment)
        } catch {
            throw CelFailure(expression, error.errors)
        }
    }

    private func value(of checked: CheckedExpression) throws(CelFailure) -> CELValue {
        let now = CallTime.current
        let others: [String: CELValue] =
            bindsNow
            ? [:] : ["now": .timestamp(seconds: now.seconds, nanoseconds: Int64(now.nanoseconds), text: "")]
        let result: Result<CELValue, EvaluationFailure>
        if onReference {
            result = ReferenceEvaluator(checked, zoneOffset: ZoneDatabase.offset(in:at:)).evaluate(
                json: bindings, and: others)
        } else {
            do {
                var evaluator = ExpressionEvaluator(try CompiledExpression(checked, variables: variables))
                result = evaluator.evaluate(.json(bindings, and: others))
            } catch {
                throw CelFailure(checked.source, error.errors)
            }
        }
        do {
            return try result.get()
        } catch {
            throw CelFailure(checked.source, error)
        }
    }
}
