internal import CallgateHeader
internal import CallgateMachine
internal import Callgate

// What callers give.
extension callgate_text {
    /// The bytes; nil where they are said to be somewhere and are not.
    @inline(__always)
    var buffer: UnsafeRawBufferPointer? {
        // No object has more.
        guard unsafe count <= Int.max / 2, unsafe bytes != nil || count == 0 else { return nil }
        return unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    }

    /// A copy of the bytes.
    func array() throws(StatusError) -> [UInt8] {
        guard let buffer = unsafe buffer else { throw StatusError(.badArgument) }
        return unsafe Array(buffer)
    }

    /// A copy of the text, which must be UTF-8.
    func string() throws(StatusError) -> String {
        guard let text = unsafe String(validating: try array(), as: UTF8.self) else { throw StatusError(.badArgument) }
        return text
    }

    /// Likewise; nil for a text without bytes.
    func optionalString() throws(StatusError) -> String? {
        try unsafe bytes == nil && count == 0 ? nil : string()
    }
}

/// The elements of an array that a caller gives.
func elements<Element>(_ start: UnsafePointer<Element>?, _ count: Int) throws(StatusError) -> [Element] {
    // More than this is no array but a number gone wrong.
    guard count >= 0, count <= 1 << 24, unsafe start != nil || count == 0 else { throw StatusError(.badArgument) }
    return unsafe Array(UnsafeBufferPointer(start: start, count: count))
}

extension CallTime {
    /// The time of a call: the clock's where the caller gives none.
    /// - Returns: nil where it is out of range.
    @inline(__always)
    init?(_ time: UnsafePointer<callgate_time>?) {
        guard let time = unsafe time?.pointee else {
            self = .current
            return
        }
        guard (-62_135_596_800...253_402_300_799).contains(time.seconds), time.nanoseconds < 1_000_000_000 else {
            return nil
        }
        self.init(seconds: time.seconds, nanoseconds: time.nanoseconds)
    }
}

extension callgate_text {
    /// Bytes that stay where they are as long as the header says.
    init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.init(bytes: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count: bytes.count)
    }
}
