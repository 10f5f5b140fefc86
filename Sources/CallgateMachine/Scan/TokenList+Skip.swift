// Each step takes the token that it begins at and returns the one after what it has read, or -1
// where that is malformed or the call has to be read byte by byte for another reason.
extension TokenList {
    /// Past a value, whatever it is.
    func skip(_ start: Int) -> Int {
        var token = start
        // The innermost open container is bit 0: 1 for an object.
        var kinds: UInt64 = 0
        var open = 0
        while true {
            switch byte(token) {
            case UInt8(ascii: "\""):
                token &+= 1
            case UInt8(ascii: "{"):
                token &+= 1
                if byte(token) == UInt8(ascii: "}") {
                    token &+= 1
                } else {
                    guard open < Self.depth else { return -1 }
                    open &+= 1
                    kinds = kinds &<< 1 | 1
                    guard isKey(token) else { return -1 }
                    token &+= 2
                    continue
                }
            case UInt8(ascii: "["):
                token &+= 1
                if byte(token) == UInt8(ascii: "]") {
                    token &+= 1
                } else {
                    guard open < Self.depth else { return -1 }
                    open &+= 1
                    kinds = kinds &<< 1
                    continue
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                var range = NumberRange()
                guard number(token, &range) else { return -1 }
                token &+= 1
            default:
                guard word(token) else { return -1 }
                token &+= 1
            }
            // A value has ended: close what ends with it, or go on to the next one.
            while open > 0 {
                let byte = byte(token)
                let isObject = kinds & 1 == 1
                if byte == UInt8(ascii: ",") {
                    token &+= 1
                    if isObject {
                        guard isKey(token) else { return -1 }
                        token &+= 2
                    }
                    break
                }
                guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return -1 }
                token &+= 1
                kinds = kinds &>> 1
                open &-= 1
            }
            if open == 0 { return token }
        }
    }

    /// Whether a key and its colon stand here.
    @inline(__always)
    private func isKey(_ token: Int) -> Bool {
        byte(token) == UInt8(ascii: "\"") && byte(token &+ 1) == UInt8(ascii: ":")
    }

    /// Whether a token is a number, and which part of the text it is.
    @inline(__always)
    func number(_ token: Int, _ number: inout NumberRange) -> Bool {
        var index = position(token)
        number.start = index
        number.isInteger = true
        if text.peek(index) == UInt8(ascii: "-") { index &+= 1 }
        let first = text.peek(index)
        guard first &- 0x30 < 10 else { return false }
        index &+= 1
        if first != UInt8(ascii: "0") { digits(&index) }
        var byte = text.peek(index)
        if byte == UInt8(ascii: ".") {
            number.isInteger = false
            index &+= 1
            guard text.peek(index) &- 0x30 < 10 else { return false }
            digits(&index)
            byte = text.peek(index)
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            number.isInteger = false
            index &+= 1
            let sign = text.peek(index)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index &+= 1 }
            guard text.peek(index) &- 0x30 < 10 else { return false }
            digits(&index)
        }
        number.end = index
        return isEnd(of: token, index)
    }

    @inline(__always)
    private func digits(_ index: inout Int) {
        while text.peek(index) &- 0x30 < 10 { index &+= 1 }
    }

    /// Whether a token is `true`, `false` or `null`.
    @inline(__always)
    func word(_ token: Int) -> Bool {
        let start = position(token)
        guard start &+ 4 <= text.count else { return false }
        switch text.halfWord(start) {
        case Self.true, Self.null: return isEnd(of: token, start &+ 4)
        case Self.fals:
            return text.peek(start &+ 4) == UInt8(ascii: "e") && isEnd(of: token, start &+ 5)
        default: return false
        }
    }

    /// Whether a number or word that ends here is all that its token stands for: the next token
    /// follows, or space does.
    @inline(__always)
    private func isEnd(of token: Int, _ end: Int) -> Bool {
        if end == position(token &+ 1) { return true }
        let byte = text.peek(end)
        return byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    // Four bytes as a little-endian number.
    @inline(__always)
    private static var `true`: UInt32 { 0x6575_7274 }
    @inline(__always)
    private static var null: UInt32 { 0x6C6C_756E }
    @inline(__always)
    private static var fals: UInt32 { 0x736C_6166 }
}
