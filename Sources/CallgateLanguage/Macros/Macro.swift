/// One form of a macro: a name with a number of arguments.
struct Macro {
    enum Kind {
        case has, all, exists, existsOne, map, filter
        case transformList, transformMap, transformMapEntry
        case optionalMap, optionalFlatMap, bind
        case extreme, sortBy
        case block, blockIndex, blockVariable
    }

    var kind: Kind
    var name: String
    /// How many arguments, the variables included.
    var arguments: ClosedRange<Int>
    /// How many of the arguments, from the first, are names of variables.
    var variables: Int
    /// What stands before the dot.
    var receiver: Receiver
    var set: MacroSet

    enum Receiver: Equatable {
        case none, value
        /// A name that is no variable, but part of the macro's.
        case namespace(String)
    }

    private static func row(
        _ kind: Kind, _ name: String, _ arguments: Int, _ variables: Int, _ receiver: Receiver, _ set: MacroSet
    ) -> Macro {
        row(kind, name, arguments...arguments, variables, receiver, set)
    }

    private static func row(
        _ kind: Kind, _ name: String, _ arguments: ClosedRange<Int>, _ variables: Int, _ receiver: Receiver,
        _ set: MacroSet
    ) -> Macro {
        Macro(kind: kind, name: name, arguments: arguments, variables: variables, receiver: receiver, set: set)
    }

    static let table: [Macro] = [
        row(.has, "has", 1, 0, .none, .standard),
        row(.all, "all", 2, 1, .value, .standard),
        row(.exists, "exists", 2, 1, .value, .standard),
        row(.existsOne, "exists_one", 2, 1, .value, .standard),
        row(.existsOne, "existsOne", 2, 1, .value, .standard),
        row(.map, "map", 2, 1, .value, .standard),
        row(.map, "map", 3, 1, .value, .standard),
        row(.filter, "filter", 2, 1, .value, .standard),
        row(.all, "all", 3, 2, .value, .twoVariables),
        row(.exists, "exists", 3, 2, .value, .twoVariables),
        row(.existsOne, "existsOne", 3, 2, .value, .twoVariables),
        row(.existsOne, "exists_one", 3, 2, .value, .twoVariables),
        row(.transformList, "transformList", 3, 2, .value, .twoVariables),
        row(.transformList, "transformList", 4, 2, .value, .twoVariables),
        row(.transformMap, "transformMap", 3, 2, .value, .twoVariables),
        row(.transformMap, "transformMap", 4, 2, .value, .twoVariables),
        row(.transformMapEntry, "transformMapEntry", 3, 2, .value, .twoVariables),
        row(.transformMapEntry, "transformMapEntry", 4, 2, .value, .twoVariables),
        row(.optionalMap, "optMap", 2, 1, .value, .optionals),
        row(.optionalFlatMap, "optFlatMap", 2, 1, .value, .optionals),
        row(.bind, "bind", 3, 1, .namespace("cel"), .bindings),
        row(.extreme, "greatest", 0...Int.max, 0, .namespace("math"), .math),
        row(.extreme, "least", 0...Int.max, 0, .namespace("math"), .math),
        row(.sortBy, "sortBy", 2, 1, .value, .lists),
        row(.block, "block", 2, 0, .namespace("cel"), .blocks),
        row(.blockIndex, "index", 1, 0, .namespace("cel"), .blocks),
        row(.blockVariable, "iterVar", 2, 0, .namespace("cel"), .blocks),
        row(.blockVariable, "accuVar", 2, 0, .namespace("cel"), .blocks),
    ]
}

/// The names that expansions use. None can be written in a source, so no variable is captured.
enum MacroNames {
    static let accumulator = "@result"
    /// The variable of a fold that never runs its loop.
    static let unused = "#unused"
    /// The optional value that `optMap` is applied to.
    static let optionalTarget = "@target"
    /// The list that `sortBy` is applied to.
    static let sortTarget = "@list"
    /// What `cel.index`, `cel.iterVar` and `cel.accuVar` begin with.
    static let blockIndex = "@index"
    static let blockVariables = ["iterVar": "@it", "accuVar": "@ac"]
    /// Functions of the expansions.
    static let sortByKeys = "@sortByAssociatedKeys"
    static let orValue = "orValue"
    static let mapInsert = "cel.@mapInsert"
    static let optionalOf = "optional.of"
    static let optionalNone = "optional.none"
    static let hasValue = "hasValue"
    static let value = "value"
}
