import CallgateBytecode

extension ImageBuilder {
    /// A lookup that notes rules.
    mutating func append(_ screen: ScreenPlan.Screen) -> UInt32 {
        let start = contents.cases.count
        var lists: [[UInt32]: UInt32] = [:]
        func label(_ rules: [UInt32], _ contents: inout ImageContents) -> UInt32 {
            if let known = lists[rules] { return known }
            let label = UInt32(contents.cases.count)
            contents.cases += rules
            contents.cases[contents.cases.count - 1] |= LookupRecord.lastCase
            lists[rules] = label
            return label
        }
        // In the order of the rules, so that equal policies have equal images.
        let sorted = screen.notes.map { (key: $0.key, rules: $0.value.sorted()) }
            .sorted { ($0.rules[0], $0.key) < ($1.rules[0], $1.key) }
        let keys = sorted.map { (key: $0.key, label: label($0.rules, &contents)) }
        let all = label(screen.rules.sorted(), &contents)
        let cases = RunRef(start: UInt32(start), count: UInt32(contents.cases.count - start))
        return append(screen.kind, keys, cases: cases, all: all)
    }

    /// A lookup of constants.
    mutating func append(_ kind: LookupKind, _ keys: [LookupKey]) -> UInt32 {
        append(kind, keys.map { ($0, 0) }, cases: RunRef(start: UInt32(contents.cases.count), count: 0), all: 0)
    }

    /// A lookup of parts.
    /// - Parameter offsets: where in each of them the piece is that it is found by.
    mutating func append(parts keys: [LookupKey], _ offsets: [UInt32]) -> UInt32 {
        append(
            .parts, Array(zip(keys, offsets)),
            cases: RunRef(start: UInt32(contents.cases.count), count: 0), all: 0)
    }

    private mutating func append(
        _ kind: LookupKind, _ keys: [(key: LookupKey, label: UInt32)], cases: RunRef, all: UInt32
    ) -> UInt32 {
        var lengths: UInt64 = 0
        var longest = 0
        var places: [(hash: UInt64, place: PlaceRecord)] = []
        places.reserveCapacity(keys.count)
        for (key, label) in keys {
            switch key {
            case .scalar(let kind, let bits):
                let hash = LookupHash.scalar(kind, bits)
                places.append((hash, PlaceRecord(key: bits, tag: LookupHash.tag(hash, kind), label: label)))
            case .fragment(let bits):
                lengths |= LookupRecord.lengthBit(Int(bits >> 32))
                let hash = LookupHash.fragment(bits)
                places.append((hash, PlaceRecord(key: bits, tag: LookupHash.tag(hash, .fragment), label: label)))
            case .text(let bytes):
                longest = max(longest, bytes.count)
                let hash: UInt64
                switch kind {
                case .prefixes: hash = LookupHash.affix(bytes)
                case .suffixes: hash = LookupHash.affix(bytes.reversed())
                case .parts:
                    let piece = bytes[Int(label)..<Int(label) + min(4, bytes.count)]
                    lengths |= LookupRecord.lengthBit(piece.count)
                    hash = LookupHash.fragment(LookupKey.fragmentBits(piece))
                default: hash = XXH3.hash(bytes)
                }
                if kind == .prefixes || kind == .suffixes { lengths |= LookupRecord.lengthBit(bytes.count) }
                let text = intern(bytes)
                places.append(
                    (
                        hash,
                        PlaceRecord(
                            key: UInt64(text.offset) | UInt64(text.length) << 32, tag: LookupHash.tag(hash, .text),
                            label: label)
                    ))
            }
        }
        let filter = kind == .fragments || kind == .parts ? appendFilter(places.map(\.hash)) : noFilter
        let start = UInt32(contents.places.count)
        if kind != .truth { contents.places += Self.arranged(places) }
        contents.lookups.append(
            LookupRecord(
                kind: kind, lengths: lengths,
                places: RunRef(start: start, count: UInt32(contents.places.count) - start), cases: cases,
                filter: filter, all: all, longest: UInt32(longest)))
        return UInt32(contents.lookups.count - 1)
    }

    private var noFilter: RunRef { RunRef(start: UInt32(contents.filters.count), count: 0) }

    /// 32 bits for each key, so that one in 32 others passes.
    private mutating func appendFilter(_ hashes: [UInt64]) -> RunRef {
        var words = 1
        while 2 * words < hashes.count { words *= 2 }
        var filter = [UInt64](repeating: 0, count: words)
        for hash in hashes {
            let bit = LookupHash.bit(hash, words: words)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        let start = UInt32(contents.filters.count)
        contents.filters += filter
        return RunRef(start: start, count: UInt32(words))
    }

    /// The keys in their places, two thirds of which are taken; more are free where keys would lie too
    /// far from where they are looked for.
    private static func arranged(_ keys: [(hash: UInt64, place: PlaceRecord)]) -> [PlaceRecord] {
        var count = keys.count + keys.count / 2 + 1
        while true {
            if let places = arranged(keys, count) { return places }
            count += count / 2 + 1
        }
    }

    private static func arranged(_ keys: [(hash: UInt64, place: PlaceRecord)], _ count: Int) -> [PlaceRecord]? {
        var places = [PlaceRecord](repeating: .empty, count: count)
        for (hash, place) in keys {
            var index = LookupHash.place(hash, of: count)
            var steps = 1
            while places[index].tag != 0 {
                index = index + 1 == count ? 0 : index + 1
                steps += 1
            }
            guard steps <= BytecodeLimits.probes else { return nil }
            places[index] = place
        }
        return places
    }
}

extension LookupKey: Comparable {
    static func < (left: LookupKey, right: LookupKey) -> Bool {
        switch (left, right) {
        case (.scalar(let a, let b), .scalar(let c, let d)): (a.rawValue, b) < (c.rawValue, d)
        case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
        case (.fragment(let a), .fragment(let b)): a < b
        case (.scalar, _): true
        case (.text, .fragment): true
        default: false
        }
    }
}

extension LookupHash {
    /// The hash of a beginning; of an end, its bytes reversed.
    static func affix(_ bytes: some Sequence<UInt8>) -> UInt64 {
        finished(bytes.reduce(0) { extended($0, by: $1) })
    }
}
