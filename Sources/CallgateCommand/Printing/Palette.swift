import CallgateBytecode

/// Colours of a terminal, or none; and text made harmless for one.
struct Palette {
    let isColored: Bool

    private func paint(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func dim(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "31") }

    /// Text in the colour of an effect: green, yellow, red.
    func colored(_ text: String, as effect: Effect) -> String {
        switch effect {
        case .allow: paint(text, "32")
        case .review: paint(text, "33")
        case .deny: paint(text, "31")
        }
    }

    /// Text of a call or a policy without what could steer a terminal: control characters, and
    /// those that change the direction of text, are shown as escapes.
    static func harmless(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                result += "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Text filled up, or cut with an ellipsis, to a number of characters.
    static func fitted(_ text: String, _ width: Int) -> String {
        if text.count > width { return String(text.prefix(max(width - 1, 0))) + "…" }
        return text + String(repeating: " ", count: width - text.count)
    }
}
