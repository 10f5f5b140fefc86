import Foundation
import Testing

@Suite("callgate cel")
struct CelTests {
    static let values: [([String], String)] = [
        (["1 + 2"], "3"), (["[1, 'a', null]"], "[1, \"a\", null]"), (["1.0"], "1.0"), (["b'a'"], "b\"a\""), (["1u"], "1u"),
        (["{'a': [1]}.a[0]"], "1"), (["type(1)"], "int"), (["optional.of(1)"], "optional.of(1)"), (["--", "-1"], "-1"), (["--", "--1"], "1"),
        (["--type", "{'a': [1]}.a[0]"], "int"), (["--type", "[1, 'a']"], "list(dyn)"), (["--type", "1 / 0"], "int"), (["1", "--type"], "int"),
        (["--type", "--", "-1.5"], "double"), (["--type", "x", "--bindings", #"{"x": 1}"#], "dyn"), (["--type", "now"], "google.protobuf.Timestamp"),
        (["args.amount > 50000", "--bindings", #"{"args": {"amount": 75000}}"#], "true"), (["args.missing == null", "--bindings", #"{"args": {}}"#], "true"),
        (["n + 0.5", "--bindings", #"{"n": 1}"#], "1.5"), (["--bindings", #"{"x": "é\u00e9"}"#, "size(x)"], "2"), (["now > timestamp(0)"], "true"),
        (["--bindings", #"{"now": 5}"#, "now"], "5"), (["--bindings", #"{"now": 5, "x": 1}"#, "now + x"], "6"), (["a[0]['b'] + a[1]", "--bindings", #"{"a": [{"b": 1}, 2]}"#], "3"),
        (["--json", "[1, 'a']"], #"{"value":"[1, \"a\"]","type":"list(dyn)"}"#), (["--json", "'é\\n'"], #"{"value":"\"é\\n\"","type":"string"}"#),
        (["'%s'.format([[1, 2]])"], "\"[1, 2]\""), (["'a1'.match(/\\d$/)"], "true"),
    ]

    @Test("Values and types, on either evaluator", arguments: values)
    func value(_ arguments: [String], _ wanted: String) async throws {
        let workspace = try Workspace()
        for evaluator in [[], ["--reference"]] {
            let outcome = try await workspace.run(["cel"] + evaluator + arguments)
            #expect(outcome.output == wanted + "\n")
            #expect(outcome.error == "")
            #expect(outcome.status == 0)
        }
    }

    static let errors: [([String], String)] = [
        (["1 +"], "expression:1:4: error: an operand is expected, but the expression ends\n1 +\n   ^\n"),
        ([""], "expression:1:1: error: an operand is expected, but the expression ends\n"),
        (["arg.x"], "expression:1:1: error: `arg` is not declared\narg.x\n^~~\n"),
        (["1 == 1 && 'é' + foo == 2"], "expression:1:17: error: `foo` is not declared\n1 == 1 && 'é' + foo == 2\n                ^~~\n"),
        (["1 +\n  'a'"], "expression:1:1: error: `+` does not take int and string"),
        (["--type", "[1].map(x)"], "the macro `map` is written"), (["1 / 0"], "expression:1:1: error: division_by_zero\n1 / 0\n^~~~~\n"),
        (["1 == 1 && [1][7] == 1"], "expression:1:11: error: index_out_of_range\n1 == 1 && [1][7] == 1\n          ^~~~~~\n"),
        (["args.a.b == 1", "--bindings", #"{"args": {}}"#], "error: null_field\n"), (["int('x')"], "error: bad_conversion\n"),
        (["x.k", "--bindings", #"{"x": {"k": 1, "k": 2}}"#], "error: duplicate_key\n"), (["n + 1", "--bindings", #"{"n": 1e999}"#], "error: number_out_of_range\n"),
        (["optional.none().value()"], "error: no_value\n"), (["'a'.matches('(')"], "error: "), (["now.getHours('Europe/Nowhere')"], "error: "),
        (["x", "--bindings", "{}"], "`x` is not declared"),
    ]

    @Test("Errors stand on standard error, with a caret, and exit with 1", arguments: errors)
    func error(_ arguments: [String], _ wanted: String) async throws {
        let workspace = try Workspace()
        for evaluator in [[], ["--reference"]] {
            let outcome = try await workspace.run(["cel"] + evaluator + arguments)
            #expect(outcome.error.contains(wanted) || (evaluator != [] && outcome.error.contains("error: ")), "\(outcome.error)")
            #expect(outcome.output == "")
            #expect(outcome.status == 1)
        }
    }

    @Test("An error as JSON stands on standard output", arguments: [
        (["--json", "1/0"], #"{"error":"division_by_zero","details":[{"message":"division_by_zero","line":1,"column":1}]}"#),
        (["--json", "arg.x + 1"], #"{"error":"invalid_expression","details":[{"message":"`arg` is not declared","line":1,"column":1}]}"#),
        (["--json", "--type", "1 +"], #"{"error":"invalid_expression","details":[{"message":"an operand is expected, but the expression ends","line":1,"column":4}]}"#),
    ])
    func jsonError(_ arguments: [String], _ wanted: String) async throws {
        let outcome = try await Workspace().run(["cel"] + arguments)
        #expect(outcome.output == wanted + "\n")
        #expect(outcome.error == "")
        #expect(outcome.status == 1)
    }

    @Test("Bad bindings and bad usage exit with 2", arguments: [
        (["--bindings", "[1]", "1"], "error: the bindings are no JSON object\n"), (["--bindings", "", "1"], "error: the bindings are no JSON object\n"),
        (["--bindings", #"{"x":"#, "x"], "error: the bindings are no JSON object\n"), (["--bindings", "{} x", "1"], "error: the bindings are no JSON object\n"),
        (["--bindings", #"{x: 1}"#, "x"], "error: the bindings are no JSON object\n"), (["--bindings", "5"], "error: the bindings are no JSON object\n"),
        (["--bindings", #"{"a": 1, "a": 2}"#, "a"], "error: the bindings have `a` twice\n"),
        (["--bindings", #"{"\u0061": 2}"#, "a"], "can't be the name of a variable\n"),
        (["--bindings", #"{"a-b": 1}"#, "1"], "error: the bindings: `a-b` can't be the name of a variable\n"),
        (["--bindings", #"{"": 1}"#, "1"], "error: the bindings: `` can't be the name of a variable\n"),
        (["--bindings", #"{"in": 1}"#, "1"], "error: the bindings: `in` can't be the name of a variable\n"),
        (["1", "2"], "Unexpected argument '2'"), (["--bindings"], "Missing value for '--bindings"), (["--nosuch", "1"], "Unknown option '--nosuch'"),
        (["-1"], "Unknown option '-1'"), (["conformance"], "Missing expected argument '<path> ...'"),
    ])
    func usage(_ arguments: [String], _ wanted: String) async throws {
        let outcome = try await Workspace().run(["cel"] + arguments)
        #expect(outcome.error.contains(wanted), "\(outcome.error)")
        #expect(outcome.output == "")
        #expect(outcome.status == 2)
    }
}
