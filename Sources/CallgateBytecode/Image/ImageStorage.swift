/// Memory that holds an image: aligned to 64 bytes, never written after it was made.
@safe
public final class ImageStorage: @unchecked Sendable {
    // Immutable and owned until deinit, so sharing it between threads is safe.
    private let memory: UnsafeRawBufferPointer
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void

    /// Copies the bytes, so that nobody can change them after they are verified.
    public init(copying bytes: some Collection<UInt8>) {
        let count = bytes.count
        let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count, 1), alignment: ImageFormat.alignment)
        unsafe copy.copyBytes(from: bytes)
        unsafe memory = UnsafeRawBufferPointer(start: copy.baseAddress, count: count)
        unsafe release = { unsafe $0.deallocate() }
    }

    /// Takes over memory that nobody writes as long as the storage lives, such as a mapped file.
    ///
    /// - Parameters:
    ///   - memory: aligned to 64 bytes, not empty.
    ///   - release: called once, with the same memory, when nobody uses it any more.
    public init(
        adopting memory: UnsafeRawBufferPointer,
        release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) {
        let address = Int(bitPattern: memory.baseAddress)
        precondition(address % ImageFormat.alignment == 0)
        unsafe self.memory = memory
        unsafe self.release = release
    }

    public var count: Int { unsafe memory.count }

    /// The image's bytes; valid as long as the storage lives.
    public var bytes: UnsafeRawBufferPointer { unsafe memory }

    deinit { unsafe release(memory) }
}
