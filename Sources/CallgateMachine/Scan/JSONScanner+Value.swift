extension JSONScanner {
    /// Any value, without recursion: one bit for each open container says which kind it is.
    ///
    /// - Parameter depth: containers that are open around the value.
    mutating func value(depth: Int) -> Bool {
        var open = depth
        // The innermost open container is bit 0: 1 for an object. 128 levels fit.
        var kinds: UInt128 = 0
        var text = StringRange()
        var digits = NumberRange()
        while true {
            switch bytes.peek(position) {
            case UInt8(ascii: "\""):
                guard string(&text) else { return false }
            case UInt8(ascii: "{"):
                guard enter(&open) else { return false }
                if bytes.peek(position) == UInt8(ascii: "}") {
                    position &+= 1
                    open &-= 1
                } else {
                    kinds = kinds &<< 1 | 1
                    guard key(&text) else { return false }
                    continue
                }
            case UInt8(ascii: "["):
                guard enter(&open) else { return false }
                if bytes.peek(position) == UInt8(ascii: "]") {
                    position &+= 1
                    open &-= 1
                } else {
                    kinds = kinds &<< 1
                    continue
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard number(&digits) else { return false }
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                guard literal() else { return false }
            default:
                return fail(.expectedValue, at: position)
            }
            // A value has ended: close what ends with it, or go on to the next one.
            while true {
                if open == depth { return true }
                skipSpace()
                let byte = bytes.peek(position)
                let isObject = kinds & 1 == 1
                if byte == UInt8(ascii: ",") {
                    position &+= 1
                    if isObject {
                        guard key(&text) else { return false }
                    } else {
                        skipSpace()
                    }
                    break
                }
                guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    return fail(
                        isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket, at: position)
                }
                position &+= 1
                kinds = kinds &>> 1
                open &-= 1
            }
        }
    }

    /// Past the opening bracket and the space after it.
    @inline(__always)
    mutating func enter(_ depth: inout Int) -> Bool {
        guard depth < MachineLimits.callDepth else { return fail(.tooDeep, at: position) }
        depth &+= 1
        position &+= 1
        skipSpace()
        return true
    }
}
