internal import CallgateBytecode

extension Machine {
    /// Whether a string is, starts with, ends with or contains one of the texts of a lookup.
    mutating func matchTexts(_ value: Slot, lookup index: Int) -> Slot {
        guard value.isKind(.string) else {
            // As of a test against one text.
            return value.isKind(.error)
                ? value : error(.noSuchOverload, value, .view(.string, .image, offset: 0, length: 0))
        }
        // V6: the lookup exists and is one of texts.
        let lookup = view.lookups[verified: index]
        let text = bytes(of: value)
        guard spend(bytes: 2 &* text.count) else { return .null }
        switch LookupKind(rawValue: lookup.kind) ?? .set {
        case .prefixes: return .bool(startsWithAny(text, lookup))
        case .suffixes: return .bool(endsWithAny(text, lookup))
        case .parts: return .bool(containsAny(text, lookup))
        default: return .bool(value.extra <= lookup.longest && find(text, in: lookup) != nil)
        }
    }

    /// Hashes one byte more at a time; where there are keys of that length, looks for one.
    private func startsWithAny(_ text: ByteSpan, _ lookup: LookupRecord) -> Bool {
        let longest = min(text.count, BytecodeLimits.affixBytes)
        var hash: UInt64 = 0
        var length = 0
        while length < longest {
            hash = LookupHash.extended(hash, by: text[length])
            length &+= 1
            guard lookup.lengths & LookupRecord.lengthBit(length) != 0 else { continue }
            if find(text.slice(0, length), LookupHash.finished(hash), in: lookup) != nil { return true }
        }
        return false
    }

    private func endsWithAny(_ text: ByteSpan, _ lookup: LookupRecord) -> Bool {
        let longest = min(text.count, BytecodeLimits.affixBytes)
        var hash: UInt64 = 0
        var length = 0
        while length < longest {
            length &+= 1
            hash = LookupHash.extended(hash, by: text[text.count &- length])
            guard lookup.lengths & LookupRecord.lengthBit(length) != 0 else { continue }
            let end = text.slice(text.count &- length, length)
            if find(end, LookupHash.finished(hash), in: lookup) != nil { return true }
        }
        return false
    }

    /// Looks for the keys that have the piece at a position, and compares them where they would stand.
    private mutating func containsAny(_ text: ByteSpan, _ lookup: LookupRecord) -> Bool {
        var position = 0
        while position < text.count {
            let rest = text.count &- position
            let word = rest >= 4 ? UInt64(text.halfWord(position)) : tail(text, from: position)
            var size = min(rest, 4)
            while size > 0 {
                if lookup.lengths & LookupRecord.lengthBit(size) != 0 {
                    let key = UInt64(size) &<< 32 | word & (1 &<< UInt64(8 &* size) &- 1)
                    let hash = LookupHash.fragment(key)
                    if passes(hash, lookup), isPart(hash, at: position, of: text, lookup) { return true }
                    guard trap == nil else { return false }
                }
                size &-= 1
            }
            position &+= 1
        }
        return false
    }

    /// Whether a key whose piece has this hash stands in the text, that piece at `position`.
    private mutating func isPart(
        _ hash: UInt64, at position: Int, of text: ByteSpan, _ lookup: LookupRecord
    ) -> Bool {
        var search = PlaceSearch(hash, .text, in: lookup)
        while let place = next(&search, in: lookup) {
            // The label of such a key is where in it the piece stands.
            let start = position &- Int(place.label)
            let length = Int(place.text.length)
            guard spend(bytes: length) else { return false }
            guard start >= 0, start &+ length <= text.count else { continue }
            if imageBytes(place.text).equals(text.slice(start, length)) { return true }
        }
        return false
    }
}
