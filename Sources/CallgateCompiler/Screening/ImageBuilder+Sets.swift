import CallgateBytecode
import CallgateRegex

extension ImageBuilder {
    /// The lookup that says whether a value is one of some constants.
    mutating func intern(set keys: [LookupKey]) -> UInt32 { intern(.set, Self.distinct(keys)) }

    private mutating func intern(_ kind: LookupKind, _ keys: [LookupKey]) -> UInt32 {
        let key = SetKey(kind: kind, keys: keys)
        if let known = sets[key] { return known }
        let index = append(kind, keys)
        sets[key] = index
        return index
    }

    /// The lookup that says whether a text starts with, ends with or contains one of some texts; nil where
    /// comparing with each is better.
    mutating func intern(texts: [[UInt8]], _ kind: LookupKind) -> UInt32? {
        let lengths = 1...BytecodeLimits.affixBytes
        guard texts.allSatisfy({ lengths.contains($0.count) }) else { return nil }
        let keys = Self.distinct(texts.map(LookupKey.text))
        guard kind == .parts else { return intern(kind, keys) }
        return intern(parts: keys, mostWork: texts.count)
    }

    private static func distinct(_ keys: [LookupKey]) -> [LookupKey] {
        var seen: Set<LookupKey> = []
        seen.reserveCapacity(keys.count)
        return keys.filter { seen.insert($0).inserted }
    }

    /// The lookup of a literal test that has too many strings to compare with each.
    mutating func lookup(of test: LiteralTest) -> UInt32? {
        let (kind, texts): (LookupKind, [[UInt8]]) =
            switch test {
            case .always, .never: (.set, [])
            case .equals(let texts): (.set, texts)
            case .hasPrefix(let texts): (.prefixes, texts)
            case .hasSuffix(let texts): (.suffixes, texts)
            case .contains(let texts): (.parts, texts)
            }
        guard texts.count > RegexLimits.maximumLiterals else { return nil }
        return kind == .set ? intern(set: texts.map(LookupKey.text)) : intern(texts: texts, kind)
    }

    /// Parts are found by pieces of them: of each, the piece that the fewest others have.
    ///
    /// - Parameter mostWork: for 16 bytes of a text, in units: that of searching for each by itself.
    private mutating func intern(parts keys: [LookupKey], mostWork: Int) -> UInt32? {
        let key = SetKey(kind: .parts, keys: keys)
        if let known = sets[key] { return known }
        var shares: [LookupKey: Int] = [:]
        for case .text(let text) in keys {
            for piece in Set(Self.pieces(text)) { shares[piece, default: 0] += 1 }
        }
        var offsets: [UInt32] = []
        var work: [LookupKey: Int] = [:]
        for case .text(let text) in keys {
            let pieces = Self.pieces(text)
            let offset = pieces.indices.min { shares[pieces[$0], default: 0] < shares[pieces[$1], default: 0] } ?? 0
            offsets.append(UInt32(offset))
            work[pieces[offset], default: 0] += 1 + text.count / 16
        }
        // At each byte there may be a piece of each length.
        var mostByLength = [0, 0, 0, 0, 0]
        for case (.fragment(let bits), let units) in work {
            let length = Int(bits >> 32)
            mostByLength[length] = max(mostByLength[length], units)
        }
        let factor = 2 + 16 * mostByLength.reduce(0, +)
        guard factor <= mostWork, mostByLength.allSatisfy({ $0 < BytecodeLimits.probes / 2 }) else { return nil }
        let index = append(parts: keys, offsets)
        partFactors[index] = Cost(factor)
        sets[key] = index
        return index
    }

    /// What a pattern that is a lookup costs for 16 bytes: two units, and what parts are compared with.
    func factor(ofLookup pattern: PatternRecord) -> Cost {
        let table = Int(pattern.table.start)
        return factor(ofLookup: (0..<4).reduce(0) { $0 | UInt32(contents.tables[table + $1]) << UInt32(8 * $1) })
    }

    /// The same of a lookup of texts.
    func factor(ofLookup index: UInt32) -> Cost { partFactors[index] ?? Cost(2) }

    private static func pieces(_ text: [UInt8]) -> [LookupKey] {
        let length = min(4, text.count)
        return (0...text.count - length).map { .fragment(text[$0..<$0 + length]) }
    }
}
