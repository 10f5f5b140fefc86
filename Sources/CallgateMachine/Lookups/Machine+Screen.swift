internal import CallgateBytecode

extension Machine {
    /// Notes the rules of a lookup that a value may make true, or break. All others are false for it.
    mutating func screen(_ value: Slot, lookup index: Int) {
        // V6: the lookup exists and notes rules.
        let lookup = view.lookups[verified: index]
        if lookup.kind == LookupKind.truth.rawValue {
            if !value.isFalse { noteAll(lookup) }
        } else if lookup.kind == LookupKind.values.rawValue {
            screen(value, by: lookup)
        } else if value.isKind(.string) {
            screen(fragmentsOf: value, by: lookup)
        } else {
            // An error, or a value that no text test takes.
            noteAll(lookup)
        }
    }

    @inline(__always)
    private mutating func screen(_ value: Slot, by lookup: LookupRecord) {
        if value.isKind(.string) {
            guard value.extra <= lookup.longest, spend(bytes: 2 &* value.length) else { return }
            if let place = find(bytes(of: value), in: lookup) { _ = note(place.label) }
        } else if value.isKind(.error) || LookupKey.mayRound(value) {
            noteAll(lookup)
        } else if let key = LookupKey(value), let place = find(key, in: lookup), spend(1) {
            _ = note(place.label)
        }
    }

    /// Looks at each piece of a text. Where rules are noted again and again, all of them are, once: no
    /// text makes noting cost more than that.
    private mutating func screen(fragmentsOf value: Slot, by lookup: LookupRecord) {
        let text = bytes(of: value)
        guard spend(bytes: 4 &* text.count) else { return }
        var budget = Int(lookup.cases.count)
        var position = 0
        while position < text.count {
            let rest = text.count &- position
            let word = rest >= 4 ? UInt64(text.halfWord(position)) : tail(text, from: position)
            let folded = word | 0x2020_2020
            if lookup.lengths & 16 != 0, rest >= 4 {
                budget &-= noteFragment(4 &<< 32 | folded, lookup)
            }
            if lookup.lengths & 8 != 0, rest >= 3 {
                budget &-= noteFragment(3 &<< 32 | folded & 0xFF_FFFF, lookup)
            }
            if lookup.lengths & 4 != 0, rest >= 2 {
                budget &-= noteFragment(2 &<< 32 | folded & 0xFFFF, lookup)
            }
            guard budget >= 0 else { return noteAll(lookup) }
            position &+= 1
        }
    }

    /// The last bytes of a text, fewer than four.
    @inline(__always)
    func tail(_ text: ByteSpan, from position: Int) -> UInt64 {
        UInt64(text.peek(position)) | UInt64(text.peek(position &+ 1)) &<< 8
            | UInt64(text.peek(position &+ 2)) &<< 16
    }

    /// - Returns: how many rules were noted.
    @inline(__always)
    private mutating func noteFragment(_ key: UInt64, _ lookup: LookupRecord) -> Int {
        let hash = LookupHash.fragment(key)
        guard passes(hash, lookup) else { return 0 }
        guard let place = find(key, .fragment, hash, in: lookup) else { return 0 }
        return note(place.label)
    }

    /// Whether a hash is among those of a filter's keys, or collides with one.
    @inline(__always)
    func passes(_ hash: UInt64, _ lookup: LookupRecord) -> Bool {
        let bit = LookupHash.bit(hash, words: Int(lookup.filter.count))
        // V15: the filter exists, and has a power of two of words.
        let word = view.filters[verified: Int(lookup.filter.start) &+ bit &>> 6]
        return word &>> UInt64(bit & 63) & 1 != 0
    }

    private mutating func noteAll(_ lookup: LookupRecord) {
        guard spend(1 &+ Int(lookup.cases.count) &>> 4) else { return }
        _ = note(lookup.all)
    }

    /// Notes the rules of a list.
    /// - Returns: how many they are.
    @inline(__always)
    private mutating func note(_ label: UInt32) -> Int {
        var index = Int(label)
        var count = 0
        while true {
            // V15: lists end within the section; their rules are rules of the program, still to come.
            let rule = view.cases[verified: index]
            agenda.insert(Int(rule & ~LookupRecord.lastCase))
            count &+= 1
            if rule & LookupRecord.lastCase != 0 { return count }
            index &+= 1
        }
    }
}
