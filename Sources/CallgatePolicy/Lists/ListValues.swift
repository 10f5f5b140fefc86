/// The values of a list, in their order and with those that are repeated: what JSON has but for arrays and
/// objects.
///
/// Texts lie one behind the other in one run of bytes, so that a million of them are two allocations.
public struct ListValues: Sendable {
    /// One value.
    public enum Item: Hashable, Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        /// Of a magnitude below 2^53, and no NaN.
        case double(Double)
        /// Bytes of ``text``, from `start` on.
        case text(start: UInt32, count: UInt32)
    }

    public private(set) var items: [Item] = []
    /// The UTF-8 of all texts.
    public private(set) var text: [UInt8] = []

    /// Whether what it was read from can hold nothing but texts, even where it holds none now.
    var areTexts = false

    /// Doubles from here on are as far from each other as whole numbers, so that one of them is equal to
    /// several of those.
    static let firstRounded = 0x1p53

    public init() {}

    /// - Throws: what keeps a value from being one of a list, and ``ListError/tooManyValues``.
    public init(_ values: some Sequence<ListValue>) throws(ListError) {
        for value in values {
            switch value {
            case .null: try append(.null)
            case .bool(let value): try append(.bool(value))
            case .int(let value): try append(.int(value))
            case .double(let value): try append(.double(value))
            case .string(let value): try append(text: Array(value.utf8)[...])
            }
        }
    }

    public var count: Int { items.count }

    /// The bytes of a text.
    public func bytes(_ start: UInt32, _ count: UInt32) -> ArraySlice<UInt8> {
        text[Int(start)..<Int(start) + Int(count)]
    }

    /// The values one by one, for whoever wants few of them.
    public var values: [ListValue] {
        items.map { item in
            switch item {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .double(value)
            case .text(let start, let count): .string(String(decoding: bytes(start, count), as: UTF8.self))
            }
        }
    }

    mutating func reserveCapacity(_ count: Int, bytes: Int) {
        items.reserveCapacity(count)
        text.reserveCapacity(bytes)
    }

    /// - Parameter item: no text.
    public mutating func append(_ item: Item) throws(ListError) {
        if case .double(let value) = item, !(value.magnitude < Self.firstRounded) { throw .number }
        guard items.count < PolicyLimits.listValues else { throw .tooManyValues }
        items.append(item)
    }

    /// - Parameter text: UTF-8.
    public mutating func append(text added: ArraySlice<UInt8>) throws(ListError) {
        guard text.count + added.count <= PolicyLimits.listBytes else { throw .tooManyBytes }
        let item = Item.text(start: UInt32(text.count), count: UInt32(added.count))
        try append(item)
        text += added
    }

    /// A number as JSON writes it.
    mutating func append(number: String) throws(ListError) {
        if let whole = Int64(number) { return try append(.int(whole)) }
        guard let double = Double(number) else { throw .number }
        try append(.double(double))
    }
}

/// A value of a list. Texts are compared by their bytes, numbers by what they are: 1 and 1.0 are one value.
public enum ListValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
}

/// Why values can't be those of a list.
public enum ListError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooManyValues
    case tooManyBytes
    case number

    public var description: String {
        switch self {
        case .tooManyValues: "a list has at most \(PolicyLimits.listValues) values"
        case .tooManyBytes: "the texts of a list have at most \(PolicyLimits.listBytes) bytes"
        case .number:
            """
            a number of a list is a whole number of 64 bits, or one between -2^53 and 2^53: of larger ones, \
            several are equal to one double
            """
        }
    }
}
