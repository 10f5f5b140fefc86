internal import CallgateBytecode
internal import CallgateSystem

extension Files {
    /// Whether a file starts with some bytes; false for what is no file, of which nothing is read.
    public static func starts(_ path: String, with bytes: [UInt8]) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            var file = try? FileReader(path)
        else { return false }
        var start = [UInt8](repeating: 0, count: bytes.count)
        let count = unsafe start.withUnsafeMutableBytes { (try? unsafe file.read(into: $0)) ?? 0 }
        return count == bytes.count && start == bytes
    }

    /// Maps an image's file instead of reading it: processes that use the same file share its memory,
    /// and what is never used of it is never read.
    static func map(_ path: String) throws(ImageError) -> ImageStorage {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(lastError()) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(lastError()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("it is no file") }
        let count = Int(status.st_size)
        guard count > 0 else { throw .notAnImage }
        guard count <= BytecodeLimits.imageBytes else { throw .tooLarge(bytes: count) }
        let base = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let base = unsafe base, unsafe base != MAP_FAILED else { throw .unreadable(lastError()) }
        // The mapping is `count` bytes long, and stays until it is released.
        return unsafe ImageStorage(adopting: UnsafeRawBufferPointer(start: base, count: count)) {
            unsafe munmap(UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count)
        }
    }
}
