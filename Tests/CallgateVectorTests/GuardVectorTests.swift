import Callgate
import CallgatePolicy
import Foundation
import Testing

/// A file of events and what they are answered; `spec/vectors/README.md` has the form.
struct GuardVectorFile: Decodable, Sendable, CustomTestStringConvertible {
    let description: String
    /// The lines of one YAML document.
    let policy: [String]
    let events: [Event]
    var name = ""

    struct Event: Decodable, Sendable {
        let event: String
        let line: String
    }

    private enum CodingKeys: CodingKey { case description, policy, events }

    var testDescription: String { name }

    static let folder = VectorFile.folder.appending(path: "guard")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    init(named name: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        self = try JSONDecoder().decode(GuardVectorFile.self, from: data)
        self.name = name
    }
}

@Suite("Events are answered as the vectors say")
struct GuardVectorTests {
    @Test(arguments: GuardVectorFile.names)
    func lines(_ name: String) throws {
        let file = try GuardVectorFile(named: name)
        let document = PolicyDocumentSource(
            name: "policy.yaml", bytes: Array((file.policy.joined(separator: "\n") + "\n").utf8))
        let gate = try Gate(image: try CompiledPolicy([document]).image)
        var events = try GuardEvents(gate) { try Guard($0, clock: $1) }
        for (index, vector) in file.events.enumerated() {
            let line = String(decoding: events.answer(Array(vector.event.utf8)).line, as: UTF8.self)
            #expect(line == vector.line, "event \(index): \(vector.event)")
        }
    }

    @Test("Every reason that a guard adds, and every error of an approval, but for what takes a store or a million calls")
    func coverage() throws {
        let lines = try GuardVectorFile.names.flatMap { try GuardVectorFile(named: $0).events.map(\.line) }
        for reason in ["limit", "role", "session", "trust", "flow", "approval"] {
            #expect(lines.contains { $0.contains("\"reason\":\"\(reason)\"") }, "\(reason)")
        }
        let rare: Set<ApprovalError> = [.full, .notStored, .revoked, .rejected]
        for error in ApprovalError.allCases where !rare.contains(error) {
            let isSeen = lines.contains {
                $0.contains("\"error\":\"\(error.rawValue)\"") || $0.contains("\"kind\":\"approval_\(error.rawValue)\"")
            }
            #expect(isSeen, "\(error)")
        }
        #expect(GuardVectorFile.names.count >= 7)
    }
}
