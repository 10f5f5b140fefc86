internal import CallgateBytecode

/// Walks JSON text that the scanner has accepted, so it only has to find where things end.
struct JSONCursor {
    let bytes: ByteSpan
    var position: Int

    @inline(__always)
    init(_ bytes: ByteSpan, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position &+= 1 }
    }

    /// Enters the object or array at `position`.
    /// - Returns: whether it has a first element, which then is at `position`.
    @inline(__always)
    mutating func enter() -> Bool {
        position &+= 1
        skipSpace()
        return !isAtClose
    }

    /// After an element: whether there is another one, which then is at `position`.
    @inline(__always)
    mutating func advance() -> Bool {
        skipSpace()
        guard bytes.peek(position) == UInt8(ascii: ",") else { return false }
        position &+= 1
        skipSpace()
        return true
    }

    @inline(__always)
    private var isAtClose: Bool {
        let byte = bytes.peek(position)
        return byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte == 0
    }

    /// Past a string.
    @inline(__always)
    mutating func string() -> StringRange {
        var range = StringRange()
        position &+= 1
        range.start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") {
                range.hasEscapes = true
                position &+= 1
            }
            position &+= 1
        }
        range.end = position
        position &+= 1
        return range
    }

    /// Past a key and its colon, to the value.
    @inline(__always)
    mutating func key() -> StringRange {
        let range = string()
        skipSpace()
        position &+= 1
        skipSpace()
        return range
    }

    /// Past a value.
    mutating func value() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                _ = string()
                if depth == 0 { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth &+= 1
                position &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth &-= 1
                position &+= 1
                if depth <= 0 { return }
            default:
                if depth == 0 { return scalar() }
                position &+= 1
            }
        }
    }

    /// Past a number or a word.
    @inline(__always)
    private mutating func scalar() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
                || byte == UInt8(ascii: "]")
            {
                return
            }
            position &+= 1
        }
    }
}
