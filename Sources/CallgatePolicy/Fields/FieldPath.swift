/// Where a field stands in a call, as conditions write it: `args.card.number`, `args["odd key"]`, `args.items[0]`;
/// and `args.items[*].price` for that of each element. `spec/language/policy.md` has the grammar.
///
/// Policies are checked by what reads the path when it is used, so that none is accepted that means something else then.
public struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    public enum Step: Hashable, Sendable {
        case field(String)
        case element(Int)
        case everyElement
    }

    public let text: String
    /// The first one is the field `args` or `context`.
    public let steps: [Step]

    public var description: String { text }

    /// - Throws: ``FieldPathError`` where the text is no path, does not start with `args` or `context`, or is past
    ///   ``PolicyLimits/fieldPathBytes`` or ``PolicyLimits/fieldPathSteps``.
    public init(_ text: String) throws(FieldPathError) {
        var reader = FieldPathReader(text)
        steps = try reader.steps()
        self.text = text
    }

    /// `args` or `context`.
    public var root: String {
        guard case .field(let name)? = steps.first else { return "" }
        return name
    }
}

/// Why a text is no path of a field.
public struct FieldPathError: Error, Hashable, Sendable, CustomStringConvertible {
    public var text: String
    /// The byte at which it stops to be a path.
    public var offset: Int
    public var reason: String

    public var description: String {
        "`\(text)` is no field of a call: \(reason), at byte \(offset); write paths as conditions do, such as args.card.number"
    }
}

/// Reads a path.
private struct FieldPathReader {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func steps() throws(FieldPathError) -> [FieldPath.Step] {
        guard bytes.count <= PolicyLimits.fieldPathBytes else {
            throw error("it has more than \(PolicyLimits.fieldPathBytes) bytes")
        }
        let root = name()
        guard root == "args" || root == "context" else {
            position = 0
            throw error("it must start with args or context")
        }
        var steps: [FieldPath.Step] = [.field(root)]
        while position < bytes.count {
            guard steps.count < PolicyLimits.fieldPathSteps else {
                throw error("it has more than \(PolicyLimits.fieldPathSteps) steps")
            }
            switch bytes[position] {
            case UInt8(ascii: "."):
                position += 1
                steps.append(.field(try field()))
            case UInt8(ascii: "["):
                position += 1
                steps.append(try index())
            default: throw error("expected a dot or a bracket")
            }
        }
        return steps
    }

    private mutating func name() -> String {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
                position += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where position > start: position += 1
            default: return String(decoding: bytes[start..<position], as: UTF8.self)
            }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func field() throws(FieldPathError) -> String {
        if position < bytes.count, bytes[position] == UInt8(ascii: "`") { return try quoted() }
        let name = name()
        guard !name.isEmpty else { throw error("expected the name of a field") }
        return name
    }

    private mutating func index() throws(FieldPathError) -> FieldPath.Step {
        guard position < bytes.count else { throw error("expected an index, a key in quotes, or *") }
        let step: FieldPath.Step
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): step = .field(try quoted())
        case UInt8(ascii: "*"):
            position += 1
            step = .everyElement
        default:
            let start = position
            while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
                position += 1
            }
            guard let number = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
                throw error("expected an index, a key in quotes, or *")
            }
            step = .element(number)
        }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "]") else {
            throw error("expected a closing bracket")
        }
        position += 1
        return step
    }

    /// A name between two of the quote that stands here; without escapes.
    private mutating func quoted() throws(FieldPathError) -> String {
        let quote = bytes[position]
        let rest = bytes[(position + 1)...]
        guard let end = rest.firstIndex(of: quote) else { throw error("expected a closing quote") }
        if let escape = rest[..<end].firstIndex(of: UInt8(ascii: "\\")) {
            position = escape
            throw error("a key can't be written with escapes here")
        }
        position = end + 1
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    private func error(_ reason: String) -> FieldPathError {
        FieldPathError(text: text, offset: position, reason: reason)
    }
}
