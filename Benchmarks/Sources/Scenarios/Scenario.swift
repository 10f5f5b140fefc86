/// A policy, calls that it decides, and what each comes to. The same every time.
public struct Scenario: Sendable {
    public struct Call: Sendable {
        public var text: String
        /// "allow", "review" or "deny".
        public var effect: String

        public init(_ text: String, _ effect: String) {
            self.text = text
            self.effect = effect
        }
    }

    /// Unique, of the form "group/case".
    public var name: String
    /// YAML texts that are compiled together.
    public var documents: [String]
    /// Texts of the files that the documents name for lists.
    public var listFiles: [String: String]
    /// One decision is one of these, in turns.
    public var calls: [Call]

    init(_ name: String, _ documents: [String], listFiles: [String: String] = [:], _ calls: [Call]) {
        self.name = name
        self.documents = documents
        self.listFiles = listFiles
        self.calls = calls
    }

    /// A policy of so many rules, in documents that are under the limit of one.
    static func documents(_ count: Int, _ rule: (Int) -> String) -> [String] {
        let rulesInDocument = 10_000
        return stride(from: 0, to: count, by: rulesInDocument).map { start in
            "rules:\n" + (start..<min(start + rulesInDocument, count)).map(rule).joined()
        }
    }

    /// A rule that denies.
    static func rule(_ name: String, _ tool: String, _ condition: String) -> String {
        "  - {name: \(name), tool: \(tool), when: '\(condition)', action: deny}\n"
    }

    /// A number in so many digits, so that names are of one length.
    public static func digits(_ number: Int, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
}
