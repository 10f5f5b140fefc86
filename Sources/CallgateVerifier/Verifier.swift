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
        try checks.checkPrograms()
        try checks.checkMessages()
        try checks.checkDispatch()
        try checks.checkGuard()
        let signature = frame.range(of: .signature).count
        guard signature == 0 || signature == ImageFormat.signatureSize else {
            throw .verification(rule: 13, reason: "the signature has \(signature) bytes")
        }
        return VerifiedImage(
            storage: storage, frame: frame, view: view, results: unsafe try verifyResults(storage.bytes, frame))
    }

    /// V16: the rules about results are an image of their own, which has none in it.
    private static func verifyResults(
        _ bytes: UnsafeRawBufferPointer, _ frame: ImageFrame
    ) throws(ImageError) -> VerifiedImage? {
        guard !frame.range(of: .results).isEmpty else { return nil }
        // The frame has shown that the section lies within the image.
        let inner = unsafe ImageStorage(copying: bytes[frame.range(of: .results)])
        let innerFrame = unsafe try ImageFrame(inner.bytes)
        guard innerFrame.range(of: .results).isEmpty else {
            throw .verification(rule: 16, reason: "the image of the rules about results has such rules")
        }
        return try verify(inner)
    }

    /// Verifies a copy of the bytes.
    public static func verify(_ image: some Collection<UInt8>) throws(ImageError) -> VerifiedImage {
        try verify(ImageStorage(copying: image))
    }
}
