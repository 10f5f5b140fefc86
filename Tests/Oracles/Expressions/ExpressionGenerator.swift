/// Makes expressions that use CEL's libraries: of the wanted kind mostly, of another one now and then.
public struct ExpressionGenerator {
    public var entropy: Entropy

    public init(_ entropy: Entropy) { self.entropy = entropy }

    enum Kind: CaseIterable {
        case bool, int, double, string, bytes, list, map, time, duration, optional, ip, cidr
    }

    public mutating func expression() -> String { make(entropy.pick(Kind.allCases), 4) }

    /// An expression in parentheses, so that it can stand anywhere.
    mutating func make(_ kind: Kind, _ depth: Int) -> String {
        if entropy.chance(1, in: 40) { return "dyn(\(make(entropy.pick(Kind.allCases), depth - 1)))" }
        guard depth > 0, !entropy.chance(1, in: 4) else { return leaf(kind) }
        if let call = Self.calls[kind].map({ entropy.pick($0) }), !entropy.chance(1, in: 5) {
            return filled(call, depth - 1)
        }
        return general(kind, depth - 1)
    }

    /// A template with `{k}` for an operand of a kind by its letter, or of any kind by `*`.
    private mutating func filled(_ template: String, _ depth: Int) -> String {
        var result = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}"),
            rest.distance(from: open, to: close) == 2
        {
            result += rest[..<open]
            let letter = rest[rest.index(after: open)]
            result += operand(letter, depth)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private mutating func operand(_ letter: Character, _ depth: Int) -> String {
        guard let kind = Self.letters[letter] else {
            return "dyn(\(make(entropy.pick(Kind.allCases), depth)))"
        }
        // Now and then of another kind, which the checker lets through as dyn.
        if entropy.chance(1, in: 25) { return "dyn(\(make(entropy.pick(Kind.allCases), depth)))" }
        return "(\(make(kind, depth)))"
    }

    private static let letters: [Character: Kind] = [
        "b": .bool, "i": .int, "d": .double, "s": .string, "y": .bytes, "l": .list, "m": .map,
        "t": .time, "u": .duration, "o": .optional, "p": .ip, "c": .cidr,
    ]

    private mutating func general(_ kind: Kind, _ depth: Int) -> String {
        switch entropy.below(4) {
        case 0: return "(\(make(.bool, depth)) ? \(make(kind, depth)) : \(make(kind, depth)))"
        case 1: return "cel.bind(x, \(make(kind, depth)), dyn([x, x])[\(entropy.pick(["0", "1", "2"]))])"
        case 2: return "optional.of(\(make(kind, depth))).orValue(\(make(kind, depth)))"
        default: return "[\(make(kind, depth)), \(make(kind, depth))][\(entropy.pick(["0", "1", "i"]))]"
        }
    }

    mutating func leaf(_ kind: Kind) -> String { entropy.pick(Self.leaves[kind] ?? ["null"]) }
}
