/// One pass over JSON text that checks it against RFC 8259 and UTF-8 and keeps nothing.
///
/// Every method starts at `position`, and either moves past what it names and returns true, or
/// says in `failure` what is wrong where, and returns false.
struct JSONScanner {
    let bytes: ByteSpan
    var position: Int
    var failure = Malformation(.none, at: 0)

    @inline(__always)
    init(_ bytes: ByteSpan, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    @inline(__always)
    mutating func fail(_ kind: Malformation.Kind, at offset: Int) -> Bool {
        failure = Malformation(kind, at: offset)
        return false
    }

    @inline(__always)
    mutating func skipSpace() {
        while true {
            let byte = bytes.peek(position)
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    /// A key and its colon, with the space around them; the key's text without its quotes.
    @inline(__always)
    mutating func key(_ key: inout StringRange) -> Bool {
        skipSpace()
        return keyText(&key) && colon()
    }

    /// A key alone.
    @inline(__always)
    mutating func keyText(_ key: inout StringRange) -> Bool {
        guard bytes.peek(position) == UInt8(ascii: "\"") else {
            return fail(.expectedKey, at: position)
        }
        return string(&key)
    }

    /// A colon, with the space around it.
    @inline(__always)
    mutating func colon() -> Bool {
        skipSpace()
        guard bytes.peek(position) == UInt8(ascii: ":") else {
            return fail(.expectedColon, at: position)
        }
        position &+= 1
        skipSpace()
        return true
    }

    /// `true`, `false` or `null`.
    mutating func literal() -> Bool {
        switch bytes.peek(position) {
        case UInt8(ascii: "t"): word("true")
        case UInt8(ascii: "f"): word("false")
        default: word("null")
        }
    }

    @inline(__always)
    private mutating func word(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        for index in 0..<count {
            // The index stays below the static string's own length.
            let wanted = unsafe word.utf8Start[index]
            guard bytes.peek(position &+ index) == wanted else {
                return fail(.expectedValue, at: position &+ index)
            }
        }
        position &+= count
        return true
    }

    mutating func number(_ number: inout NumberRange) -> Bool {
        number.start = position
        number.isInteger = true
        if bytes.peek(position) == UInt8(ascii: "-") { position &+= 1 }
        if bytes.peek(position) == UInt8(ascii: "0") {
            position &+= 1
            if isDigit(bytes.peek(position)) { return fail(.leadingZero, at: position &- 1) }
        } else {
            guard digits() else { return false }
        }
        if bytes.peek(position) == UInt8(ascii: ".") {
            number.isInteger = false
            position &+= 1
            guard digits() else { return false }
        }
        if bytes.peek(position) | 0x20 == UInt8(ascii: "e") {
            number.isInteger = false
            position &+= 1
            let sign = bytes.peek(position)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position &+= 1 }
            guard digits() else { return false }
        }
        number.end = position
        return true
    }

    @inline(__always)
    private mutating func digits() -> Bool {
        guard isDigit(bytes.peek(position)) else { return fail(.expectedDigit, at: position) }
        repeat { position &+= 1 } while isDigit(bytes.peek(position))
        return true
    }

    /// Where something else than a value of one kind stands: no value at all, or one of another kind.
    mutating func refuse(_ kind: Malformation.Kind) -> Bool {
        switch bytes.peek(position) {
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"),
            UInt8(ascii: "n"):
            fail(kind, at: position)
        default: fail(.expectedValue, at: position)
        }
    }

    @inline(__always)
    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}

/// A string's text between its quotes.
struct StringRange {
    var start = 0
    var end = 0
    /// Whether the text has escapes, so that its value is not its bytes.
    var hasEscapes = false
}

struct NumberRange {
    var start = 0
    var end = 0
    /// Written without fraction and exponent.
    var isInteger = true
}
