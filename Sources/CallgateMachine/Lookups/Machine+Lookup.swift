internal import CallgateBytecode

/// What a value is looked for as.
struct LookupKey {
    let kind: PlaceKind
    let bits: UInt64

    /// The key of null, a bool or a number; nil for NaN, and for all that equals no such constant.
    @inline(__always)
    init?(_ value: Slot) {
        switch value.kind {
        case .null: (kind, bits) = (.null, 0)
        case .bool: (kind, bits) = (.bool, value.payload)
        case .int: (kind, bits) = (.int, value.payload)
        case .uint: (kind, bits) = LookupHash.canonical(value.payload)
        case .double:
            guard let canonical = LookupHash.canonical(value.double) else { return nil }
            (kind, bits) = canonical
        default: return nil
        }
    }

    /// Whether a double that is no number of the call might equal whole constants by rounding only. There
    /// are no doubles of this size among the constants, so that nothing else rounds.
    @inline(__always)
    static func mayRound(_ value: Slot) -> Bool {
        value.isKind(.double) && !value.isJSONNumber && value.double.magnitude >= 0x1p53
    }
}

/// The places of a lookup where a key with a hash may be.
struct PlaceSearch {
    let tag: UInt32
    fileprivate var index: Int
    fileprivate var left = BytecodeLimits.probes

    @inline(__always)
    init(_ hash: UInt64, _ kind: PlaceKind, in lookup: LookupRecord) {
        tag = LookupHash.tag(hash, kind)
        index = LookupHash.place(hash, of: Int(lookup.places.count))
    }
}

extension Machine {
    /// The next place with the search's tag; nil at an empty one.
    @inline(__always)
    func next(_ search: inout PlaceSearch, in lookup: LookupRecord) -> PlaceRecord? {
        // V15: there are places, and no key lies further from its own than these.
        while search.left > 0 {
            let place = view.places[verified: Int(lookup.places.start) &+ search.index]
            if place.tag == 0 { return nil }
            search.left &-= 1
            search.index &+= 1
            if search.index == Int(lookup.places.count) { search.index = 0 }
            if place.tag == search.tag { return place }
        }
        return nil
    }

    /// The place that holds a key that is a number, or nil.
    @inline(__always)
    func find(_ bits: UInt64, _ kind: PlaceKind, _ hash: UInt64, in lookup: LookupRecord) -> PlaceRecord? {
        var search = PlaceSearch(hash, kind, in: lookup)
        while let place = next(&search, in: lookup) {
            if place.key == bits { return place }
        }
        return nil
    }

    @inline(__always)
    func find(_ key: LookupKey, in lookup: LookupRecord) -> PlaceRecord? {
        find(key.bits, key.kind, LookupHash.scalar(key.kind, key.bits), in: lookup)
    }

    /// The place that holds a text with a hash, or nil.
    @inline(__always)
    func find(_ text: ByteSpan, _ hash: UInt64, in lookup: LookupRecord) -> PlaceRecord? {
        var search = PlaceSearch(hash, .text, in: lookup)
        while let place = next(&search, in: lookup) {
            if imageBytes(place.text).equals(text) { return place }
        }
        return nil
    }

    /// The place that holds a whole text, or nil.
    @inline(__always)
    func find(_ text: ByteSpan, in lookup: LookupRecord) -> PlaceRecord? { find(text, text.hash, in: lookup) }

    /// `value in [constants]`.
    mutating func member(_ value: Slot, lookup index: Int) -> Slot {
        // V6: the lookup exists and is a set.
        let lookup = view.lookups[verified: index]
        if value.isKind(.string) {
            // The text is hashed, and compared once.
            guard value.extra <= lookup.longest else { return .bool(false) }
            guard spend(bytes: 2 &* value.length) else { return .null }
            return .bool(find(bytes(of: value), in: lookup) != nil)
        }
        if value.isKind(.error) { return value }
        guard spend(1) else { return .null }
        if LookupKey.mayRound(value) { return roundedMember(value, lookup) }
        guard let key = LookupKey(value) else { return .bool(false) }
        return .bool(find(key, in: lookup) != nil)
    }

    /// A large double that was computed is compared with each constant: an int is equal to it where it
    /// rounds to it.
    private mutating func roundedMember(_ value: Slot, _ lookup: LookupRecord) -> Slot {
        guard spend(Int(lookup.places.count)) else { return .null }
        for index in 0..<Int(lookup.places.count) {
            // V15: the places exist.
            let place = view.places[verified: Int(lookup.places.start) &+ index]
            let constant: Slot
            switch place.kind {
            case .int: constant = .int(Int64(bitPattern: place.key))
            case .uint: constant = .uint(place.key)
            default: continue
            }
            if Self.compareNumbers(value, constant) == .equal { return .bool(true) }
        }
        return .bool(false)
    }
}
