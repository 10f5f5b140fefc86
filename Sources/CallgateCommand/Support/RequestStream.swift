import Callgate
import CallgateMachine

/// Lines of calls, read in pieces: memory stays flat however long the input is.
struct RequestStream: ~Copyable {
    /// Bytes read at a time.
    private static let pieceSize = 1 << 18

    private let path: String
    private var input: FileReader
    /// Bytes that were read and not yet decided on.
    private var pending: [UInt8] = []
    /// Whether the rest of a line that is too long is being passed over.
    private var isSkipping = false
    private var progress = Progress()

    init(path: String) throws {
        self.path = path
        do {
            input = try FileReader(path)
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }

    /// Writes a decision line for each line.
    ///
    /// - Parameter time: `now` for all calls; nil takes the clock's for each piece that is read.
    mutating func decide(with lines: inout DecisionLines, at time: CallTime?) throws {
        // One byte more than a call may have is enough to tell that it is too long.
        let longest = MachineLimits().callBytes + 1
        var output: [UInt8] = []
        while true {
            let isAtEnd: Bool
            do {
                isAtEnd = try input.read(Self.pieceSize, into: &pending)
            } catch {
                throw CommandFailure("error: \(error)")
            }
            let now = time ?? .current
            var start = 0
            // The buffer's own count bounds what is looked at.
            unsafe pending.withUnsafeBytes { buffer in
                while start < buffer.count {
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
                    guard let end = unsafe Self.lineEnd(rest) else { break }
                    let line = unsafe UnsafeRawBufferPointer(rebasing: rest[..<end])
                    if isSkipping {
                        isSkipping = false
                    } else {
                        _ = unsafe lines.write(line, at: now, to: &output)
                        progress.count += 1
                    }
                    start += end + 1
                }
            }
            pending.removeSubrange(..<start)
            if pending.count >= longest || isAtEnd && !pending.isEmpty {
                if !isSkipping {
                    _ = unsafe pending.withUnsafeBytes { unsafe lines.write($0, at: now, to: &output) }
                    progress.count += 1
                }
                isSkipping = true
                pending.removeAll(keepingCapacity: true)
            }
            Terminal.output.write(output)
            output.removeAll(keepingCapacity: true)
            if isAtEnd { break }
            progress.show()
        }
        progress.finish()
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        unsafe FileReader.firstLineFeed(bytes)
    }
}
