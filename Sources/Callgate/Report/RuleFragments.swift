internal import CallgateBytecode

/// What decision lines say of a rule, as JSON, made when the rule first decides and kept: most calls
/// are decided by few rules.
struct RuleFragments {
    private let view: ImageView
    private var deciding: [Int: [UInt8]] = [:]
    private var names: [Int: [UInt8]] = [:]
    private var reviews: [Int: [UInt8]] = [:]

    /// More rules than these are not kept, so that memory stays flat.
    private static let mostRules = 4_096

    /// The caller keeps the image alive.
    init(_ view: ImageView) { self.view = view }

    /// `,"rule":"…"`, and `,"message":"…"` where the message has no placeholders.
    mutating func deciding(_ rule: Int) -> [UInt8] {
        if let known = deciding[rule] { return known }
        let record = view.rules[rule]
        var buffer = LineBuffer()
        buffer.append(",\"rule\":")
        buffer.appendQuoted(record.name, of: view)
        let details = view.details(of: record)
        if details.message.count == 1, details.messageProgram == noIndex {
            buffer.append(",\"message\":")
            buffer.appendQuoted(view.messageParts[Int(details.message.start)].text, of: view)
        }
        return Self.keep(buffer.bytes, of: rule, in: &deciding)
    }

    /// The rule's name in quotes.
    mutating func name(_ rule: Int) -> [UInt8] {
        if let known = names[rule] { return known }
        var buffer = LineBuffer()
        buffer.appendQuoted(view.rules[rule].name, of: view)
        return Self.keep(buffer.bytes, of: rule, in: &names)
    }

    /// `,"approvers":[…],"timeout_seconds":…` of a review rule that is the only one.
    mutating func review(_ rule: Int, _ terms: @autoclosure () -> ReviewTerms) -> [UInt8] {
        if let known = reviews[rule] { return known }
        var buffer = LineBuffer()
        buffer.append(terms())
        return Self.keep(buffer.bytes, of: rule, in: &reviews)
    }

    private static func keep(
        _ bytes: [UInt8], of rule: Int, in fragments: inout [Int: [UInt8]]
    ) -> [UInt8] {
        if fragments.count < mostRules { fragments[rule] = bytes }
        return bytes
    }
}

extension LineBuffer {
    /// Who may approve, and in what time.
    mutating func append(_ terms: ReviewTerms) {
        if !terms.approvers.isEmpty {
            append(",\"approvers\":[")
            for (index, approver) in terms.approvers.enumerated() {
                if index > 0 { append(",") }
                appendQuoted(approver)
            }
            append("]")
        }
        if let seconds = terms.timeoutSeconds {
            append(",\"timeout_seconds\":")
            append(seconds)
        }
    }
}
