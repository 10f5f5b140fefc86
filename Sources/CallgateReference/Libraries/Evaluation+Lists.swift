/// The libraries `lists` and `sets`.
extension Evaluation {
    func lists(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard operands.count <= 3 else { return nil }
        switch (function, operands.x, operands.y, operands.z) {
        case ("slice", .list(let elements)?, .int(let start, _)?, .int(let end, _)?):
            let first = try position(start, in: 0...elements.count)
            return .list(Array(elements[first..<(try position(end, in: first...elements.count))]))
        case ("flatten", .list(let elements)?, nil, nil): return .list(flattened(elements, depth: 1))
        case ("flatten", .list(let elements)?, .int(let depth, _)?, nil):
            if depth < 0 { throw EvaluationError(.invalidArgument) }
            return .list(flattened(elements, depth: depth))
        case ("sort", .list(let elements)?, nil, nil): return .list(try sorted(elements, by: elements))
        case ("@sortByAssociatedKeys", .list(let elements)?, .list(let keys)?, nil):
            return .list(try sorted(elements, by: keys))
        case ("distinct", .list(let elements)?, nil, nil): return .list(try distinct(elements))
        case ("reverse", .list(let elements)?, nil, nil): return .list(elements.reversed())
        case ("first", .list(let elements)?, nil, nil): return .optional(try elements.first?.get())
        case ("last", .list(let elements)?, nil, nil): return .optional(try elements.last?.get())
        case ("lists.range", .int(let count, _)?, nil, nil):
            guard (0...ReferenceLimits.rangeCount).contains(count) else { throw EvaluationError(.invalidArgument) }
            return .list((0..<count).map { .success(.int($0)) })
        case ("sets.contains", .list(let left)?, .list(let right)?, nil): return .bool(try contains(left, right))
        case ("sets.equivalent", .list(let left)?, .list(let right)?, nil):
            return .bool(try contains(left, right) ? try contains(right, left) : false)
        case ("sets.intersects", .list(let left)?, .list(let right)?, nil): return .bool(try intersects(left, right))
        default: return nil
        }
    }

    /// The values of all elements, or the error of the first that has none.
    private func values(of elements: [Outcome]) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        for element in elements { values.append(try element.get()) }
        return values
    }

    // MARK: Lists

    private func flattened(_ elements: [Outcome], depth: Int64) -> [Outcome] {
        if depth == 0 { return elements }
        return elements.flatMap { element in
            if case .success(.list(let inner)) = element { flattened(inner, depth: depth - 1) } else { [element] }
        }
    }

    /// Elements in the order of keys, equal ones as they were.
    private func sorted(_ elements: [Outcome], by keys: [Outcome]) throws(EvaluationError) -> [Outcome] {
        let keys = try values(of: keys)
        guard keys.count == elements.count, Set(keys.map(\.typeName)).count <= 1,
            keys.allSatisfy({ SortKey($0) != nil })
        else { throw EvaluationError(.noSuchOverload) }
        let places = keys.compactMap(SortKey.init).enumerated().sorted { left, right in
            let order = Order(left.element, right.element)
            return order == .less || (order == .equal && left.offset < right.offset)
        }
        return places.map { elements[$0.offset] }
    }

    private func distinct(_ elements: [Outcome]) throws(EvaluationError) -> [Outcome] {
        var kept: [Value] = []
        for value in try values(of: elements) {
            var isKnown = false
            for other in kept where !isKnown { isKnown = try equal(other, value) }
            if !isKnown { kept.append(value) }
        }
        return kept.map { .success($0) }
    }

    // MARK: Sets

    /// Whether each element of the second is in the first.
    private func contains(_ set: [Outcome], _ elements: [Outcome]) throws(EvaluationError) -> Bool {
        for element in elements {
            guard try isContained(try element.get(), in: .list(set)) else { return false }
        }
        return true
    }

    private func intersects(_ left: [Outcome], _ right: [Outcome]) throws(EvaluationError) -> Bool {
        var firstError: EvaluationError?
        for element in left {
            do throws(EvaluationError) {
                if try isContained(try element.get(), in: .list(right)) { return true }
            } catch {
                firstError = firstError ?? error
            }
        }
        if let firstError { throw firstError }
        return false
    }
}

/// What values are sorted by. NaN comes before every other double, so that there always is an order.
private enum SortKey {
    case number(Number)
    case bytes([UInt8])
    case time(Timestamp)

    /// Nil for what has no order. Keys of one type are of one case.
    init?(_ value: Value) {
        switch value {
        case .bool(let bool): self = .number(Number(.integer(bool ? 1 : 0)))
        case .int(let int, _): self = .number(Number(.integer(Int128(int))))
        case .uint(let uint): self = .number(Number(.integer(Int128(uint))))
        case .double(let double, _): self = .number(Number(.real(double)))
        case .duration(let nanoseconds): self = .number(Number(.integer(Int128(nanoseconds))))
        case .string(let string): self = .bytes(Array(string.utf8))
        case .bytes(let bytes): self = .bytes(bytes)
        case .timestamp(let time): self = .time(time)
        default: return nil
        }
    }
}

extension Order {
    fileprivate init(_ left: SortKey, _ right: SortKey) {
        switch (left, right) {
        case (.number(let left), .number(let right)):
            // Without an order one is NaN, which stands first, and equal to itself.
            self = Order(left, right) ?? Order(left.real.isNaN ? 0 : 1, right.real.isNaN ? 0 : 1)
        case (.bytes(let left), .bytes(let right)): self.init(left, right)
        case (.time(let left), .time(let right)): self.init(left, right)
        default: self = .equal
        }
    }
}
