/// The macros that are expanded while parsing, by library.
public struct MacroSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `has`, `all`, `exists`, `exists_one` (also `existsOne`), `map` and `filter`.
    public static let standard = MacroSet(rawValue: 1)
    /// `all`, `exists`, `existsOne`, `transformList`, `transformMap` and `transformMapEntry` over
    /// two variables: index and element, or key and value.
    public static let twoVariables = MacroSet(rawValue: 2)
    /// `optMap` and `optFlatMap`.
    public static let optionals = MacroSet(rawValue: 4)
    /// `cel.bind(name, value, expression)`.
    public static let bindings = MacroSet(rawValue: 8)
    public static let every: MacroSet = [.standard, .twoVariables, .optionals, .bindings]
}
