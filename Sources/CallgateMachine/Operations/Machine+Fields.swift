internal import CallgateBytecode

extension Machine {
    /// `has(e.f)` where the scan has filled a register from `e.f`.
    @inline(__always)
    func filled(_ value: Slot) -> Slot {
        if value.isKind(.error) {
            if value.isError(.nullField) { return .bool(false) }
            // A number that is out of range is there all the same.
            return value.isOwnNumber ? .bool(true) : value
        }
        return .bool(!(value.isKind(.null) && value.flags & Slot.absent != 0))
    }

    /// `container.key` with a constant key.
    mutating func select(_ container: Slot, _ key: Slot) -> Slot {
        switch container.kind {
        case .error: return container
        case .null: return error(.nullField, container)
        case .map: return lookUp(key, in: container) ?? missing(container)
        case .optional: return optionalSelect(container, key)
        default: return error(.noSuchOverload, container)
        }
    }

    /// `has(container.key)`.
    mutating func presence(_ container: Slot, _ key: Slot) -> Slot {
        switch container.kind {
        case .error: return container.isError(.nullField) ? .bool(false) : container
        case .null: return .bool(false)
        case .map:
            guard let value = lookUp(key, in: container) else { return .bool(false) }
            return value.isError(.duplicateKey) ? value : .bool(true)
        case .optional: return container.length == 0 ? .bool(false) : presence(content(of: container), key)
        default: return error(.noSuchOverload, container)
        }
    }

    /// `container[key]`.
    mutating func index(_ container: Slot, _ key: Slot) -> Slot {
        if container.isKind(.error) { return container }
        if key.isKind(.error) { return key }
        switch container.kind {
        case .null where key.isKind(.string): return error(.nullField, container)
        case .map:
            if container.isInCall, !key.isKind(.string) {
                return error(.noSuchKey, container, key)
            }
            return lookUp(key, in: container) ?? missing(container)
        case .list:
            guard let position = position(key) else { return error(.noSuchOverload, container, key) }
            return element(position, of: container)
        case .optional: return optionalIndex(container, key)
        default: return error(.noSuchOverload, container, key)
        }
    }

    /// What reading a key yields that a map does not have: objects of the call are open.
    @inline(__always)
    private func missing(_ container: Slot) -> Slot {
        container.isInCall ? .missing : error(.noSuchKey, container)
    }

    /// A list index as an integer: an int, a uint, or a double without fraction; -1 out of range.
    @inline(__always)
    private func position(_ key: Slot) -> Int? {
        switch key.kind {
        case .int: return Int(key.int)
        case .uint: return Int(exactly: key.payload) ?? -1
        case .double:
            let value = key.double
            guard value > -0x1p63, value < 0x1p63 else { return value.isNaN ? nil : -1 }
            let whole = Int64(value)
            return Double(whole) == value ? Int(whole) : nil
        default: return nil
        }
    }

    private mutating func element(_ position: Int, of list: Slot) -> Slot {
        guard position >= 0 else { return error(.indexRange, list) }
        if !list.isInCall {
            guard position < list.length else { return error(.indexRange, list) }
            return storedSlot(list, position)
        }
        guard spend(bytes: list.length) else { return .null }
        var cursor = JSONCursor(call, at: list.offset)
        guard cursor.enter() else { return error(.indexRange, list) }
        for _ in 0..<position {
            cursor.value()
            guard cursor.advance() else { return error(.indexRange, list) }
        }
        return jsonSlot(&cursor)
    }

    /// The value of a key in a map; nil where it has none. An error where the key occurs twice.
    mutating func lookUp(_ key: Slot, in map: Slot) -> Slot? {
        if !map.isInCall {
            guard spend(map.length) else { return nil }
            for entry in 0..<map.length where keysAreEqual(key, storedSlot(map, 2 &* entry)) {
                return storedSlot(map, 2 &* entry &+ 1)
            }
            return nil
        }
        guard key.isKind(.string), map.length > 0 else { return nil }
        guard spend(bytes: map.length) else { return .null }
        let wanted = bytes(of: key)
        var found = -1
        var cursor = JSONCursor(call, at: map.offset)
        guard cursor.enter() else { return nil }
        repeat {
            let start = cursor.position
            if isKey(cursor.key(), wanted) {
                if found >= 0 {
                    return .error(.duplicateKey, pc: pc, place: start)
                }
                found = cursor.position
            }
            cursor.value()
        } while cursor.advance()
        guard found >= 0 else { return nil }
        cursor.position = found
        return jsonSlot(&cursor)
    }

    /// Whether a key of the call is the wanted one, its escapes decoded.
    @inline(__always)
    mutating func isKey(_ key: StringRange, _ wanted: ByteSpan) -> Bool {
        let mark = arena.used
        defer { arena.reset(to: mark) }
        guard let name = decoded(key) else {
            trap = .memory
            return false
        }
        return name.equals(wanted)
    }

    /// An element of a list, or a key or value of a map, that the image or the arena holds.
    @inline(__always)
    func storedSlot(_ container: Slot, _ index: Int) -> Slot {
        if container.regionByte == Region.arena.rawValue {
            return arena.load(container.offset &+ index &* Slot.size, as: Slot.self)
        }
        // V4: a constant's elements are constants.
        return view.constants[verified: container.offset &+ index]
    }

    /// Map keys: numbers are equal across their kinds, by their exact values.
    @inline(__always)
    func keysAreEqual(_ left: Slot, _ right: Slot) -> Bool {
        if left.isKind(.string), right.isKind(.string) {
            return bytes(of: left).equals(bytes(of: right))
        }
        if left.isKind(.bool), right.isKind(.bool) { return left.payload == right.payload }
        return Self.compareExactly(left, right) == .equal
    }
}
