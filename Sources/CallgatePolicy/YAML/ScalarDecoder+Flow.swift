/// Plain and quoted scalars.
extension ScalarDecoder {
    mutating func decodePlain() {
        while isRunning {
            if source[position].isBlankOrBreak { fold() } else { copy() }
        }
    }

    mutating func decodeSingleQuoted() {
        position += 1
        while isRunning {
            if source[position].isBlankOrBreak {
                fold()
            } else if source[position] == UInt8(ascii: "'") {
                emit(UInt8(ascii: "'"), from: position)
                position += 2
            } else {
                copy()
            }
        }
    }

    mutating func decodeDoubleQuoted() {
        position += 1
        while isRunning {
            if source[position].isBlankOrBreak {
                fold()
            } else if source[position] == UInt8(ascii: "\\") {
                decodeEscape()
            } else {
                copy()
            }
        }
    }

    private mutating func decodeEscape() {
        let start = position
        let letter = peek(1)
        if letter.isBreak {
            position += 1
            fold(isEscaped: true)
            return
        }
        position += 2
        let digits: Int
        switch letter {
        case UInt8(ascii: "x"): digits = 2
        case UInt8(ascii: "u"): digits = 4
        case UInt8(ascii: "U"): digits = 8
        default:
            guard let scalar = Self.escape(letter) else {
                hasDiverged = true
                return
            }
            emit(scalar, from: start)
            return
        }
        var code: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = Self.hexadecimalValue(peek()) else {
                hasDiverged = true
                return
            }
            code = code << 4 | digit
            position += 1
        }
        guard let scalar = Unicode.Scalar(code) else {
            hasDiverged = true
            return
        }
        emit(scalar, from: start)
    }

    /// YAML 1.2, section 5.7.
    private static func escape(_ letter: UInt8) -> Unicode.Scalar? {
        switch letter {
        case UInt8(ascii: "0"): "\u{0}"
        case UInt8(ascii: "a"): "\u{7}"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "t"), 0x09: "\t"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "v"): "\u{B}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "e"): "\u{1B}"
        case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): Unicode.Scalar(letter)
        case UInt8(ascii: "N"): "\u{85}"
        case UInt8(ascii: "_"): "\u{A0}"
        case UInt8(ascii: "L"): "\u{2028}"
        case UInt8(ascii: "P"): "\u{2029}"
        default: nil
        }
    }

    private static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
