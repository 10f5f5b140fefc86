/// The type of a JSON object whose members a schema names. It describes what is meant, not what a
/// call holds: evaluation never relies on it.
public struct RecordType: Hashable, Sendable {
    /// What it is called in messages, such as `args of refund_payment`.
    public var name: String
    public var fields: [String: Field]
    /// The type of members that are not named; nil where there are none.
    public var rest: CELType?

    public struct Field: Hashable, Sendable {
        public var type: CELType
        /// Whether it is always there: a field that may be left out may be `null`.
        public var isRequired: Bool
        /// The only values that it can have, where they are listed: strings, numbers, bools, null.
        public var choices: [Literal]?

        public init(_ type: CELType, isRequired: Bool = false, choices: [Literal]? = nil) {
            self.type = type
            self.isRequired = isRequired
            self.choices = choices
        }

        /// The type of reading it.
        var readType: CELType { isRequired ? type : type.nullable }
    }

    public init(name: String, fields: [String: Field], rest: CELType? = nil) {
        self.name = name
        self.fields = fields
        self.rest = rest
    }

    /// A field by its name, by bytes: Swift's own equality would join what Unicode calls equivalent.
    func field(_ name: String) -> Field? {
        guard let index = fields.index(forKey: name), fields[index].key.utf8.elementsEqual(name.utf8) else { return nil }
        return fields[index].value
    }
}

extension CELType {
    /// The type with `null` among its values.
    public var nullable: CELType {
        switch self {
        case .dyn, .error, .null, .wrapper: self
        default: .wrapper(self)
        }
    }

    /// The type without `null`.
    public var withoutNull: CELType {
        if case .wrapper(let inner) = self { inner } else { self }
    }
}
