internal import Crypto

/// Signs checkpoints with an Ed25519 key.
public struct CheckpointSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter privateKey: 32 bytes.
    /// - Throws: where these are no private key.
    public init(privateKey: [UInt8]) throws(RecordSettingsError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey) else {
            throw RecordSettingsError("the private key for checkpoints is not one of Ed25519: 32 bytes")
        }
        self.key = key
    }

    /// 32 bytes.
    public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// The signature of a checkpoint, 64 bytes.
    /// - Parameter text: the entry's canonical JSON without the member `signature`.
    func signature(of text: [UInt8]) throws(RecordStoreError) -> [UInt8] {
        guard let signature = try? key.signature(for: Self.signed(text)) else {
            throw .io("signing a checkpoint failed")
        }
        return Array(signature)
    }

    /// Whether a signature is that of a checkpoint.
    static func isValid(_ signature: [UInt8], of text: [UInt8], publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: signed(text))
    }

    /// What is signed: words that nothing else is signed with, so that no other signature of the key is a
    /// checkpoint's, and the text.
    private static func signed(_ text: [UInt8]) -> [UInt8] { Array("callgate records checkpoint 1\n".utf8) + text }
}
