internal import CallgateSystem

/// A file, or standard input, that is read a piece at a time.
public struct FileReader: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// - Parameter path: `-` is standard input.
    public init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = unsafe path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, reason: Files.lastError()) }
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// Reads the next piece: what there is, waiting only for the first byte.
    /// - Returns: how many bytes; 0 at the end.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        // The system writes no more than the buffer holds.
        let count = unsafe Files.read(descriptor, into: buffer)
        guard count >= 0 else { throw FileError(path: path, reason: Files.lastError()) }
        return count
    }

    /// The offset of the first line feed, or nil.
    public static func firstLineFeed(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        // memchr looks at `count` bytes at most.
        guard let found = unsafe memchr(base, 0x0A, bytes.count) else { return nil }
        return unsafe UnsafeRawPointer(found) - base
    }

    /// The offset of the last line feed, or nil.
    public static func lastLineFeed(_ bytes: UnsafeRawBufferPointer) -> Int? {
        unsafe bytes.lastIndex(of: 0x0A)
    }
}
