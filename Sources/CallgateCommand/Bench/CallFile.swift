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
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        ranges = lines.map { $0.startIndex..<$0.endIndex }
        guard !ranges.isEmpty else { throw CommandFailure("error: \(path): there are no calls in it") }
    }

    /// Bytes of the calls, without the ends of their lines.
    var callBytes: Int { ranges.reduce(0) { $0 + $1.count } }
}
