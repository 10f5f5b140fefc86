public import CallgateHeader

/// Texts that callers read, each in memory of its own until the block is emptied or goes.
@safe
struct TextBlock: ~Copyable {
    private var blocks: [UnsafeMutableRawPointer] = unsafe []

    deinit { unsafe Self.deallocate(blocks) }

    mutating func removeAll() {
        unsafe Self.deallocate(blocks)
        unsafe blocks.removeAll(keepingCapacity: true)
    }

    private static func deallocate(_ blocks: [UnsafeMutableRawPointer]) {
        for unsafe block in unsafe blocks { unsafe block.deallocate() }
    }

    /// A text; one without bytes for nil.
    mutating func text(_ text: String?) -> callgate_text {
        guard let text else { return unsafe callgate_text() }
        return unsafe self.text(Array(text.utf8))
    }

    mutating func text(_ bytes: [UInt8]) -> callgate_text {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
        // It has room for all of them.
        unsafe copy.copyBytes(from: bytes)
        unsafe blocks.append(copy.baseAddress!)
        return unsafe callgate_text(
            bytes: copy.baseAddress!.assumingMemoryBound(to: CChar.self), count: bytes.count)
    }

    mutating func texts(_ texts: [String]) -> callgate_texts {
        guard !texts.isEmpty else { return unsafe callgate_texts() }
        return unsafe callgate_texts(items: array(texts.map { unsafe text($0) }), count: texts.count)
    }

    /// A copy of elements that hold nothing but numbers and pointers.
    mutating func array<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        unsafe copy.initialize(from: elements, count: elements.count)
        unsafe blocks.append(UnsafeMutableRawPointer(copy))
        return unsafe UnsafePointer(copy)
    }
}

/// Texts that live until their handle is freed.
final class AnswerMemory: Sendable {
    static let table = SharedTable<AnswerMemory>(.memory)

    // Filled before the handle is given, and not changed after.
    nonisolated(unsafe) private let texts: TextBlock

    init(_ texts: consuming TextBlock) { unsafe self.texts = texts }
}

@c @implementation
public func callgate_memory_free(_ memory: callgate_memory) -> callgate_status { AnswerMemory.table.free(memory) }
