import Callgate
import CallgatePolicy
import Scenarios

/// What the peers decide on and look for, in files beside the images.
struct PeerFiles {
    let path: String

    func write() throws {
        try write(ExampleCall.all.map { $0.text + "\n" }.joined(), "example.jsonl")
        try write(ExampleCall.all.map { "\($0.effect)\t\($0.text)\n" }.joined(), "example.tsv")
        for scenario in Scenario.small {
            let name = scenario.name.replacing("/", with: "-")
            try write(scenario.calls.map { $0.text + "\n" }.joined(), "\(name).jsonl")
        }
        try write((0..<1_000).map { Scenario.pattern($0) + "\n" }.joined(), "patterns.txt")
        try write(Scenario.patternSubject, "subject.txt")
        try write(ManyRules.conditions().map { $0 + "\n" }.joined(), "conditions.txt")
        try writeOnePattern()
    }

    /// The example's own pattern, with a call that it matches.
    private func writeOnePattern() throws {
        let pattern = #"@approved\.invalid$"#
        let policy = "rules: [{name: r, tool: send, when: '!args.recipient.matches(r\"\(pattern)\")', action: deny}]\n"
        try Files.write(
            CompiledPolicy([PolicyDocumentSource(name: "one.yaml", text: policy)]).image, to: "\(path)/one-pattern.cgb")
        try write(#"{"tool": "send", "args": {"recipient": "\#(Scenario.patternSubject)"}}"# + "\n", "one-pattern.jsonl")
        try write(pattern + "\n", "one.txt")
    }

    private func write(_ text: String, _ name: String) throws {
        try Files.write(Array(text.utf8), to: "\(path)/\(name)")
    }
}
