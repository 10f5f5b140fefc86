/// A type as a constructor over its parameters, so that passes over types need one case each.
extension CELType {
    /// The parameters, outermost level only.
    var components: [CELType] {
        switch self {
        case .list(let type), .type(let type), .wrapper(let type), .optional(let type): [type]
        case .map(let key, let value): [key, value]
        case .opaque(_, let parameters): parameters
        default: []
        }
    }

    /// The same constructor over other parameters, as many as ``components``.
    func replacingComponents(_ parameters: [CELType]) -> CELType {
        switch self {
        case .list: .list(parameters[0])
        case .type: .type(parameters[0])
        case .wrapper: .wrapper(parameters[0])
        case .optional: .optional(parameters[0])
        case .map: .map(parameters[0], parameters[1])
        case .opaque(let name, _): .opaque(name, parameters)
        default: self
        }
    }

    /// Whether both are made by the same constructor, whatever their parameters.
    func hasSameConstructor(as other: CELType) -> Bool {
        switch (self, other) {
        case (.list, .list), (.map, .map), (.type, .type), (.wrapper, .wrapper), (.optional, .optional): true
        case (.opaque(let name, let own), .opaque(let otherName, let others)):
            name == otherName && own.count == others.count
        default: components.isEmpty && self == other
        }
    }

    /// The name of the type without its parameters, as the value that it is has it.
    public var constructorName: String {
        switch self {
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .optional: "optional_type"
        case .wrapper(let type): type.constructorName
        case .opaque(let name, _): name
        default: description
        }
    }

    /// Whether `null` may stand where this type is wanted.
    var isNullable: Bool {
        switch self {
        case .null, .timestamp, .duration, .wrapper, .optional, .opaque: true
        default: false
        }
    }

    /// A type that fits every other: nothing is known of it, or what is wrong with it was said.
    var isDynamic: Bool {
        switch self {
        case .dyn, .error: true
        default: false
        }
    }

    public var isNumeric: Bool {
        switch self {
        case .int, .uint, .double, .number: true
        default: false
        }
    }

    /// Whether values of the type are ints, if a call keeps to its schema.
    public var isWhole: Bool {
        switch self {
        case .int, .number(isWhole: true): true
        case .wrapper(let inner): inner.isWhole
        default: false
        }
    }

    /// Whether values of the type are strings, if a call keeps to its schema.
    public var isText: Bool { withoutNull == .string }
}
