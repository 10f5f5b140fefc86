/// What is known of an expression's nodes, by their IDs.
///
/// The parser numbers nodes from 1 on, so that an array holds it: dictionaries for thousands of small
/// expressions took a tenth of compiling. IDs that the parser gives to no node are kept apart.
public struct NodeTable<Value: Sendable>: Sendable {
    @usableFromInline var values: [Value?] = []
    @usableFromInline var others: [Int: Value] = [:]

    @inlinable
    public init() {}

    /// The value of a node, or nil. Takes constant time.
    @inlinable
    public subscript(id: Int) -> Value? {
        get {
            if id >= 0, id < values.count { return values[id] }
            return others.isEmpty ? nil : others[id]
        }
        set {
            guard id >= 0, id <= Limits.nodes + Limits.literals else {
                others[id] = newValue
                return
            }
            while values.count <= id { values.append(nil) }
            values[id] = newValue
        }
    }

    /// What there is, in no order.
    public var all: [Value] { values.compactMap { $0 } + others.values }

    /// Replaces each value.
    mutating func updateValues(_ transform: (Value) -> Value) {
        for index in values.indices {
            if let value = values[index] { values[index] = transform(value) }
        }
        for index in others.values.indices { others.values[index] = transform(others.values[index]) }
    }
}

extension NodeTable: Equatable where Value: Equatable {
    public static func == (first: NodeTable, second: NodeTable) -> Bool {
        let count = max(first.values.count, second.values.count)
        return first.others == second.others && (0..<count).allSatisfy { first[$0] == second[$0] }
    }
}
