/// An image that the verifier has passed; nothing else can be run.
///
/// Only CallgateVerifier imports the interface that makes one.
@safe
public final class VerifiedImage: Sendable {
    /// Keeps the memory that `view` reads.
    public let storage: ImageStorage
    public let frame: ImageFrame
    public let view: ImageView

    @_spi(Verifier)
    public init(storage: ImageStorage, frame: ImageFrame, view: ImageView) {
        self.storage = storage
        self.frame = frame
        self.view = view
    }
}
