import CallgateBytecode

extension ImageChecks {
    /// V15: lookups' places, lists and filters follow one another; each key has the form of its kind
    /// and is found by its hash; lists end, and a filter has the bits of its keys.
    func checkLookups() throws(ImageError) {
        var places = 0
        var cases = 0
        var filters = 0
        for index in 0..<view.lookups.count {
            let lookup = view.lookups[index]
            try require(
                lookup.reserved0 == 0 && lookup.reserved1 == 0 && lookup.reserved2 == 0, 2, "a reserved field is not zero")
            guard let kind = LookupKind(rawValue: lookup.kind) else {
                throw .verification(rule: 2, reason: "lookup \(index) has kind \(lookup.kind)")
            }
            try require(
                Int(lookup.places.start) == places && Int(lookup.cases.start) == cases
                    && Int(lookup.filter.start) == filters, 15,
                "lookup \(index) does not start where the one before it ends")
            try checkRun(lookup.places, of: view.places.count, "lookup \(index)'s places")
            try checkRun(lookup.cases, of: view.cases.count, "lookup \(index)'s lists")
            try checkRun(lookup.filter, of: view.filters.count, "lookup \(index)'s filter")
            try checkShape(lookup, kind, index)
            try checkPlaces(lookup, kind, index)
            places = lookup.places.range.upperBound
            cases = lookup.cases.range.upperBound
            filters = lookup.filter.range.upperBound
        }
        try require(
            places == view.places.count && cases == view.cases.count && filters == view.filters.count, 15,
            "places, lists or filters of no lookup")
    }

    private func checkShape(
        _ lookup: LookupRecord, _ kind: LookupKind, _ index: Int
    ) throws(ImageError) {
        try require(
            (kind == .truth) == (lookup.places.count == 0), 15,
            "lookup \(index) has \(lookup.places.count) places")
        let cases = lookup.cases.range
        if kind.notesRules {
            try require(
                cases.contains(Int(lookup.all)) && view.cases[cases.upperBound - 1] & LookupRecord.lastCase != 0,
                15, "lookup \(index)'s lists do not end")
        } else {
            try require(cases.isEmpty && lookup.all == 0, 15, "lookup \(index) notes rules")
        }
        let words = lookup.filter.count
        let isFiltered = kind == .fragments || kind == .parts
        try require(
            isFiltered ? words > 0 && words & (words - 1) == 0 : words == 0, 15,
            "lookup \(index)'s filter has \(words) words")
        let lengths: UInt64
        switch kind {
        case .values, .truth, .set: lengths = 0
        case .fragments: lengths = 0b1_1100
        case .parts: lengths = 0b1_1110
        case .prefixes, .suffixes: lengths = ~1
        }
        try require(lookup.lengths & ~lengths == 0, 15, "lookup \(index)'s lengths")
    }

    private func checkPlaces(
        _ lookup: LookupRecord, _ kind: LookupKind, _ index: Int
    ) throws(ImageError) {
        let count = lookup.places.range.count
        for offset in 0..<count {
            let place = view.places[lookup.places.range.lowerBound + offset]
            if place.tag == 0 {
                try require(place == .empty, 15, "an empty place of lookup \(index) has a key")
                continue
            }
            let hash = try hash(of: place, lookup, kind, index)
            try require(
                place.tag == LookupHash.tag(hash, place.kind), 15,
                "place \(offset) of lookup \(index) has another tag")
            try checkLabel(place, lookup, kind, index)
            // Every place from the one that the hash names on is taken.
            var from = LookupHash.place(hash, of: count)
            var steps = 1
            while from != offset, steps < BytecodeLimits.probes,
                view.places[lookup.places.range.lowerBound + from].tag != 0 {
                from = from + 1 == count ? 0 : from + 1
                steps += 1
            }
            try require(
                from == offset, 15,
                "place \(offset) of lookup \(index) is not found by its hash")
        }
    }

    /// The hash of a place's key, which has the form that its kind wants.
    private func hash(
        of place: PlaceRecord, _ lookup: LookupRecord, _ kind: LookupKind, _ index: Int
    ) throws(ImageError) -> UInt64 {
        let key = place.key
        let isForm: Bool
        switch (kind, place.kind) {
        case (.values, .text), (.set, .text):
            try checkReference(place.text, isText: false, "a key of lookup \(index)")
            try require(
                place.text.length <= lookup.longest, 15,
                "lookup \(index) has a key longer than \(lookup.longest) bytes")
            return unsafe XXH3.hash(
                UnsafeRawBufferPointer(
                    start: view.data.address(of: Int(place.text.offset)), count: Int(place.text.length)))
        case (.prefixes, .text), (.suffixes, .text), (.parts, .text):
            try checkReference(place.text, isText: false, "a key of lookup \(index)")
            return try textHash(of: place, lookup, kind, index)
        case (.fragments, .fragment):
            let length = key >> 32
            isForm =
                length >= 2 && length <= 4 && key & 0xFFFF_FFFF < 1 << (8 * length)
                && lookup.lengths & LookupRecord.lengthBit(Int(length)) != 0
            let hash = LookupHash.fragment(key)
            try require(isForm && passes(hash, lookup), 15, "a fragment of lookup \(index) is none")
            return hash
        case (.values, .null), (.set, .null): isForm = key == 0
        case (.values, .bool), (.set, .bool): isForm = key <= 1
        case (.values, .int), (.set, .int): isForm = true
        case (.values, .uint), (.set, .uint): isForm = key > UInt64(Int64.max)
        case (.values, .double), (.set, .double):
            let canonical = LookupHash.canonical(Double(bitPattern: key))
            isForm = canonical?.kind == .double
        default: isForm = false
        }
        try require(isForm, 15, "lookup \(index) has a key of kind \(place.kind) that is none of its kinds")
        return LookupHash.scalar(place.kind, key)
    }

    /// The hash of a beginning, an end or a part.
    private func textHash(
        of place: PlaceRecord, _ lookup: LookupRecord, _ kind: LookupKind, _ index: Int
    ) throws(ImageError) -> UInt64 {
        let bytes = view.bytes(place.text)
        try require(
            !bytes.isEmpty && bytes.count <= BytecodeLimits.affixBytes, 15,
            "a key of lookup \(index) has \(bytes.count) bytes")
        guard kind == .parts else {
            try require(
                lookup.lengths & LookupRecord.lengthBit(bytes.count) != 0, 15,
                "lookup \(index) does not say the lengths of its keys")
            let order = kind == .prefixes ? bytes : bytes.reversed()
            return LookupHash.finished(order.reduce(0) { LookupHash.extended($0, by: $1) })
        }
        let offset = Int(place.label)
        let length = min(4, bytes.count)
        try require(
            offset + length <= bytes.count && lookup.lengths & LookupRecord.lengthBit(length) != 0, 15,
            "a key of lookup \(index) has its piece at \(offset)")
        var key = UInt64(length) << 32
        for number in 0..<length { key |= UInt64(bytes[offset + number]) << UInt64(8 * number) }
        let hash = LookupHash.fragment(key)
        try require(passes(hash, lookup), 15, "a key of lookup \(index) does not pass its filter")
        return hash
    }

    private func passes(_ hash: UInt64, _ lookup: LookupRecord) -> Bool {
        let bit = LookupHash.bit(hash, words: Int(lookup.filter.count))
        return view.filters[Int(lookup.filter.start) + bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }

    private func checkLabel(
        _ place: PlaceRecord, _ lookup: LookupRecord, _ kind: LookupKind, _ index: Int
    ) throws(ImageError) {
        switch kind {
        case .values, .fragments:
            try require(
                lookup.cases.range.contains(Int(place.label)), 15,
                "a key of lookup \(index) has the list \(place.label)")
        case .parts: break
        default: try require(place.label == 0, 15, "a key of lookup \(index) has a list")
        }
    }
}
