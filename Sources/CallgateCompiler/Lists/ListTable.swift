import CallgateBytecode
import CallgatePolicy

/// The values of a list as the places of a lookup, each value once, made straight from the values: of a
/// million of them, none becomes an object.
struct ListTable {
    /// Texts are offsets into ``text``.
    private(set) var places: [PlaceRecord] = []
    /// The texts of the places, one behind the other.
    private(set) var text: [UInt8] = []
    /// Bytes of the longest text.
    private(set) var longest = 0
    /// How many places are taken.
    private var keyCount = 0

    /// So many values have one hash, or ones so near to each other, that no table holds them. Whoever fills a
    /// list may choose its values so.
    struct Collision: Error {}

    /// Places for each value at which growing ends: where hashes are as if at random, 1.5 do, or once in a while 2.25.
    private static let mostPlacesPerValue = 6

    /// - Complexity: linear in the values and their texts.
    init(_ values: ListValues) throws(Collision) {
        var count = Self.placeCount(values.count)
        let most = Self.mostPlacesPerValue * (values.count + 16)
        while !fill(values, places: count) {
            count += count / 2 + 1
            guard count <= most else { throw Collision() }
        }
        // Values that are repeated need no room.
        while Self.placeCount(keyCount) < count / 2, fill(values, places: Self.placeCount(keyCount)) {
            count = places.count
        }
    }

    /// Two thirds are taken.
    private static func placeCount(_ keys: Int) -> Int { keys + keys / 2 + 1 }

    /// Puts the values into so many places.
    /// - Returns: whether each is found among as many places as are looked at for one.
    private mutating func fill(_ values: ListValues, places count: Int) -> Bool {
        places = [PlaceRecord](repeating: .empty, count: count)
        text.removeAll(keepingCapacity: true)
        text.reserveCapacity(values.text.count)
        (longest, keyCount) = (0, 0)
        for item in values.items {
            let isPlaced: Bool
            switch item {
            case .null: isPlaced = insert(.null, 0)
            case .bool(let value): isPlaced = insert(.bool, value ? 1 : 0)
            case .int(let value): isPlaced = insert(.int, UInt64(bitPattern: value))
            case .double(let value):
                // There is no NaN among the values.
                guard let canonical = LookupHash.canonical(value) else { continue }
                isPlaced = insert(canonical.kind, canonical.bits)
            case .text(let start, let count): isPlaced = insert(values.bytes(start, count))
            }
            guard isPlaced else { return false }
        }
        return true
    }

    private mutating func insert(_ kind: PlaceKind, _ bits: UInt64) -> Bool {
        let hash = LookupHash.scalar(kind, bits)
        let tag = LookupHash.tag(hash, kind)
        guard let index = place(hash, isKnown: { $0.tag == tag && $0.key == bits }) else { return false }
        if places[index].tag == 0 {
            places[index] = PlaceRecord(key: bits, tag: tag, label: 0)
            keyCount += 1
        }
        return true
    }

    private mutating func insert(_ bytes: ArraySlice<UInt8>) -> Bool {
        // The slice's own bytes.
        let hash = unsafe bytes.withUnsafeBytes { unsafe XXH3.hash($0) }
        let tag = LookupHash.tag(hash, .text)
        let index = place(hash) { place in
            place.tag == tag && text[Int(place.text.offset)..<Int(place.text.offset) + Int(place.text.length)] == bytes
        }
        guard let index else { return false }
        if places[index].tag == 0 {
            let key = bytes.isEmpty ? 0 : UInt64(text.count) | UInt64(bytes.count) << 32
            places[index] = PlaceRecord(key: key, tag: tag, label: 0)
            text += bytes
            longest = max(longest, bytes.count)
            keyCount += 1
        }
        return true
    }

    /// The place that a key has, or would have; nil where it is too far from where it is looked for.
    private func place(_ hash: UInt64, isKnown: (PlaceRecord) -> Bool) -> Int? {
        var index = LookupHash.place(hash, of: places.count)
        for _ in 0..<BytecodeLimits.probes {
            if places[index].tag == 0 || isKnown(places[index]) { return index }
            index = index + 1 == places.count ? 0 : index + 1
        }
        return nil
    }

    /// The places with their texts from an offset of an image's data on.
    func places(textAt offset: Int) -> [PlaceRecord] {
        places.map { $0.moved(by: offset) }
    }
}

extension PlaceRecord {
    /// The place with its text so many bytes further on.
    func moved(by offset: Int) -> PlaceRecord {
        guard kind == .text, text.length > 0 else { return self }
        var place = self
        place.key = UInt64(Int(text.offset) + offset) | UInt64(text.length) << 32
        return place
    }
}
