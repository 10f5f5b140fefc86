/// Memory that holds an image: aligned to 16 bytes, never written after it was made.
@safe
public final class ImageStorage: @unchecked Sendable {
    // Immutable and owned until deinit, so sharing it between threads is safe.
    let memory: UnsafeMutableRawBufferPointer

    /// Copies the bytes, so that nobody can change them after they are verified.
    public init(copying bytes: some Collection<UInt8>) {
        let count = bytes.count
        unsafe memory = .allocate(byteCount: max(count, 1), alignment: ImageFormat.alignment)
        unsafe memory.copyBytes(from: bytes)
        self.count = count
    }

    public let count: Int

    /// The image's bytes; valid as long as the storage lives.
    public var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: memory.baseAddress, count: count)
    }

    deinit { unsafe memory.deallocate() }
}
