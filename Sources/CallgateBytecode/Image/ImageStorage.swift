internal import CXXHash

/// Memory that holds an image: aligned to 64 bytes, never written after it was made.
@safe
public final class ImageStorage: @unchecked Sendable {
    // Immutable and owned until deinit, so sharing it between threads is safe.
    private let memory: UnsafeRawBufferPointer
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void

    /// Copies the bytes, so that nobody can change them after they are verified.
    public init(copying bytes: some Collection<UInt8>) {
        let count = bytes.count
        let isLarge = count >= Self.largePageBytes
        let copy = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count, 1), alignment: isLarge ? Self.largePageBytes : ImageFormat.alignment)
        // Before it is written, which is when pages are chosen; nothing hangs on it but time.
        if isLarge { unsafe callgate_prefer_large_pages(copy.baseAddress, count) }
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

    /// Calls of tools at random among very many meet another page with each thing that they read, more than the processor
    /// remembers of pages of 4 KiB: on large ones they take a seventh less.
    private static let largePageBytes = 1 << 21

    public var count: Int { unsafe memory.count }

    /// The image's bytes; valid as long as the storage lives.
    public var bytes: UnsafeRawBufferPointer { unsafe memory }

    deinit { unsafe release(memory) }
}
