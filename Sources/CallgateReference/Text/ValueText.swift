/// Values as `%s` writes them.
enum ValueText {
    /// Nil for a value that has no text, or has one within it.
    static func write(_ value: Value, _ evaluation: Evaluation) throws(EvaluationError) -> String? {
        switch value {
        case .null: return "null"
        case .bool(let bool): return bool ? "true" : "false"
        case .int(let int, _): return String(int)
        case .uint(let uint): return String(uint)
        case .double(let double, _): return NumberText.special(double) ?? NumberText.plain(double)
        case .string(let string): return string
        case .bytes(let bytes): return repaired(bytes)
        case .timestamp(let time): return TimestampText.write(time)
        case .duration(let nanoseconds): return DurationText.write(nanoseconds)
        case .type(let name): return name
        case .list(let elements): return try list(elements, evaluation)
        case .map(let entries, let isRecord): return try map(try evaluation.allEntries(entries, isRecord), evaluation)
        case .optional, .ip, .cidr: return nil
        }
    }

    private static func list(_ elements: [Outcome], _ evaluation: Evaluation) throws(EvaluationError) -> String? {
        var texts: [String] = []
        for element in elements {
            guard let text = try write(try element.get(), evaluation) else { return nil }
            texts.append(text)
        }
        return "[\(texts.joined(separator: ", "))]"
    }

    /// Sorted by the texts of the keys; equal ones in the order of the map.
    private static func map(_ entries: [MapEntry], _ evaluation: Evaluation) throws(EvaluationError) -> String? {
        var texts: [(key: String, value: String)] = []
        for entry in entries {
            guard let key = try write(entry.key, evaluation),
                let value = try write(try entry.value.get(), evaluation)
            else { return nil }
            texts.append((key, value))
        }
        let sorted = texts.enumerated().sorted { left, right in
            let order = Order(left.element.key.utf8, right.element.key.utf8)
            return order == .less || (order == .equal && left.offset < right.offset)
        }
        return "{\(sorted.map { "\($0.element.key): \($0.element.value)" }.joined(separator: ", "))}"
    }

    /// UTF-8, with one U+FFFD in place of each run of bytes that are none.
    private static func repaired(_ bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        var isInRun = false
        while !rest.isEmpty {
            let scalar = (1...4).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
            if let scalar {
                text += scalar
            } else if !isInRun {
                text += "\u{FFFD}"
            }
            isInRun = scalar == nil
            rest.removeFirst(scalar?.utf8.count ?? 1)
        }
        return text
    }
}
