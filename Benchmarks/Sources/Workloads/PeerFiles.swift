import Callgate
import Scenarios

/// What the peers decide on and look for, in files.
struct PeerFiles {
    let path: String

    func write() throws {
        for call in ExampleCall.all { try write(call.text, "example-\(call.name).json") }
        for (size, name) in [(200, "200"), (1_000, "1k"), (10_000, "10k")] {
            for kind in ["text", "nested"] { try write(Scenario.sizedCall(size, kind), "size-\(name)_\(kind).json") }
        }
        try write((0..<1_000).map { Scenario.pattern($0) + "\n" }.joined(), "patterns.txt")
        try write(Scenario.patternSubject, "subject.txt")
        try write(ManyRules.conditions().map { $0 + "\n" }.joined(), "conditions.txt")
    }

    private func write(_ text: String, _ name: String) throws {
        try Files.write(Array(text.utf8), to: "\(path)/\(name)")
    }
}
