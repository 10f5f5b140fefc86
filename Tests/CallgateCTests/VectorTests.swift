import CallgateC
import CallgateHeader
import CallgateMachine
import Foundation
import Testing

/// As much of a file of vectors as is run here; `spec/vectors/README.md` has the form.
struct VectorFile: Decodable, Sendable {
    var policy: [String]
    var now: String?
    var cases: [Case]?
    var events: [Event]?

    struct Case: Decodable, Sendable {
        var name: String
        var call: String?
        var call_hex: String?
        var call_pieces: [Piece]?
        var line: String

        var bytes: [UInt8] {
            if let call { return Array(call.utf8) }
            if let call_pieces { return call_pieces.flatMap { Array(String(repeating: $0.text, count: $0.times ?? 1).utf8) } }
            let digits = Array(call_hex ?? "")
            return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 }
        }
    }

    struct Piece: Decodable, Sendable {
        var text: String
        var times: Int?
    }

    struct Event: Decodable, Sendable {
        var event: String
        var line: String
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../spec/vectors")
        .standardized

    static func names(in folder: String = "") -> [String] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: self.folder.appending(path: folder).path)
        return (files ?? []).filter { $0.hasSuffix(".json") }.map { folder + $0 }.sorted()
    }

    init(_ name: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Self.folder.appending(path: name)))
    }

    var text: String { policy.joined(separator: "\n") }
}

@Suite("The vectors come out the same through callgate.h, byte for byte")
struct VectorTests {
    @Test("There are vectors")
    func files() {
        #expect(VectorFile.names().count > 25)
        #expect(VectorFile.names(in: "guard/").count >= 7)
    }

    @Test("Calls", arguments: VectorFile.names())
    func calls(_ name: String) throws {
        let file = try VectorFile(name)
        let gate = try #require(CGate.make(file.text, name: String(name.dropLast(5))).gate)
        let machine = try #require(CMachine(gate))
        let time = try #require(CallTime(file.now ?? ""))
        var now = callgate_time(seconds: time.seconds, nanoseconds: time.nanoseconds, reserved: 0)
        for vector in file.cases ?? [] {
            var line = callgate_text()
            var (written, decided, report) = (Sized.decision, Sized.decision, Sized.report)
            let bytes = vector.bytes
            let statuses = withText(bytes) { call in
                [
                    callgate_machine_decide(machine.handle, call, &now, &decided),
                    callgate_machine_report(machine.handle, call, &now, &report),
                ]
            }
            #expect(report.line.string == vector.line, "\(name): \(vector.name)")
            let status = withText(bytes) { callgate_machine_line(machine.handle, $0, &now, &written, &line) }
            #expect(statuses + [status] == [CALLGATE_OK, CALLGATE_OK, CALLGATE_OK].map { callgate_status($0) })
            #expect(line.string == vector.line, "\(name): \(vector.name)")
            for (effect, reason) in [(decided.effect, decided.reason), (written.effect, written.reason), (report.effect, report.reason)] {
                let words = #"{"decision":"\#(word(callgate_effect_name(effect)))","reason":"\#(word(callgate_reason_name(reason)))""#
                #expect(vector.line.hasPrefix(words), "\(name): \(vector.name)")
            }
        }
    }

    @Test("Events", arguments: VectorFile.names(in: "guard/"))
    func events(_ name: String) throws {
        let file = try VectorFile(name)
        let gate = try #require(CGate.make(file.text + "\n").gate)
        var events: callgate_events = 0
        #expect(callgate_events_create(gate.handle, &events, nil) == CALLGATE_OK)
        for vector in file.events ?? [] {
            var line = callgate_text()
            var effect: Int32 = -1
            #expect(withText(vector.event) { callgate_events_answer(events, $0, &effect, &line) } == CALLGATE_OK)
            #expect(line.string == vector.line, "\(name): \(vector.event)")
            let allows = vector.line.contains(#""decision":"allow""#)
            #expect((effect == CALLGATE_ALLOW) == allows)
        }
        #expect(callgate_events_free(events) == CALLGATE_OK)
        #expect(callgate_events_free(events) == CALLGATE_BAD_HANDLE)
    }

    private func word(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "?" }
}
