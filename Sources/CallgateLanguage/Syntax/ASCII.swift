/// Classes of ASCII bytes.
extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isNameStart: Bool { (self | 0x20) &- 0x61 < 26 || self == 0x5F }
    var isNamePart: Bool { isNameStart || isDigit }
    /// CEL's white space: tab, line feed, form feed, carriage return, space.
    var isWhitespace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }
    var isNewline: Bool { self == 0x0A || self == 0x0D }

    /// The value of a hexadecimal digit.
    var hexValue: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
