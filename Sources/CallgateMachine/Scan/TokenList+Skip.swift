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
                    guard toValue(&token) else { return -1 }
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
                if !isShortNumber(token) {
                    var range = NumberRange()
                    guard number(token, &range) else { return -1 }
                }
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
                    if isObject { guard toValue(&token) else { return -1 } }
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

    /// In an object, past members that are strings, and past a key and its colon.
    @inline(__always)
    private func toValue(_ token: inout Int) -> Bool {
        while four(token) == Self.textMember { token &+= 4 }
        guard two(token) == Self.key else { return false }
        token &+= 2
        return true
    }

    /// Whether a token is a number of at most eight bytes without sign and exponent, which the next
    /// token follows at once; false says nothing.
    ///
    /// All eight bytes at once: numbers differ in length, so that a loop over their digits would be
    /// mispredicted for most of them.
    @inline(__always)
    private func isShortNumber(_ token: Int) -> Bool {
        let start = position(token)
        let length = position(token &+ 1) &- start
        guard length <= 8, start &+ 8 <= text.count else { return false }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones &<< 7
        let word = text.word(start)
        // What comes after the number is shifted out, its first byte is the lowest that is left.
        let rest = UInt64(truncatingIfNeeded: 64 &- 8 &* length)
        // Not a digit: above 9 once the digits' own bits are taken out, or above 0x7F.
        let digits = word ^ (ones &* 0x30)
        let others = (((digits &+ ones &* 0x76) | digits) & tops) &<< rest
        // A zero at the start stands alone or before a dot.
        if others == 0 { return UInt8(truncatingIfNeeded: word) != UInt8(ascii: "0") || length == 1 }
        // One other byte, which is a dot between two digits.
        let place = (others &>> rest).trailingZeroBitCount &- 7
        let isDot = UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: place)) == UInt8(ascii: ".")
        let isZero = UInt8(truncatingIfNeeded: word) == UInt8(ascii: "0")
        return isDot && others & (others &- 1) == 0 && others &>> 63 == 0 && place > 0
            && (!isZero || place == 8)
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
