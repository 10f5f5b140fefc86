/// An image that the verifier has passed; nothing else can be run.
///
/// Only CallgateVerifier imports the interface that makes one.
@safe
public final class VerifiedImage: Sendable {
    /// Keeps the memory that `view` reads.
    public let storage: ImageStorage
    public let frame: ImageFrame
    public let view: ImageView
    /// The rules about results, whose own `results` is nil.
    public let results: VerifiedImage?

    @_spi(Verifier)
    public init(storage: ImageStorage, frame: ImageFrame, view: ImageView, results: VerifiedImage?) {
        self.storage = storage
        self.frame = frame
        self.view = view
        self.results = results
    }
}
