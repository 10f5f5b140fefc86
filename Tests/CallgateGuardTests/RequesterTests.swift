import CallgateBytecode
import CallgatePolicy
import Testing

@testable import Callgate

/// Who asks for a call; `spec/vectors/guard` has what calls say of it.
@Suite("Fields that say who asks")
struct RequesterTests {
    private static let rules = "rules: [{name: pay, tool: pay, action: require_approval}]\n"

    /// An image in which one text stands in the place of another one, as a compiler of another version may write it.
    private func gate(_ policy: String, _ old: String, _ new: String) throws -> Gate {
        let document = PolicyDocumentSource(name: "policy.yaml", bytes: Array((policy + Self.rules).utf8))
        var contents = try ImageContents(decoding: CompiledPolicy([document]).image)
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        try #require(old.count == new.count)
        let start = try #require(contents.data.indices.first { contents.data[$0...].starts(with: old) })
        contents.data.replaceSubrange(start..<start + old.count, with: new)
        return try Gate(image: contents.encoded())
    }

    @Test("No guard is made of an image with a path that can't be read, whichever it is for")
    func unreadable() throws {
        let requester = try gate("approvals: {requester: [context.user_of, context.agent]}\n", "context.user_of", "context.user-of")
        let error = #expect(throws: GuardFailure.self) { _ = try Guard(requester) }
        #expect(error?.description.contains("`context.user-of` is no field of a call: expected a dot or a bracket, at byte 12") == true)
        let running = try Guard(PolicySource.text(Self.rules).gate())
        #expect(throws: GuardFailure.self) { try running.reload(requester) }
        let records = try gate("records: {redact: [args.card_no]}\n", "args.card_no", "args.card no")
        #expect(throws: FieldPathError.self) { _ = try RecordSettings(of: records) }
    }

    @Test("A call whose requester is one of many is never approved by them, whatever the number of paths that share their start")
    func manyPaths() throws {
        let paths = (0..<PolicyLimits.recordedFields).map { "context" + String(repeating: ".a", count: 29) + ".f\($0)" }
        let policy = "approvals: {requester: [\(paths.joined(separator: ", "))]}\n" + Self.rules
        let gate = try PolicySource.text(policy).gate()
        let policyGuard = try Guard(gate)
        let last = #"{"f0":"ann","f255":"bob"}"#
        let context = (0..<29).reduce(last) { text, _ in #"{"a":\#(text)}"# }
        let decision = policyGuard.check(GuardedCall(Array(#"{"tool":"pay","context":\#(context)}"#.utf8), id: "c"))
        #expect(decision.effect == .review)
        for id in ["ann", "bob"] {
            #expect(throws: ApprovalError.ownCall) { _ = try policyGuard.approvals.approve("c", by: Approver(id: id)) }
        }
        #expect(try policyGuard.approvals.approve("c", by: Approver(id: "kim")).state == .approved)
    }
}
