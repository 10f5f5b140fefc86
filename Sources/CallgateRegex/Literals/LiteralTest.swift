/// A comparison with strings that answers exactly as a pattern does.
///
/// Strings are UTF-8, sorted bytewise, not empty but for `equals`, and none makes another
/// superfluous, unless there are more than ``RegexLimits/maximumLiterals``: these are for a hash table.
/// Each has at most ``RegexLimits/maximumLiteralBytes``.
public enum LiteralTest: Sendable, Hashable {
    /// Every text matches.
    case always
    /// No text matches.
    case never
    /// The text is one of the strings.
    case equals([[UInt8]])
    /// The text starts with one of the strings.
    case hasPrefix([[UInt8]])
    /// The text ends with one of the strings.
    case hasSuffix([[UInt8]])
    /// One of the strings is part of the text.
    case contains([[UInt8]])

    /// Whether the strings are looked for at one place only.
    var isAnchored: Bool {
        if case .contains = self { false } else { true }
    }

    /// Whether the text matches.
    public func matches(_ utf8: some Collection<UInt8>) -> Bool {
        let text = Array(utf8)
        func occurs(_ literal: [UInt8], at offset: Int) -> Bool {
            offset >= 0 && offset + literal.count <= text.count
                && text[offset..<(offset + literal.count)].elementsEqual(literal)
        }
        return switch self {
        case .always: true
        case .never: false
        case .equals(let literals): literals.contains(text)
        case .hasPrefix(let literals): literals.contains { occurs($0, at: 0) }
        case .hasSuffix(let literals): literals.contains { occurs($0, at: text.count - $0.count) }
        case .contains(let literals):
            literals.contains { literal in (0...text.count).contains { occurs(literal, at: $0) } }
        }
    }
}
