/// JSON in the one form that RFC 8785 gives each value, so that equal values have equal digests.
///
/// Two deviations, so that two different amounts never get one digest: an integer that is written without
/// fraction and exponent keeps its digits, however many, and a number too large for a double keeps its characters.
public enum CanonicalJSON {
    /// A list of strings.
    static func list(_ strings: [String]) -> [UInt8] {
        var buffer = LineBuffer()
        for (index, string) in strings.enumerated() {
            buffer.append(index == 0 ? "[" : ",")
            buffer.appendCanonical(string)
        }
        buffer.append(strings.isEmpty ? "[]" : "]")
        return buffer.bytes
    }

    /// The canonical form of a JSON text.
    ///
    /// - Complexity: linear in the text, but for the sorting of keys, which each level does once.
    /// - Throws: ``CanonicalJSONError`` where the text is no JSON, has a key twice in one object, or is nested more
    ///   than ``RecordLimits/nesting`` levels deep.
    public static func text(_ json: [UInt8]) throws(CanonicalJSONError) -> [UInt8] {
        var canonicalizer = JSONCanonicalizer()
        try canonicalizer.canonicalize(json)
        return canonicalizer.output.bytes
    }
}

/// Why a text has no canonical form.
public struct CanonicalJSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable {
        case invalidJSON = "invalid_json"
        case loneSurrogate = "lone_surrogate"
        case duplicateKey = "duplicate_key"
        case nestingTooDeep = "nesting_too_deep"
    }

    public var kind: Kind
    /// The byte at or before which it shows.
    public var offset: Int

    public var description: String {
        switch kind {
        case .invalidJSON: "this is no JSON, at byte \(offset)"
        case .loneSurrogate: "half of a surrogate pair stands alone, at byte \(offset)"
        case .duplicateKey: "a key occurs twice in the object that ends at byte \(offset)"
        case .nestingTooDeep: "nested more than \(RecordLimits.nesting) levels deep, at byte \(offset)"
        }
    }
}
