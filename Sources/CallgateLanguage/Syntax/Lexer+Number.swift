/// Numbers: `42`, `0x2A`, `42u`, `4.2`, `.42`, `42e-1`.
extension Lexer {
    mutating func scanNumber() {
        let start = position
        if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x") {
            scanHexadecimal()
            return
        }
        while peek().isDigit { position += 1 }
        var isDouble = false
        if peek() == UInt8(ascii: "."), peek(1).isDigit {
            isDouble = true
            position += 1
            while peek().isDigit { position += 1 }
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
            if peek(1 + sign).isDigit {
                isDouble = true
                position += 1 + sign
                while peek().isDigit { position += 1 }
            }
        }
        if isDouble {
            finishDouble(from: start)
        } else {
            finishInteger(digits: start..<position, radix: 10, from: start)
        }
    }

    private mutating func scanHexadecimal() {
        let start = position
        position += 2
        let digits = position
        while peek().hexValue != nil { position += 1 }
        if digits == position {
            report("`0x` is followed by no hexadecimal digit", at: SourceRange(start, position))
            skipTail(from: start)
            append(.int(0), from: start)
            return
        }
        finishInteger(digits: digits..<position, radix: 16, from: start)
    }

    private mutating func finishInteger(digits: Range<Int>, radix: Int, from start: Int) {
        let value = UInt64(text(digits), radix: radix)
        let isUnsigned = peek() | 0x20 == UInt8(ascii: "u")
        if isUnsigned { position += 1 }
        if skipTail(from: start) {
            append(isUnsigned ? .uint(0) : .int(0), from: start)
            return
        }
        if value == nil {
            let type = isUnsigned ? "uint" : "int"
            report(
                "the number does not fit 64 bits, the size of \(type)", at: SourceRange(start, position),
                suggestion: "write a double, with a fraction such as `.0`")
        }
        append(isUnsigned ? .uint(value ?? 0) : .int(value ?? 0), from: start)
    }

    private mutating func finishDouble(from start: Int) {
        let value = Double(text(start..<position)) ?? .infinity
        if skipTail(from: start) {
            append(.double(0), from: start)
            return
        }
        if value.isInfinite {
            report("the number is too large for a double", at: SourceRange(start, position))
        }
        append(.double(value.isInfinite ? 0 : value), from: start)
    }

    /// Reports letters that follow a number directly, as in `12abc`; true if there were any.
    @discardableResult
    private mutating func skipTail(from start: Int) -> Bool {
        guard peek().isNamePart else { return false }
        let tail = position
        while peek().isNamePart { position += 1 }
        let written = text(tail..<position)
        let range = SourceRange(start, position)
        if written.hasPrefix("_") {
            report(
                "digits cannot be grouped with `_`", at: range,
                suggestion: text(start..<position).split(separator: "_").joined())
        } else if written == "e" || written == "E" {
            report("the exponent has no digits", at: range)
        } else {
            report("a number cannot be followed by `\(written)`", at: range)
        }
        return true
    }
}
