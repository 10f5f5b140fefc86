internal import CallgateBytecode
internal import CallgateSystem

/// An image as records refer to it: its digest, and the names of its rules.
///
/// Made once for each gate, not for each call: the queue looks through those that its entries have. Entries that wait to be
/// written keep it alive.
public final class RecordedImage: Sendable {
    /// SHA-256 of the image's bytes, as 64 hexadecimal digits.
    public let digest: String
    private let gate: Gate
    /// The digest as a canonical string.
    let quotedDigest: [UInt8]
    /// Names of rules, each in the place of its number modulo the places.
    private let names: Mutex<[(rule: Int, name: RuleName)?]>
    /// At most so many names are kept: a policy may have a million rules, and few of them match.
    private static let mostNames = 4_096

    struct RuleName {
        var plain: [UInt8]
        /// As a canonical string.
        var quoted: [UInt8]
    }

    /// - Complexity: linear in the image.
    public init(_ gate: Gate) {
        self.gate = gate
        digest = Hexadecimal.text(unsafe ChainHash.digest(gate.image.storage.bytes))
        quotedDigest = Array("\"\(digest)\"".utf8)
        names = Mutex(Array(repeating: nil, count: min(max(gate.image.view.rules.count, 1), Self.mostNames)))
    }

    /// - Parameter rule: 0 or more.
    func name(of rule: Int) -> RuleName {
        names.withLock { names in
            let place = rule % names.count
            if let kept = names[place], kept.rule == rule { return kept.name }
            let view = gate.image.view
            let text = rule < view.rules.count ? view.text(view.rules[rule].name) : ""
            var quoted = LineBuffer()
            quoted.appendCanonical(text)
            let name = RuleName(plain: Array(text.utf8), quoted: quoted.bytes)
            names[place] = (rule, name)
            return name
        }
    }
}
