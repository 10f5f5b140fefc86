import CallgateLanguage

extension ListValues {
    /// The type of the values, which the checker finds for a list of them that is written out: `dyn` where they
    /// are of several types, or there are none.
    ///
    /// What nothing is known of may be looked up among values of any type; looking up what is of another type than
    /// they are is a mistake, as with a list that is written out. Takes time linear in the number of values.
    var elementType: CELType {
        if areTexts { return .string }
        guard let first = items.first?.type, items.allSatisfy({ $0.type == first }) else { return .dyn }
        return first
    }
}

extension ListValues.Item {
    fileprivate var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .text: .string
        }
    }
}
