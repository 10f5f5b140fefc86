import Foundation
import Testing

@Suite("callgate cel conformance")
struct CelConformanceTests {
    static let right = """
        {"suite": "right", "tests": [
          {"id": "right#1", "section": "s", "name": "sum", "expr": "1 + 1", "expect": {"kind": "value", "value": {"int": "2"}}},
          {"id": "right#2", "expr": "1 / 0", "expect": {"kind": "eval_error", "errors": []}},
          {"id": "right#3", "expr": "[1]", "check_only": true, "expect": {"kind": "typed_result", "type": "list(int)"}},
          {"id": "right#4", "expr": "x", "type_env": [{"name": "x", "ident": "bool"}], "bindings": {"x": {"value": {"bool": true}}},
           "expect": {"kind": "value", "implicit": true}}
        ]}
        """
    static let wrong = """
        {"suite": "wrong", "tests": [
          {"id": "wrong#1", "name": "sum", "expr": "1 + 1", "expect": {"kind": "value", "value": {"int": "3"}}},
          {"id": "wrong#2", "name": "fine", "expr": "true", "expect": {"kind": "value"}},
          {"id": "wrong#3", "name": "no error", "expr": "'a\\u001b'", "expect": {"kind": "eval_error"}},
          {"id": "wrong#4", "name": "type", "expr": "1", "expect": {"kind": "typed_result", "type": "uint"}},
          {"id": "wrong#5", "name": "kind", "expr": "1.0", "expect": {"kind": "value", "value": {"int": "1"}}},
          {"id": "wrong#6", "name": "undeclared", "expr": "x", "expect": {"kind": "value"}}
        ]}
        """

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try workspace.write(Self.right, to: "suites/right.json")
        try workspace.write(Self.wrong, to: "suites/wrong.json")
        try workspace.write("no suite", to: "suites/README.md")
        return workspace
    }

    @Test("A file of cases that pass")
    func passes() async throws {
        let outcome = try await workspace().run("cel", "conformance", "suites/right.json")
        #expect(outcome.output == "right 4/4\nTOTAL 4/4\n")
        #expect(outcome.error == "")
        #expect(outcome.status == 0)
    }

    @Test("Times that no value has are refused", arguments: [
        #"{"duration": {"seconds": "20000000000", "nanos": 0}}"#, #"{"duration": {"seconds": "9223372036", "nanos": 854775808}}"#,
        #"{"duration": {"seconds": "0", "nanos": 1000000000}}"#, #"{"timestamp": {"seconds": "-9223372036854775808", "nanos": 0}}"#,
        #"{"timestamp": {"seconds": "253402300800", "nanos": 0}}"#, #"{"timestamp": {"seconds": "0", "nanos": -5}}"#,
    ])
    func impossibleTimes(_ value: String) async throws {
        let workspace = try Workspace()
        try workspace.write(
            #"{"suite": "s", "tests": [{"id": "s#1", "expr": "x", "bindings": {"x": {"value": \#(value)}}, "expect": {"kind": "value"}}]}"#,
            to: "times.json")
        let outcome = try await workspace.run("cel", "conformance", "times.json")
        #expect(outcome.status == 1)
        #expect((outcome.output + outcome.error).contains("here: "))
    }

    @Test("The longest duration and the first and last times are values", arguments: [
        #"{"duration": {"seconds": "9223372036", "nanos": 854775807}}"#, #"{"timestamp": {"seconds": "-62135596800", "nanos": 0}}"#,
        #"{"timestamp": {"seconds": "253402300799", "nanos": 999999999}}"#,
    ])
    func extremeTimes(_ value: String) async throws {
        let workspace = try Workspace()
        try workspace.write(
            #"{"suite": "s", "tests": [{"id": "s#1", "expr": "x", "bindings": {"x": {"value": \#(value)}}, "expect": {"kind": "value", "value": \#(value)}}]}"#,
            to: "times.json")
        #expect(try await workspace.run("cel", "conformance", "times.json").output == "s 1/1\nTOTAL 1/1\n")
    }

    @Test("Failures are shown with what was expected and what came, on both evaluators")
    func fails() async throws {
        let outcome = try await workspace().run("cel", "conformance", "suites/wrong.json")
        #expect(outcome.status == 1)
        #expect(outcome.lines.first == "wrong 1/6")
        #expect(outcome.lines.last == "TOTAL 1/6")
        for evaluator in ["machine", "reference"] {
            #expect(outcome.output.contains("\nwrong#1 sum (\(evaluator))\n  1 + 1\n  expected  3\n  got       2\n"))
            #expect(outcome.output.contains("\nwrong#3 no error (\(evaluator))\n"))
            #expect(outcome.output.contains("\nwrong#4 type (\(evaluator))\n  1\n  expected  of type uint\n  got       1 of type int\n"))
            #expect(outcome.output.contains("\nwrong#5 kind (\(evaluator))\n  1.0\n  expected  1\n  got       1.0\n"))
            #expect(outcome.output.contains("\nwrong#6 undeclared (\(evaluator))\n  x\n  expected  true\n  got       error: `x` is not declared\n"))
        }
        #expect(!outcome.output.contains("wrong#2"))
        #expect(!outcome.outputBytes.contains(0x1B))
    }

    @Test("A directory stands for its suites, by name; several paths for all of theirs")
    func directory() async throws {
        let workspace = try workspace()
        let outcome = try await workspace.run("cel", "conformance", "suites")
        #expect(outcome.status == 1)
        #expect(outcome.lines.prefix(2) == ["right 4/4", "wrong 1/6"])
        #expect(outcome.lines.last == "TOTAL 5/10")
        let twice = try await workspace.run("cel", "conformance", "suites/right.json", "suites/right.json")
        #expect(twice.output == "right 4/4\nright 4/4\nTOTAL 8/8\n")
        #expect(twice.status == 0)
    }

    @Test("As JSON, a line a suite")
    func json() async throws {
        let outcome = try await workspace().run("cel", "conformance", "--json", "suites")
        #expect(outcome.status == 1)
        #expect(outcome.lines.count == 2)
        #expect(outcome.lines.first == #"{"suite":"right","passed":4,"run":4,"failures":[]}"#)
        let second = try #require(outcome.lines.last)
        #expect(second.hasPrefix(#"{"suite":"wrong","passed":1,"run":6,"failures":[{"id":"wrong#1","evaluator":"machine","expected":"3","got":"2"},{"id":"wrong#1","evaluator":"reference","expected":"3","got":"2"},"#))
        for line in outcome.lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }

    @Test("What is no suite is an error", arguments: [
        ("no.json", "this is no suite"), ("list.json", "this is no suite"), ("expect.json", "this is no suite"), ("value.json", "this is no suite"),
        ("none.json", "there is no such file"), ("empty", "there are no suites in this directory"),
    ])
    func noSuite(_ path: String, _ wanted: String) async throws {
        let workspace = try workspace()
        try workspace.write("text", to: "no.json")
        try workspace.write("[]", to: "list.json")
        try workspace.write(#"{"tests": [{"id": "a#1", "expr": "1"}]}"#, to: "expect.json")
        try workspace.write(#"{"tests": [{"id": "a#1", "expr": "1", "expect": {"kind": "value", "value": {"int": "x"}}}]}"#, to: "value.json")
        try FileManager.default.createDirectory(at: workspace.url("empty"), withIntermediateDirectories: true)
        let outcome = try await workspace.run("cel", "conformance", path)
        #expect(outcome.error.hasPrefix("error: \(path): \(wanted)"), "\(outcome.error)")
        #expect(outcome.status == 1)
    }

    @Test("Nothing run is nothing shown")
    func empty() async throws {
        let workspace = try workspace()
        try workspace.write(#"{"suite": "empty", "tests": []}"#, to: "empty.json")
        let outcome = try await workspace.run("cel", "conformance", "empty.json")
        #expect(outcome.output == "empty 0/0\nTOTAL 0/0\n")
        #expect(outcome.status == 1)
    }

    @Test("An expectation of a kind that there is not fails")
    func unknownKind() async throws {
        let workspace = try workspace()
        try workspace.write(#"{"tests": [{"id": "a#1", "expr": "1", "expect": {"kind": "nosuch"}}]}"#, to: "a.json")
        #expect(try await workspace.run("cel", "conformance", "a.json").status == 1)
    }
}
