internal import CallgateBytecode

// An address is a view of its 4 or 16 bytes in the arena; a prefix has its length beside them.
extension Machine {
    /// `ip(text)`
    mutating func ip(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        guard let address = readAddress(text) else { return error(.badConversion, text) }
        return slot(address)
    }

    /// `isIP(text)`
    mutating func isIP(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        return .bool(readAddress(text) != nil)
    }

    /// `ip.isCanonical(text)`
    mutating func isCanonicalIP(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        guard let address = readAddress(text) else { return error(.badConversion, text) }
        let mark = arena.used
        defer { arena.reset(to: mark) }
        guard let offset = reserve(IPAddress.longestText) else { return .null }
        var buffer = TextBuffer(arena, at: offset, capacity: IPAddress.longestText)
        address.write(to: &buffer)
        return .bool(arena.bytes(offset, buffer.count).equals(bytes(of: text)))
    }

    /// `address.family()`
    func family(_ address: Slot) -> Slot {
        guard address.isKind(.ip) else { return error(.noSuchOverload, address) }
        return .int(address.length == 4 ? 4 : 6)
    }

    /// `address.isLoopback()` and its like.
    @inline(__always)
    func isAddress(_ address: Slot, _ test: (IPAddress) -> Bool) -> Slot {
        guard address.isKind(.ip) else { return error(.noSuchOverload, address) }
        return .bool(test(IPAddress(bytes(of: address))))
    }

    /// `cidr(text)`
    mutating func cidr(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        guard let prefix = readPrefix(text) else { return error(.badConversion, text) }
        return slot(prefix.address, prefixLength: prefix.length)
    }

    /// `isCIDR(text)`
    mutating func isCIDR(_ text: Slot) -> Slot {
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        return .bool(readPrefix(text) != nil)
    }

    /// `prefix.containsIP(address)`, which may be spelled.
    mutating func containsIP(_ prefix: Slot, _ address: Slot) -> Slot {
        guard prefix.isKind(.cidr), address.isKind(.ip) || address.isKind(.string) else {
            return error(.noSuchOverload, prefix, address)
        }
        let isSpelled = address.isKind(.string)
        guard let other = isSpelled ? readAddress(address) : IPAddress(bytes(of: address)) else {
            return error(.badConversion, prefix, address)
        }
        return contains(prefix, other)
    }

    /// `prefix.containsCIDR(other)`, which may be spelled.
    mutating func containsCIDR(_ prefix: Slot, _ other: Slot) -> Slot {
        guard prefix.isKind(.cidr), other.isKind(.cidr) || other.isKind(.string) else {
            return error(.noSuchOverload, prefix, other)
        }
        guard other.isKind(.string) else {
            guard prefix.c <= other.c else { return .bool(false) }
            return contains(prefix, IPAddress(bytes(of: other)))
        }
        guard let spelled = readPrefix(other) else { return error(.badConversion, prefix, other) }
        guard Int(prefix.c) <= spelled.length else { return .bool(false) }
        return contains(prefix, spelled.address)
    }

    /// `prefix.masked()`
    mutating func masked(_ prefix: Slot) -> Slot {
        guard prefix.isKind(.cidr) else { return error(.noSuchOverload, prefix) }
        let length = Int(prefix.c)
        return slot(IPAddress(bytes(of: prefix)).masked(to: length), prefixLength: length)
    }

    /// `prefix.prefixLength()`
    func prefixLength(_ prefix: Slot) -> Slot {
        prefix.isKind(.cidr) ? .int(Int64(prefix.c)) : error(.noSuchOverload, prefix)
    }

    /// `prefix.ip()`: a view of the same bytes.
    func prefixAddress(_ prefix: Slot) -> Slot {
        guard prefix.isKind(.cidr) else { return error(.noSuchOverload, prefix) }
        return Slot(
            kind: .ip, flags: prefix.regionByte, extra: prefix.extra, payload: prefix.payload)
    }

    @inline(__always)
    private func contains(_ prefix: Slot, _ address: IPAddress) -> Slot {
        let length = Int(prefix.c)
        let own = IPAddress(bytes(of: prefix)).masked(to: length)
        return .bool(own.equals(address.masked(to: length)))
    }

    private mutating func readAddress(_ text: Slot) -> IPAddress? {
        guard spend(bytes: text.length) else { return nil }
        return IPAddress(text: bytes(of: text))
    }

    private mutating func readPrefix(_ text: Slot) -> (address: IPAddress, length: Int)? {
        guard spend(bytes: text.length) else { return nil }
        return IPAddress.prefix(bytes(of: text))
    }

    /// - Parameter prefixLength: for a prefix.
    private mutating func slot(_ address: IPAddress, prefixLength: Int? = nil) -> Slot {
        let count = address.bitCount / 8
        guard let offset = reserve(16) else { return .null }
        arena.store(address.high.bigEndian, at: offset)
        arena.store(address.low.bigEndian, at: offset &+ 8)
        return Slot(
            kind: prefixLength == nil ? .ip : .cidr, flags: Region.arena.rawValue,
            c: UInt8(truncatingIfNeeded: prefixLength ?? 0), extra: UInt32(count),
            payload: UInt64(offset))
    }
}
