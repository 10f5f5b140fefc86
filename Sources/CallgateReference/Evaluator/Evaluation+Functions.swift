import CallgateLanguage
import CallgateRegex

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

    /// What the two-variable macros that make maps do in each round.
    func inserting(_ values: [Value]) throws(EvaluationError) -> Value {
        guard case .map(var entries, isRecord: false) = values[0] else { throw EvaluationError(.noSuchOverload) }
        let added: [MapEntry]
        if values.count == 3 {
            guard values[1].canBeKey else { throw EvaluationError(.noSuchOverload) }
            added = [MapEntry(key: values[1], value: .success(values[2]))]
        } else {
            guard case .map(let more, let isRecord) = values[1] else { throw EvaluationError(.noSuchOverload) }
            added = try allEntries(more, isRecord)
        }
        for entry in added {
            guard try find(entry.key, in: entries, false) == nil else { throw EvaluationError(.duplicateKey) }
            entries.append(entry)
        }
        return .map(entries)
    }

    // MARK: Patterns

    /// `matches` and `match`: the text, and the pattern as a literal of either kind or as a computed string.
    mutating func matches(_ args: [Expr]) throws(EvaluationError) -> Bool {
        guard args.count == 2 else { throw EvaluationError(.noSuchOverload) }
        let text = try value(of: args[0])
        let pattern: PatternText
        if case .literal(.pattern(let source, let flags)) = args[1].node {
            pattern = PatternText(source: source, flags: flags)
        } else {
            guard case .string(let source) = try value(of: args[1]) else { throw EvaluationError(.noSuchOverload) }
            pattern = PatternText(source: source, flags: "")
        }
        guard case .string(let text) = text else { throw EvaluationError(.noSuchOverload) }
        guard let matcher = matcher(pattern) else { throw EvaluationError(.badConversion) }
        return matcher.matches(text)
    }

    private mutating func matcher(_ text: PatternText) -> DerivativeMatcher? {
        if let known = patterns[text] { return known }
        let matcher = (try? Pattern(text.source, flags: text.flags)).map { DerivativeMatcher($0.tree) }
        patterns[text] = .some(matcher)
        return matcher
    }
}

/// A pattern before it is parsed.
struct PatternText: Hashable {
    private let scalars: [Unicode.Scalar]
    let flags: String

    init(source: String, flags: String) {
        scalars = Array(source.unicodeScalars)
        self.flags = flags
    }

    var source: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
