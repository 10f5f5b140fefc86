/// A JSON text as it is written: nothing is converted, and keys may be there more than once.
public struct JSON: Sendable {
    /// Where its first byte stands.
    public var offset: Int
    public var content: Content

    public enum Content: Sendable {
        case null
        case bool(Bool)
        /// As it is written.
        case number(String)
        case string(String)
        case array([JSON])
        /// Every member, in the order of the text.
        case object([Member])
    }

    public struct Member: Sendable {
        public var key: String
        /// Where the key's quote stands.
        public var keyOffset: Int
        public var value: JSON
    }
}

extension JSON {
    /// The value that an expression finds in its place: numbers are marked, objects are open records.
    public var outcome: Outcome {
        switch content {
        case .null: .success(.null)
        case .bool(let bool): .success(.bool(bool))
        case .number(let text): Self.number(text, at: offset)
        case .string(let string): .success(.string(string))
        case .array(let elements): .success(.list(elements.map(\.outcome)))
        case .object(let members): .success(Self.record(members))
        }
    }

    /// An open record.
    static func record(_ members: [Member]) -> Value {
        .map(
            members.map { MapEntry(key: .string($0.key), value: $0.value.outcome, offset: $0.keyOffset) },
            isRecord: true)
    }

    private static func number(_ text: String, at offset: Int) -> Outcome {
        let isWhole = !text.utf8.contains { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) }
        if isWhole, let int = Int64(text) { return .success(.int(int, isMarked: true)) }
        guard let double = Double(text), double.isFinite else {
            return .failure(EvaluationError(.numberOutOfRange, offset: offset))
        }
        return .success(.double(double, isMarked: true))
    }
}
