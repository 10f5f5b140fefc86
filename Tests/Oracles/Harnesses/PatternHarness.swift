import CallgateRegex

enum PatternHarness {
    static func run(_ input: [UInt8]) throws {
        let entropy = Entropy(bytes: input)
        var patterns = PatternGenerator(random: entropy)
        let source = input.first.map { $0 & 1 == 0 } ?? true ? patterns.pattern() : patterns.mutated(patterns.pattern())
        guard let pattern = try? Pattern(source), RE2(source).refusal == nil,
            let engines = try? Engines(pattern, re2: source)
        else { return }
        var subjects = SubjectGenerator(random: entropy)
        for text in subjects.subjects(for: pattern.tree, count: 8) {
            let answers = engines.answers(for: text)
            guard Set(answers.map(\.answer)).count == 1 else {
                throw OracleFailure("\(source.debugDescription) on \(text.debugDescription): \(answers)")
            }
        }
    }
}
