internal import CallgateBytecode
internal import CallgateMachine

extension Decider {
    /// Bytes of a filled message, `…` at its end not counted: what a call holds may be large.
    static var mostMessageBytes: Int { 65_536 }

    /// A rule's message, or nil where it has none. A placeholder whose expression fails stays as it
    /// is written. What is past the limit is cut off, and `…` stands for it.
    ///
    /// - Parameter answer: what the call's session says to expressions that ask.
    mutating func message(
        of rule: Int, _ text: UnsafeRawBufferPointer, at time: CallTime,
        answer: (InputRecord, borrowing Machine) -> SessionAnswer = { _, _ in .none }
    ) -> String? {
        // Not its view, which is large to copy: most rules have no message.
        let image = gate.image
        let record = image.view.details(of: image.view.rules[rule])
        guard record.message.count > 0 else { return nil }
        let view = image.view
        let hasValues =
            record.messageProgram != noIndex
            && (unsafe machine.show(program: Int(record.messageProgram), text, at: time, answer: answer))
        var message = ""
        for index in record.message.range {
            let part = view.messageParts[index]
            if part.output == noIndex {
                message += view.text(part.text)
                continue
            }
            let value = machine.output(Int(part.output))
            if hasValues, !value.isKind(.error) {
                message += unsafe display(
                    value, text, atMost: Self.mostMessageBytes - message.utf8.count)
            } else {
                message += "{\(view.text(part.text))}"
            }
            if message.utf8.count > Self.mostMessageBytes { return Self.cut(message) }
        }
        return message
    }

    private static func cut(_ message: String) -> String {
        var end = message.utf8.index(message.utf8.startIndex, offsetBy: mostMessageBytes)
        while end.samePosition(in: message.unicodeScalars) == nil { end = message.utf8.index(before: end) }
        return String(message[..<end]) + "…"
    }

    /// A value as ``display(_:_:isNested:budget:)`` shows it, hardly more than so many bytes of it.
    mutating func display(
        _ value: Slot, _ text: UnsafeRawBufferPointer, isNested: Bool = false, atMost bytes: Int
    ) -> String {
        var budget = bytes
        return unsafe display(value, text, isNested: isNested, budget: &budget)
    }

    /// A value for people: strings as they are, what the call holds as it stands there, all else in
    /// CEL's notation.
    ///
    /// Each value takes from the budget; what is left when it is used up shows as `…`, so that values
    /// that hold one another many times, or very deep, stay short.
    private mutating func display(
        _ value: Slot, _ text: UnsafeRawBufferPointer, isNested: Bool, depth: Int = 0,
        budget: inout Int
    ) -> String {
        guard budget >= 0, depth <= 200 else { return "…" }
        let shown = unsafe self.shown(value, text, isNested: isNested, depth: depth, budget: &budget)
        if !isContainer(value) { budget -= shown.utf8.count + 2 }
        return shown
    }

    private func isContainer(_ value: Slot) -> Bool {
        (value.isKind(.list) || value.isKind(.map)) && !value.isInCall
    }

    private mutating func shown(
        _ value: Slot, _ text: UnsafeRawBufferPointer, isNested: Bool, depth: Int,
        budget: inout Int
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
            for element in elements {
                parts.append(
                    unsafe display(element, text, isNested: true, depth: depth + 1, budget: &budget))
                budget -= 2
                if budget < 0 {
                    if parts.count < elements.count { parts.append("…") }
                    break
                }
            }
            if value.isKind(.map), parts.count % 2 == 1 { parts.append("…") }
            guard value.isKind(.map) else { return "[\(parts.joined(separator: ", "))]" }
            let entries = stride(from: 0, to: parts.count, by: 2).map { "\(parts[$0]): \(parts[$0 + 1])" }
            return "{\(entries.joined(separator: ", "))}"
        case .type: return ValueNames.type(ValueKind(rawValue: UInt8(truncatingIfNeeded: value.payload)))
        case .uint where isNested: return machine.scalarText(value) + "u"
        case .optional:
            guard let content = machine.unfolded(value)?.first else { return "optional.none()" }
            let inner = unsafe display(
                content, text, isNested: true, depth: depth + 1, budget: &budget)
            return "optional.of(\(inner))"
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
