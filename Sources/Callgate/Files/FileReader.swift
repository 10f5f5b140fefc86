#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

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

    /// Appends the next piece, of at most `count` bytes: what there is, waiting only for the first.
    /// - Returns: whether the end was reached.
    public mutating func read(_ count: Int, into bytes: inout [UInt8]) throws(FileError) -> Bool {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        // The system writes at most `count` bytes, behind what was there.
        let read = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe Files.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
        }
        bytes.removeLast(count - max(read, 0))
        guard read >= 0 else { throw FileError(path: path, reason: Files.lastError()) }
        return read == 0
    }

    /// The offset of the first line feed, or nil.
    public static func firstLineFeed(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
        // memchr looks at `count` bytes at most.
        guard let found = unsafe memchr(base, 0x0A, bytes.count) else { return nil }
        return unsafe UnsafeRawPointer(found) - base
    }
}
