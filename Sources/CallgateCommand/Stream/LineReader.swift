import Callgate
import CallgateMachine

/// Reads a file, or standard input, in chunks of whole lines: memory stays flat however long it is.
struct LineReader: ~Copyable {
    /// Bytes read at a time.
    static let pieceSize = 1 << 18
    /// What becomes of lines that are too long.
    enum LongLines {
        /// One byte more than a call may have is enough to tell that it is too long.
        case cut
        /// An event names its call at either end: one that is cut could be the result of any call.
        case refuse(past: Int)
    }

    private let path: String
    private let longLines: LongLines
    private let longest: Int
    private var input: FileReader
    /// The start of a line whose end has not been read yet.
    private var carried: [UInt8] = []
    /// Whether the rest of a line that is too long is being passed over.
    private var isSkipping = false
    private var isAtEnd = false

    init(_ path: String, longLines: LongLines = .cut) throws {
        self.path = path
        self.longLines = longLines
        longest =
            switch longLines {
            case .cut: MachineLimits().callBytes + 1
            case .refuse(let bytes): bytes + 1
            }
        do {
            input = try FileReader(path)
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }

    /// Fills a chunk with the next lines: as many as there are, at least one.
    ///
    /// Where lines are cut, a chunk gets only the start of one that is too long, which is too long as well.
    /// - Returns: false at the end.
    mutating func next(_ chunk: LineChunk) throws -> Bool {
        chunk.count = 0
        chunk.reserve(carried.count)
        // There is room for them.
        unsafe chunk.memory.copyBytes(from: carried)
        chunk.count = carried.count
        carried.removeAll(keepingCapacity: true)
        while !isAtEnd {
            let start = chunk.count
            try read(chunk)
            if isSkipping {
                guard let end = unsafe FileReader.firstLineFeed(chunk.bytes) else {
                    chunk.count = 0
                    continue
                }
                isSkipping = false
                let rest = unsafe UnsafeRawBufferPointer(rebasing: chunk.bytes[(end + 1)...])
                // Moved within the chunk, to its start.
                unsafe chunk.memory.copyMemory(from: rest)
                chunk.count = rest.count
            }
            // What was there before holds no line feed.
            let fresh = unsafe UnsafeRawBufferPointer(rebasing: chunk.bytes[min(start, chunk.count)...])
            if let last = unsafe FileReader.lastLineFeed(fresh) {
                let end = start + last + 1
                unsafe carried.append(contentsOf: chunk.bytes[end...])
                chunk.count = end
                try checkFirst(of: chunk)
                return true
            }
            if chunk.count >= longest {
                try checkFirst(of: chunk)
                isSkipping = true
                return true
            }
        }
        try checkFirst(of: chunk)
        return chunk.count > 0
    }

    /// Refuses a line that is too long: the first one, since the others lie within what was read last.
    private func checkFirst(of chunk: LineChunk) throws {
        guard case .refuse(let bytes) = longLines, unsafe FileReader.firstLineFeed(chunk.bytes) ?? chunk.count > bytes else { return }
        throw CommandFailure("error: \(path): a line has more than \(bytes) bytes; nothing behind it is answered")
    }

    private mutating func read(_ chunk: LineChunk) throws {
        chunk.reserve(Self.pieceSize)
        do {
            // The room behind what is there.
            let room = unsafe UnsafeMutableRawBufferPointer(
                rebasing: chunk.memory[chunk.count..<chunk.count + Self.pieceSize])
            let count = unsafe try input.read(into: room)
            chunk.count += count
            isAtEnd = count == 0
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }
}
