public import CallgateBytecode
internal import Crypto

/// Ed25519 signatures of images that travel.
///
/// What is signed is the image as it is with its public key in place and zeros in place of the
/// signature and the checksum; the checksum then covers the signature too.
public enum ImageSignature {
    /// - Parameter privateKey: the 32 bytes of an Ed25519 private key.
    /// - Returns: the image with the signature in it; one that is there already is replaced.
    public static func sign(_ image: [UInt8], privateKey: [UInt8]) throws(ImageError) -> [UInt8] {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey) else {
            throw .signature(reason: "the private key is not one of Ed25519: 32 bytes")
        }
        var contents = try ImageContents(decoding: image)
        contents.signature =
            Array(key.publicKey.rawRepresentation) + [UInt8](repeating: 0, count: 64)
        var bytes = contents.encoded()
        let place = try signaturePlace(in: bytes)
        clearChecksum(&bytes)
        guard let signature = try? key.signature(for: bytes) else {
            throw .signature(reason: "signing failed")
        }
        bytes.replaceSubrange(place, with: signature)
        ImageSeal.refreshChecksum(&bytes)
        return bytes
    }

    /// Checks that an image is signed with the private key of a public key.
    ///
    /// - Parameter publicKey: the 32 bytes of an Ed25519 public key.
    /// - Throws: ``ImageError/unsigned`` or ``ImageError/signature(reason:)``.
    public static func require(_ publicKey: [UInt8], of image: [UInt8]) throws(ImageError) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
            throw .signature(reason: "the public key is not one of Ed25519: 32 bytes")
        }
        let contents = try ImageContents(decoding: image)
        guard !contents.signature.isEmpty else { throw .unsigned }
        guard contents.signature.count == ImageFormat.signatureSize else {
            throw .signature(reason: "it has \(contents.signature.count) bytes")
        }
        guard contents.signature.prefix(32).elementsEqual(publicKey) else {
            throw .signature(reason: "it was made with another key")
        }
        var bytes = image
        let place = try signaturePlace(in: bytes)
        bytes.replaceSubrange(place, with: [UInt8](repeating: 0, count: 64))
        clearChecksum(&bytes)
        guard key.isValidSignature(contents.signature.suffix(64), for: bytes) else {
            throw .signature(reason: "it does not belong to this image")
        }
    }

    /// A new pair of keys, 32 bytes each.
    public static func makeKeys() -> (privateKey: [UInt8], publicKey: [UInt8]) {
        let key = Curve25519.Signing.PrivateKey()
        return (Array(key.rawRepresentation), Array(key.publicKey.rawRepresentation))
    }

    /// The public key of a private one.
    public static func publicKey(of privateKey: [UInt8]) -> [UInt8]? {
        let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey)
        return key.map { Array($0.publicKey.rawRepresentation) }
    }

    private static func signaturePlace(in image: [UInt8]) throws(ImageError) -> Range<Int> {
        let storage = ImageStorage(copying: image)
        let frame = unsafe try ImageFrame(storage.bytes)
        let section = frame.range(of: .signature)
        return section.upperBound - 64..<section.upperBound
    }

    private static func clearChecksum(_ image: inout [UInt8]) {
        let place = ImageFormat.checksumOffset
        image.replaceSubrange(place..<place + 8, with: repeatElement(0, count: 8))
    }
}
