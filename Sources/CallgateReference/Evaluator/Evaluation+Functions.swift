/// Functions on texts and collections.
extension Evaluation {
    func size(_ value: Value) throws(EvaluationError) -> Int64 {
        switch value {
        case .string(let string): Int64(string.unicodeScalars.count)
        case .bytes(let bytes): Int64(bytes.count)
        case .list(let elements): Int64(elements.count)
        case .map(let entries, let isRecord): Int64(try allEntries(entries, isRecord).count)
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    /// `contains`, `startsWith`, `endsWith`. UTF-8 is found in UTF-8 only where scalars begin.
    func has(_ function: String, _ text: [UInt8], _ part: [UInt8]) -> Bool {
        switch function {
        case "startsWith": return text.starts(with: part)
        case "endsWith": return text.count >= part.count && text[(text.count - part.count)...].elementsEqual(part)
        default:
            guard part.count <= text.count else { return false }
            return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
        }
    }

    // MARK: Maps that grow

    /// What the two-variable macros that make maps do in each round.
    func inserting(_ key: Value, _ value: Value, into map: Value) throws(EvaluationError) -> Value {
        guard key.canBeKey else { throw EvaluationError(.noSuchOverload) }
        return try inserting([MapEntry(key: key, value: .success(value))], into: map)
    }

    func inserting(_ more: Value, into map: Value) throws(EvaluationError) -> Value {
        guard case .map(let entries, let isRecord) = more else { throw EvaluationError(.noSuchOverload) }
        return try inserting(try allEntries(entries, isRecord), into: map)
    }

    private func inserting(_ added: [MapEntry], into map: Value) throws(EvaluationError) -> Value {
        guard case .map(var entries, isRecord: false) = map else { throw EvaluationError(.noSuchOverload) }
        for entry in added {
            guard try find(entry.key, in: entries, false) == nil else { throw EvaluationError(.duplicateKey) }
            entries.append(entry)
        }
        return .map(entries)
    }
}
