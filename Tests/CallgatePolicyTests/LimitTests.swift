import CallgateLanguage
import CallgatePolicy
import Testing

/// Each limit at, one under and one over.
@Suite struct LimitTests {
    static func line(_ count: Int, _ byte: String = "a") -> String { String(repeating: byte, count: count) }

    /// Comments of a number of bytes, ended by empty lines.
    static func comments(_ count: Int) -> String {
        let odd = count % 128
        return line((count - odd) / 128, "#" + line(126) + "\n") + line(odd, "\n")
    }

    static func list(_ count: Int) -> String {
        "[" + (0..<count).map { "i\($0)" }.joined(separator: ", ") + "]"
    }

    struct Bound: CustomTestStringConvertible {
        var name: String
        var limit: Int
        var message: String
        var document: @Sendable (Int) -> String

        var testDescription: String { name }
    }

    static let bounds: [Bound] = [
        Bound(name: "tool", limit: PolicyLimits.toolBytes, message: "has 1025 bytes; the limit is 1024") {
            "rules:\n  - {name: r, action: deny, tool: \(line($0))}\n"
        },
        Bound(name: "tools", limit: PolicyLimits.tools, message: "`tool` has 1025 entries; the limit is 1024") {
            "rules:\n  - {name: r, action: deny, tool: \(list($0))}\n"
        },
        Bound(name: "name", limit: PolicyLimits.nameBytes, message: "has 257 bytes; the limit is 256") {
            "rules:\n  - {name: \(line($0)), action: deny, tool: t}\n"
        },
        Bound(name: "policy name", limit: PolicyLimits.nameBytes, message: "has 257 bytes; the limit is 256") {
            "name: \(line($0 - 2))é\nrules:\n  - {name: r, action: deny, tool: t}\n"
        },
        Bound(name: "description", limit: PolicyLimits.textBytes, message: "`description` has 16385 bytes") {
            rule("description: \(line($0))")
        },
        Bound(name: "message", limit: PolicyLimits.textBytes, message: "`message` has 16385 bytes") {
            rule("message: \(line($0))")
        },
        Bound(name: "tag", limit: PolicyLimits.labelBytes, message: "a tag has 257 bytes") { rule("tags: [\(line($0))]") },
        Bound(name: "tags", limit: PolicyLimits.tags, message: "`tags` has 65 entries") { rule("tags: \(list($0))") },
        Bound(name: "approver", limit: PolicyLimits.labelBytes, message: "an approver has 257 bytes") {
            "rules:\n  - {name: r, tool: t, action: review, approvers: [\(line($0))]}\n"
        },
        Bound(name: "approvers", limit: PolicyLimits.approvers, message: "`approvers` has 65 entries") {
            "rules:\n  - {name: r, tool: t, action: review, approvers: \(list($0))}\n"
        },
        Bound(name: "timeout", limit: PolicyLimits.timeoutSeconds, message: "at most 4294967295 seconds") {
            "rules:\n  - {name: r, tool: t, action: review, timeout: \($0)s}\n"
        },
        Bound(name: "bytes", limit: PolicyLimits.documentBytes, message: "has 50331649 bytes; the limit is 50331648") {
            let rule = rule("#")
            return rule + comments($0 - rule.utf8.count)
        },
        Bound(name: "aliased bytes", limit: PolicyLimits.aliasedBytes, message: "repeat more than 1048576 bytes of text") {
            aliased($0)
        },
        Bound(name: "roles", limit: PolicyLimits.roles, message: "there are 257 roles; the limit is 256") {
            "roles:\n" + (0..<$0).map { "  r\($0): {tools: [t]}\n" }.joined() + rule("#")
        },
        Bound(name: "labels", limit: PolicyLimits.labels, message: "results have more than 64 labels") {
            "tools:\n" + (0..<$0).map { "  t\($0): {labels: [l\($0)]}\n" }.joined() + rule("#")
        },
        Bound(name: "key", limit: PolicyLimits.limitKeys, message: "`key` has 9 parts; the limit is 8") {
            let key = (0..<$0).map { "context.k\($0)" }.joined(separator: ", ")
            return rule("limit: {max: 1, per: 1h, key: [\(key)]}")
        },
        Bound(name: "per", limit: PolicyLimits.limitSeconds, message: "at most 31536000 seconds") {
            rule("limit: {max: 1, per: \($0)s}")
        },
        Bound(name: "fields", limit: PolicyLimits.recordedFields, message: "has 257 entries") {
            "records: {args: [" + (0..<$0).map { "args.f\($0)" }.joined(separator: ", ") + "]}\n" + rule("#")
        },
        Bound(name: "bytes of a path", limit: PolicyLimits.fieldPathBytes, message: "`redact` has 1025 bytes; the limit is 1024") {
            "records: {redact: args.\(line($0 - 5))}\n" + rule("#")
        },
        Bound(name: "steps of a path", limit: PolicyLimits.fieldPathSteps, message: "it has more than 32 steps") {
            "approvals: {requester: args\(String(repeating: ".a", count: $0 - 1))}\n" + rule("#")
        },
        Bound(name: "sessions", limit: PolicyLimits.sessions, message: "100000000") {
            "sessions: {max: \($0)}\n" + rule("#")
        },
        Bound(name: "session", limit: PolicyLimits.timeoutSeconds, message: "at most 4294967295 seconds") {
            "sessions: {timeout: \($0)s}\n" + rule("#")
        },
    ]

    /// At and under, `CallgateLanguageTests` tests it: in a debug build such a document takes a while.
    @Test func limitsConditions() {
        let text = rule("when: \"'\(Self.line(Limits.sourceBytes - 7))' != ''\"")
        #expect(errors(text).map { $0.message.contains("has 33554433 bytes; the limit is 33554432") } == [true])
    }

    /// A document whose aliases repeat a number of bytes; the rest is in a text of its own.
    static func aliased(_ bytes: Int) -> String {
        let text = String(repeating: "a", count: 1_024)
        let odd = bytes % 1_024
        let rules = (0..<bytes / 1_024).map { "  - {name: r\($0), tool: *a, action: deny}\n" }.joined()
        let last = odd == 0 ? "" : "  - {name: y, tool: &b \(line(odd)), action: deny}\n  - {name: z, tool: *b, action: deny}\n"
        return "rules:\n  - {name: x, tool: &a \(text), action: deny}\n" + rules + last
    }

    @Test(arguments: bounds) func holds(_ bound: Bound) throws {
        #expect(errors(bound.document(bound.limit - 1)).isEmpty)
        #expect(errors(bound.document(bound.limit)).isEmpty)
        let found = errors(bound.document(bound.limit + 1))
        #expect(found.count == 1)
        #expect(try #require(found.first).message.contains(bound.message), "\(found)")
    }

    /// A document of one rule with more tags than a rule may have, which is said where the values are few enough.
    @Test(arguments: [(-1, true), (0, true), (1, false)]) func limitsNodes(_ more: Int, _ isTaken: Bool) {
        // 12 are the root, its key, the list, the rule, its four keys, three values and the list of tags.
        let text = rule("tags: [" + String(repeating: "a,", count: PolicyLimits.nodes - 12 + more) + "]")
        let message = isTaken ? "`tags` has" : "the document has more than 500000 values"
        #expect(errors(text).map { $0.message.hasPrefix(message) } == [true])
    }

    @Test(arguments: [(31, false), (32, false), (33, true)]) func limitsNesting(_ depth: Int, _ isTooDeep: Bool) {
        let flow = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let block = String(repeating: "- ", count: depth) + "a"
        let mapping = (0..<depth).map { String(repeating: " ", count: $0) + "k:\n" }.joined()
        for text in [flow, block, mapping] {
            let found = errors(text)
            #expect(found.contains { $0.message == "lists and mappings are nested more than 32 deep" } == isTooDeep)
        }
    }

    @Test(arguments: [(-1, true), (0, true), (1, false)]) func limitsDocuments(_ more: Int, _ isTaken: Bool) {
        let count = PolicyLimits.documents + more
        let documents = (0..<count).map {
            PolicyDocumentSource(name: "\($0)", text: "rules:\n  - {name: r\($0), tool: t\($0), action: deny}\n")
        }
        #expect(errors(documents).map(\.message) == (isTaken ? [] : ["the policy has 1025 documents; the limit is 1024"]))
    }

    @Test(arguments: [(-1, true), (0, true), (1, false)]) func limitsAllBytes(_ more: Int, _ isTaken: Bool) {
        // Each under the limit of one document.
        let share = PolicyLimits.totalBytes / 20
        let sizes = Array(repeating: share, count: 19) + [PolicyLimits.totalBytes - 19 * share + more]
        let documents = sizes.enumerated().map { index, size in
            let rule = "rules:\n  - {name: r\(index), tool: t\(index), action: deny}\n"
            return PolicyDocumentSource(name: "\(index)", text: rule + Self.comments(size - rule.utf8.count))
        }
        let message = "the documents have 67108865 bytes together; the limit is 67108864"
        #expect(errors(documents).map(\.message) == (isTaken ? [] : [message]))
    }
}
