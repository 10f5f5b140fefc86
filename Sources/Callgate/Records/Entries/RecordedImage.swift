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
    private let names = Mutex<[Int: RuleName]>([:])
    /// Names are made again when so many are kept: a policy may have a million rules, and few of them match.
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
    }

    func name(of rule: Int) -> RuleName {
        names.withLock { names in
            if let name = names[rule] { return name }
            let view = gate.image.view
            let text = rule < view.rules.count ? view.text(view.rules[rule].name) : ""
            var quoted = LineBuffer()
            quoted.appendCanonical(text)
            let name = RuleName(plain: Array(text.utf8), quoted: quoted.bytes)
            if names.count >= Self.mostNames { names.removeAll(keepingCapacity: true) }
            names[rule] = name
            return name
        }
    }
}
