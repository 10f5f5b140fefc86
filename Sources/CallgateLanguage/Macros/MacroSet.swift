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
    /// `math.greatest` and `math.least` of any number of arguments.
    public static let math = MacroSet(rawValue: 16)
    /// `sortBy`.
    public static let lists = MacroSet(rawValue: 32)
    /// `cel.block`, `cel.index`, `cel.iterVar` and `cel.accuVar`, which optimisers write.
    public static let blocks = MacroSet(rawValue: 64)
    public static let every: MacroSet = [.standard, .twoVariables, .optionals, .bindings, .math, .lists, .blocks]
}
