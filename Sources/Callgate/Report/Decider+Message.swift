internal import CallgateBytecode
internal import CallgateMachine

extension Decider {
    /// A rule's message, or nil where it has none. A placeholder whose expression fails stays as it
    /// is written.
    mutating func message(
        of rule: Int, _ text: UnsafeRawBufferPointer, at time: CallTime
    ) -> String? {
        let view = gate.image.view
        let record = view.rules[rule]
        guard record.message.count > 0 else { return nil }
        let hasValues =
            record.messageProgram != noIndex
            && (unsafe machine.show(rule: rule, text, at: time))
        var message = ""
        for index in record.message.range {
            let part = view.messageParts[index]
            if part.output == noIndex {
                message += view.text(part.text)
                continue
            }
            let value = machine.output(Int(part.output))
            if hasValues, !value.isKind(.error) {
                message += unsafe display(value, text, isNested: false)
            } else {
                message += "{\(view.text(part.text))}"
            }
        }
        return message
    }

    /// A value for people: strings as they are, what the call holds as it stands there, all else in
    /// CEL's notation.
    mutating func display(
        _ value: Slot, _ text: UnsafeRawBufferPointer, isNested: Bool
    ) -> String {
        switch value.kind {
        case .null: return "null"
        case .string:
            let content = unsafe String(decoding: machine.content(of: value, in: text), as: UTF8.self)
            return isNested ? JSONText.quoted(content) : content
        case .bytes:
            let content = unsafe machine.content(of: value, in: text)
            return "b\"\(content.map { Self.escaped($0) }.joined())\""
        case .list, .map:
            guard !value.isInCall else {
                let content = unsafe machine.content(of: value, in: text)
                return content.isEmpty ? "{}" : String(decoding: content, as: UTF8.self)
            }
            let elements = machine.elements(of: value)
            var parts: [String] = []
            for element in elements { parts.append(unsafe display(element, text, isNested: true)) }
            guard value.isKind(.map) else { return "[\(parts.joined(separator: ", "))]" }
            let entries = stride(from: 0, to: parts.count, by: 2).map { "\(parts[$0]): \(parts[$0 + 1])" }
            return "{\(entries.joined(separator: ", "))}"
        case .type: return ValueNames.type(ValueKind(rawValue: UInt8(truncatingIfNeeded: value.payload)))
        case .uint where isNested: return machine.scalarText(value) + "u"
        case .error, .iterator: return "?"
        default: return machine.scalarText(value)
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            return String(UnicodeScalar(byte))
        }
        return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
