@_spi(Verifier) public import CallgateBytecode

/// Proves that an image is safe to run: the only maker of ``VerifiedImage``.
///
/// The rules are stated by number in spec/bytecode/verification.md; each check here names its rule.
/// One pass over the image, without recursion.
public enum Verifier {
    /// - Throws: ``ImageError``, for the first thing that is wrong.
    /// - Complexity: linear in the image.
    public static func verify(_ storage: ImageStorage) throws(ImageError) -> VerifiedImage {
        let frame = unsafe try ImageFrame(storage.bytes)
        let view = unsafe try ImageView(storage.bytes, frame)
        let checks = ImageChecks(view: view)
        try checks.checkPolicy()
        try checks.checkConstants()
        try checks.checkLookups()
        try checks.checkPatterns()
        try checks.checkZones()
        try checks.checkProgramRecords()
        try checks.checkRules()
        try checks.checkRuleDetails()
        try checks.checkDispatch()
        try checks.checkPrograms()
        let signature = frame.range(of: .signature).count
        guard signature == 0 || signature == ImageFormat.signatureSize else {
            throw .verification(rule: 13, reason: "the signature has \(signature) bytes")
        }
        return VerifiedImage(storage: storage, frame: frame, view: view)
    }

    /// Verifies a copy of the bytes.
    public static func verify(_ image: some Collection<UInt8>) throws(ImageError) -> VerifiedImage {
        try verify(ImageStorage(copying: image))
    }
}
