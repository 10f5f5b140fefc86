/// The library `strings`. A string is a sequence of Unicode scalar values here, and so are all positions.
extension Evaluation {
    func strings(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        switch (function, operands.x, operands.y, operands.z, operands.w) {
        case ("charAt", .string(let text)?, .int(let index, _)?, nil, nil):
            let scalars = Scalars(text)
            let position = try self.position(index, in: 0...scalars.count)
            return .string(String(scalars[position...].prefix(1)))
        case ("indexOf", .string(let text)?, .string(let part)?, let from, nil):
            return try searched(text, from) { start, text in
                (start...text.count).first { text[$0...].starts(with: Scalars(part)) }
            }
        case ("lastIndexOf", .string(let text)?, .string(let part)?, let to, nil):
            return try searched(text, to ?? .int(Int64(Scalars(text).count))) { end, text in
                (0...end).last { text[$0...].starts(with: Scalars(part)) }
            }
        case ("join", .list(let elements)?, let separator, nil, nil): return try joined(elements, separator)
        case ("lowerAscii", .string(let text)?, nil, nil, nil):
            return .string(String(Scalars(text).map { ("A"..."Z").contains($0) ? shifted($0, by: 32) : $0 }))
        case ("upperAscii", .string(let text)?, nil, nil, nil):
            return .string(String(Scalars(text).map { ("a"..."z").contains($0) ? shifted($0, by: -32) : $0 }))
        case ("replace", .string(let text)?, .string(let old)?, .string(let new)?, nil):
            return .string(replaced(text, old, new, limit: nil))
        case ("replace", .string(let text)?, .string(let old)?, .string(let new)?, .int(let limit, _)?):
            return .string(replaced(text, old, new, limit: limit))
        case ("split", .string(let text)?, .string(let separator)?, nil, nil):
            return .list(split(text, separator, limit: nil))
        case ("split", .string(let text)?, .string(let separator)?, .int(let limit, _)?, nil):
            return .list(split(text, separator, limit: limit))
        case ("substring", .string(let text)?, .int(let start, _)?, nil, nil):
            let scalars = Scalars(text)
            return .string(String(scalars[try position(start, in: 0...scalars.count)...]))
        case ("substring", .string(let text)?, .int(let start, _)?, .int(let end, _)?, nil):
            let scalars = Scalars(text)
            let first = try position(start, in: 0...scalars.count)
            return .string(String(scalars[first..<(try position(end, in: first...scalars.count))]))
        case ("trim", .string(let text)?, nil, nil, nil):
            return .string(String(Scalars(text).trimmed.reversed().trimmed.reversed()))
        case ("reverse", .string(let text)?, nil, nil, nil): return .string(String(Scalars(text).reversed()))
        case ("strings.quote", .string(let text)?, nil, nil, nil): return .string(quoted(text))
        case ("format", .string(let text)?, .list(let arguments)?, nil, nil):
            var formatter = Formatter(text, arguments, self)
            return .string(try formatter.format())
        default: return nil
        }
    }

    // MARK: Positions

    /// An index that must lie in a range.
    func position(_ index: Int64, in range: ClosedRange<Int>) throws(EvaluationError) -> Int {
        guard let position = Int(exactly: index), range.contains(position) else {
            throw EvaluationError(.indexOutOfRange)
        }
        return position
    }

    /// Where a search that starts at a position finds something, or -1.
    private func searched(
        _ text: String, _ start: Value?, _ search: (Int, Scalars) -> Int?
    ) throws(EvaluationError) -> Value? {
        guard case .int(let index, _) = start ?? .int(0) else { return nil }
        let scalars = Scalars(text)
        let found = search(try position(index, in: 0...scalars.count), scalars)
        return .int(Int64(found ?? -1))
    }

    // MARK: Pieces

    private func joined(_ elements: [Outcome], _ separator: Value?) throws(EvaluationError) -> Value? {
        guard case .string(let separator) = separator ?? .string("") else { return nil }
        var pieces: [String] = []
        for element in elements {
            guard case .string(let piece) = try element.get() else { throw EvaluationError(.noSuchOverload) }
            pieces.append(piece)
        }
        return .string(pieces.joined(separator: separator))
    }

    /// - Parameter limit: of the pieces; negative for none.
    private func split(_ text: String, _ separator: String, limit: Int64?) -> [Outcome] {
        let limit = limit.map { $0 < 0 ? Int64.max : $0 } ?? .max
        if limit == 0 { return [] }
        var pieces: [Scalars] = [[]]
        var rest = Scalars(text)[...]
        let separator = Scalars(separator)
        if separator.isEmpty {
            if rest.isEmpty { return [] }
            let count = Int(clamping: min(limit - 1, Int64(rest.count - 1)))
            pieces = rest.prefix(count).map { [$0] } + [Scalars(rest.dropFirst(count))]
        } else {
            while let scalar = rest.first {
                if pieces.count < limit, rest.starts(with: separator) {
                    rest.removeFirst(separator.count)
                    pieces.append([])
                } else {
                    pieces[pieces.count - 1].append(scalar)
                    rest.removeFirst()
                }
            }
        }
        return pieces.map { .success(.string(String($0))) }
    }

    /// - Parameter limit: of the replacements; negative for none.
    private func replaced(_ text: String, _ old: String, _ new: String, limit: Int64?) -> String {
        let limit = limit.map { $0 < 0 ? Int64.max : $0 } ?? .max
        var result: Scalars = []
        var count: Int64 = 0
        var rest = Scalars(text)[...]
        let (old, new) = (Scalars(old), Scalars(new))
        while true {
            let isFound = count < limit && rest.starts(with: old)
            if isFound {
                result += new
                rest.removeFirst(old.count)
                count += 1
            }
            // The empty text is found before every scalar, and once more at the end.
            guard let scalar = rest.first else {
                if !isFound || old.isEmpty { break }
                continue
            }
            if !isFound || old.isEmpty {
                result.append(scalar)
                rest.removeFirst()
            }
        }
        return String(result)
    }

    // MARK: Scalars

    private func shifted(_ scalar: Unicode.Scalar, by distance: Int) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(Int(scalar.value) + distance))
    }

    /// A string literal of CEL.
    private func quoted(_ text: String) -> String {
        let escapes: [Unicode.Scalar: String] = [
            "\u{7}": "a", "\u{8}": "b", "\u{C}": "f", "\n": "n", "\r": "r", "\t": "t", "\u{B}": "v", "\\": "\\", "\"": "\"",
        ]
        let content = Scalars(text).map { scalar in escapes[scalar].map { "\\" + $0 } ?? String([scalar]) }
        return "\"\(content.joined())\""
    }
}

typealias Scalars = [Unicode.Scalar]

extension Scalars {
    init(_ text: String) { self = Array(text.unicodeScalars) }

    /// Without white space at the start.
    fileprivate var trimmed: Scalars { Scalars(drop { $0.properties.isWhitespace }) }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self = String(view)
    }
}
