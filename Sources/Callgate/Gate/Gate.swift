public import CallgateBytecode
internal import CallgateVerifier

/// A verified policy, ready to decide: immutable, shared by threads.
///
/// Each thread makes a ``Decider`` of its own.
public final class Gate: Sendable {
    public let image: VerifiedImage

    /// Verifies an image.
    ///
    /// - Parameter publicKey: where given, the image must be signed with its private key; 32 bytes.
    public init(image bytes: [UInt8], requiringSignatureOf publicKey: [UInt8]? = nil) throws(ImageError)
    {
        if let publicKey { try ImageSignature.require(publicKey, of: bytes) }
        image = try Verifier.verify(bytes)
    }

    /// Verifies an image in a file that is mapped, not copied.
    ///
    /// The file must not be changed as long as the gate lives: put a new image beside it and rename it
    /// over the old one. Where others may write the file, read it and use the other initialiser.
    public init(mapping path: String) throws(ImageError) {
        image = try Verifier.verify(Files.map(path))
    }

    /// What decides on results; nil where no rule is about them.
    var results: Gate? { image.results.map(Gate.init(verified:)) }

    private init(verified image: VerifiedImage) { self.image = image }

    /// SHA-256 of the policy's sources, 32 bytes.
    public var policyDigest: [UInt8] { image.frame.policyDigest }
}
