import Callgate

/// The calls of a file, in memory.
struct CallFile {
    /// Bytes of a file that is held in memory.
    static let mostBytes = 1 << 26

    let bytes: [UInt8]
    /// Where each call stands.
    let ranges: [Range<Int>]

    init(_ path: String) throws {
        do {
            bytes = try Files.read(path, limit: Self.mostBytes)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        ranges = unsafe bytes.withUnsafeBytes { buffer in
            var ranges: [Range<Int>] = []
            var start = 0
            while start < buffer.count {
                // Within the buffer's own count.
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                let end = start + (unsafe FileReader.firstLineFeed(rest) ?? rest.count)
                ranges.append(start..<end)
                start = end + 1
            }
            return ranges
        }
    }

    /// Bytes of the calls, without the ends of their lines.
    var callBytes: Int { ranges.reduce(0) { $0 + $1.count } }
}
