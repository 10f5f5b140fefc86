extension Literal: CustomStringConvertible {
    /// The constant as CEL source.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): "\(value)u"
        case .double(let value): value.isFinite ? String(value) : "double(\"\(value)\")"
        case .string(let value): Self.quoted(value)
        case .bytes(let value): Self.quoted(value)
        case .pattern(let text, let flags): "/\(text)/\(flags)"
        }
    }

    private static func quoted(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                    text += scalar.value > 0xFFFF ? "\\U" + hex(scalar.value, 8) : "\\u" + hex(scalar.value, 4)
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        return text + "\""
    }

    private static func quoted(_ value: [UInt8]) -> String {
        var text = "b\""
        for byte in value {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                text += "\\" + String(Unicode.Scalar(byte))
            } else if (0x20..<0x7F).contains(byte) {
                text += String(Unicode.Scalar(byte))
            } else {
                text += "\\x" + hex(UInt32(byte), 2)
            }
        }
        return text + "\""
    }

    private static func hex(_ value: UInt32, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
