/// `e.f`, `e[k]`, `has(e.f)` and `k in e`.
extension Evaluation {
    func select(_ field: String, of value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .null: throw EvaluationError(.nullField)
        case .map(let entries, let isRecord):
            if let entry = try find(.string(field), in: entries, isRecord) { return try entry.value.get() }
            if isRecord { return .null }
            throw EvaluationError(.noSuchKey)
        case .optional: return .optional(try find(value, by: .string(field)))
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    /// Whether the field is there; what there is need not be a value.
    func has(_ field: String, in outcome: Outcome) throws(EvaluationError) -> Bool {
        switch outcome {
        case .success(.null): return false
        case .success(.map(let entries, let isRecord)): return try find(.string(field), in: entries, isRecord) != nil
        case .success(.optional(let value)):
            guard let value else { return false }
            return try has(field, in: .success(value))
        case .success: throw EvaluationError(.noSuchOverload)
        case .failure(let error):
            if error.kind == .nullField { return false }
            throw error
        }
    }

    /// `container[key]`.
    func index(_ container: Value, by key: Value) throws(EvaluationError) -> Value {
        switch (container, key) {
        case (.null, .string(let field)), (.map(_, isRecord: true), .string(let field)):
            return try select(field, of: container)
        case (.map(_, isRecord: true), _):
            throw EvaluationError(.noSuchKey)
        case (.map(let entries, isRecord: false), _):
            guard let entry = try find(key, in: entries, false) else { throw EvaluationError(.noSuchKey) }
            return try entry.value.get()
        case (.list(let elements), _):
            return try element(of: elements, at: key)
        case (.optional, _):
            return .optional(try find(container, by: key))
        default:
            throw EvaluationError(.noSuchOverload)
        }
    }

    func element(of elements: [Outcome], at index: Value) throws(EvaluationError) -> Value {
        let position: Int?
        switch index {
        case .int(let int, _): position = Int(exactly: int)
        case .uint(let uint): position = Int(exactly: uint)
        case .double(let double, _):
            // NaN is not equal to itself; an infinity has no fraction, and is out of range.
            guard double.rounded(.towardZero) == double else { throw EvaluationError(.noSuchOverload) }
            position = Int(exactly: double)
        default: throw EvaluationError(.noSuchOverload)
        }
        guard let position, elements.indices.contains(position) else { throw EvaluationError(.indexOutOfRange) }
        return try elements[position].get()
    }

    func isContained(_ wanted: Value, in container: Value) throws(EvaluationError) -> Bool {
        switch container {
        case .list(let elements):
            var firstError: EvaluationError?
            for element in elements {
                do throws(EvaluationError) {
                    if try equal(wanted, try element.get()) { return true }
                } catch {
                    firstError = firstError ?? error
                }
            }
            if let firstError { throw firstError }
            return false
        case .map(let entries, let isRecord):
            return try find(wanted, in: entries, isRecord) != nil
        default:
            throw EvaluationError(.noSuchOverload)
        }
    }

    // MARK: Entries

    /// The entry with a key, or nil; an error where an open record has the key more than once.
    func find(_ key: Value, in entries: [MapEntry], _ isRecord: Bool) throws(EvaluationError) -> MapEntry? {
        let found = entries.filter { isSameKey($0.key, key) }
        if isRecord, found.count > 1 { throw EvaluationError(.duplicateKey, offset: found[1].offset) }
        return found.first
    }

    private func isSameKey(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): return hasSameScalars(left, right)
        case (.string, _), (_, .string): return false
        default:
            guard let left = MapKey(left), let right = MapKey(right) else { return false }
            return left == right
        }
    }

    /// The entries of a map that is read as a whole, which in an open record must have each key once.
    func allEntries(_ entries: [MapEntry], _ isRecord: Bool) throws(EvaluationError) -> [MapEntry] {
        guard isRecord else { return entries }
        var keys: Set<MapKey?> = []
        for entry in entries where !keys.insert(MapKey(entry.key)).inserted {
            throw EvaluationError(.duplicateKey, offset: entry.offset)
        }
        return entries
    }
}
