import Callgate
import CallgateMachine

/// Whole lines of a file, and the decision lines that they get. Its memory is used again for other lines.
@safe
final class LineChunk: @unchecked Sendable {
    // One thread at a time has it: who reads, who decides, who writes; the pipeline hands it on under its lock.
    private(set) var memory: UnsafeMutableRawBufferPointer
    /// Bytes of lines. The last line may be without its line feed.
    var count = 0
    /// `now` for these calls.
    var time = CallTime(seconds: 0)
    var output: [UInt8] = []
    /// Lines that were decided on.
    var decided = 0

    init() { unsafe memory = .allocate(byteCount: LineReader.pieceSize, alignment: 16) }

    deinit { unsafe memory.deallocate() }

    /// Makes room for so many bytes behind those that are there.
    func reserve(_ room: Int) {
        guard unsafe count + room > memory.count else { return }
        let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count + room, 2 * memory.count), alignment: 16)
        // The larger block holds what the smaller one did.
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        unsafe memory.deallocate()
        unsafe memory = larger
    }

    /// The bytes; valid until the chunk is changed.
    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// Decides on each line.
    func decide(with lines: inout DecisionLines) {
        unsafe forEachLine { line, output in _ = unsafe lines.write(line, at: time, to: &output) }
    }

    /// Answers each line as an event.
    func answer(with events: inout GuardEvents) {
        unsafe forEachLine { line, output in
            output += events.answer(unsafe Array(line)).line
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// Answers each line as an event, up to the call that has an ID.
    func explanation(of id: String, by events: inout GuardEvents) -> Explanation? {
        var found: Explanation?
        unsafe forEachLine { line, _ in
            guard found == nil else { return }
            let event = unsafe Array(line)
            found = events.explain(event, id: id)
            if found == nil { _ = events.answer(event) }
        }
        return found
    }

    private func forEachLine(_ body: (UnsafeRawBufferPointer, inout [UInt8]) -> Void) {
        output.removeAll(keepingCapacity: true)
        decided = 0
        var start = 0
        while start < count {
            // Within the bytes that were read.
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
            let end = unsafe FileReader.firstLineFeed(rest) ?? rest.count
            unsafe body(UnsafeRawBufferPointer(rebasing: rest[..<end]), &output)
            decided += 1
            start += end + 1
        }
    }
}
