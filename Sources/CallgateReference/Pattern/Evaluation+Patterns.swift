import CallgateLanguage
import CallgateRegex

/// Functions whose second operand is a pattern: a literal of either kind, or a computed string.
extension Evaluation {
    mutating func patternFunction(_ function: String, _ args: [Expr]) throws(EvaluationError) -> Value? {
        guard FunctionTable.patternOperands[function] == 1 else { return nil }
        guard (2...4).contains(args.count) else { throw EvaluationError(.noSuchOverload) }
        let text = try value(of: args[0])
        let source = try patternText(args[1])
        let rest = Operands(try values(of: Array(args[2...])))
        guard case .string(let text) = text, let source else { throw EvaluationError(.noSuchOverload) }
        switch (function, rest.x, rest.y) {
        case ("match", nil, nil), ("matches", nil, nil): return .bool(try matcher(source).matches(text))
        case ("regex.extract", nil, nil): return .optional(try extracted(from: text, source).first.map { .string($0) })
        case ("regex.extractAll", nil, nil):
            return .list(try extracted(from: text, source, all: true).map { .success(.string($0)) })
        case ("regex.replace", .string(let replacement)?, nil):
            return .string(try replaced(text, source, replacement, limit: -1))
        case ("regex.replace", .string(let replacement)?, .int(let limit, _)?):
            return .string(try replaced(text, source, replacement, limit: limit))
        default: throw EvaluationError(.noSuchOverload)
        }
    }

    /// Nil for what is neither a pattern nor a string.
    private mutating func patternText(_ expr: Expr) throws(EvaluationError) -> PatternText? {
        if case .literal(.pattern(let source, let flags)) = expr.node {
            return PatternText(source: source, flags: flags)
        }
        guard case .string(let source) = try value(of: expr) else { return nil }
        return PatternText(source: source, flags: "")
    }

    private mutating func matcher(_ text: PatternText) throws(EvaluationError) -> DerivativeMatcher {
        DerivativeMatcher(try pattern(text).tree)
    }

    private mutating func pattern(_ text: PatternText) throws(EvaluationError) -> Pattern {
        let known = patterns[text] ?? (try? Pattern(text.source, flags: text.flags))
        patterns[text] = .some(known)
        guard let known else { throw EvaluationError(.badConversion) }
        return known
    }

    // MARK: Places

    /// What the first match is, or all are: of the group, where there is one. What is empty counts for nothing
    /// then; and without a group only the first match may be asked for.
    private mutating func extracted(
        from text: String, _ source: PatternText, all: Bool = false
    ) throws(EvaluationError) -> [String] {
        let matcher = PlaceMatcher(try pattern(source))
        guard matcher.groupCount <= 1 else { throw EvaluationError(.invalidArgument) }
        let scalars = Scalars(text)
        let matches = all ? matcher.matches(in: scalars) : [matcher.firstMatch(in: scalars, from: 0)].compactMap(\.self)
        let found = matches.map { Self.text(of: matcher.groupCount, $0, scalars) }
        return matcher.groupCount == 0 ? found : found.filter { !$0.utf8.isEmpty }
    }

    /// What a group matches, 0 being the whole; nothing, where it takes no part.
    private static func text(of group: Int, _ places: PlaceMatcher.Places, _ text: Scalars) -> String {
        let (start, end) = (places[2 * group], places[2 * group + 1])
        return start < 0 || end < 0 ? "" : String(text[start..<end])
    }

    private mutating func replaced(
        _ text: String, _ source: PatternText, _ replacement: String, limit: Int64
    ) throws(EvaluationError) -> String {
        let matcher = PlaceMatcher(try pattern(source))
        let pieces = try Self.pieces(of: replacement, groupCount: matcher.groupCount)
        let scalars = Scalars(text)
        var result = ""
        var position = 0
        for match in matcher.matches(in: scalars).prefix(limit < 0 ? .max : Int(clamping: limit)) {
            result += String(scalars[position..<match[0]])
            for piece in pieces {
                switch piece {
                case .scalar(let scalar): result += String(scalar)
                case .group(let number): result += Self.text(of: number, match, scalars)
                }
            }
            position = match[1]
        }
        return result + String(scalars[position...])
    }

    private enum ReplacementPiece {
        case scalar(Unicode.Scalar)
        case group(Int)
    }

    private static func pieces(of replacement: String, groupCount: Int) throws(EvaluationError) -> [ReplacementPiece] {
        var pieces: [ReplacementPiece] = []
        var rest = Scalars(replacement)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                pieces.append(.scalar(scalar))
                continue
            }
            switch rest.popFirst() {
            case "\\": pieces.append(.scalar("\\"))
            case let digit? where ("0"..."9").contains(digit) && Int(digit.value) - 0x30 <= groupCount:
                pieces.append(.group(Int(digit.value) - 0x30))
            default: throw EvaluationError(.invalidArgument)
            }
        }
        return pieces
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

    var source: String { String(scalars) }
}
