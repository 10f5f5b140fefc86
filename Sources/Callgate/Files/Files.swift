internal import CallgateSystem

/// Why a file can't be used.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    public var path: String
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path): \(reason)" }
}

/// Reading files whole, with a limit.
public enum Files {
    /// The bytes of a file, or of standard input for `-`.
    /// - Parameter limit: the most bytes to take; a larger file is an error.
    public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = unsafe path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, reason: lastError()) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The system writes at most `count` bytes into the chunk.
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe Self.read(descriptor, into: buffer)
            }
            guard count >= 0 else { throw FileError(path: path, reason: lastError()) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else {
                throw FileError(path: path, reason: "larger than the limit of \(limit) bytes")
            }
        }
    }

    /// What is left to read from a descriptor, a piece at a time: 0 at the end, negative on an error.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = unsafe Self.systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    private static func systemRead(
        _ descriptor: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int
    ) -> Int {
        unsafe CallgateSystem.read(descriptor, base, count)
    }

    /// Writes a file whole: first beside its place, then moved there, so that a reader never sees a
    /// part of it.
    /// - Parameter isSecret: only the owner may read it.
    public static func write(
        _ bytes: [UInt8], to path: String, isSecret: Bool = false
    ) throws(FileError) {
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isSecret ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw FileError(path: path, reason: lastError()) }
        var start = 0
        while start < bytes.count {
            // Bounded by the array's own count.
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe systemWrite(descriptor, buffer.baseAddress! + start, buffer.count - start)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let reason = lastError()
                close(descriptor)
                unsafe unlink(temporary)
                throw FileError(path: path, reason: reason)
            }
            start += written
        }
        guard fsync(descriptor) == 0, close(descriptor) == 0,
            unsafe rename(temporary, path) == 0
        else {
            let reason = lastError()
            unsafe unlink(temporary)
            throw FileError(path: path, reason: reason)
        }
    }

    private static func systemWrite(
        _ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int
    ) -> Int {
        unsafe CallgateSystem.write(descriptor, base, count)
    }

    /// Why the last system call failed.
    static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}
