import CallgateMachine
import CallgatePolicy
import CallgateReference
import CallgateZones
import Testing

@Suite("The reference decides what the vectors say")
struct ReferenceTests {
    @Test(arguments: VectorFile.all)
    func decided(_ file: VectorFile) throws {
        let document = PolicyDocumentSource(name: file.name, text: file.policy.joined(separator: "\n"))
        let decider = ReferenceDecider(
            try loadPolicy([document]).policy, zoneOffset: ZoneDatabase.offset(in:at:))
        let now = try #require(CallTime(file.now))
        for vector in file.cases where vector.reference ?? true {
            let decision = decider.decide(
                try vector.bytes(), now: Timestamp(seconds: now.seconds, nanoseconds: Int64(now.nanoseconds)))
            let line = try DecisionLine(vector.line)
            #expect(line.asReference == decision, "\(file.name): \(vector.name)")
            // Two strings that differ in the form of an accent are equal in Swift, but are two tools.
            let isSame = (line.tool ?? "").utf8.elementsEqual((decision.tool ?? "").utf8)
            #expect(isSame, "\(file.name): \(vector.name)")
        }
    }
}
