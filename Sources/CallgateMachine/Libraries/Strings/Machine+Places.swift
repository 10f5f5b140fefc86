internal import CallgateBytecode

// Positions in strings count scalar values. A part of a string is a view of the same bytes.
extension Machine {
    /// `text.charAt(index)`
    mutating func charAt(_ text: Slot, _ index: Slot) -> Slot {
        guard text.isKind(.string), index.isKind(.int) else {
            return error(.noSuchOverload, text, index)
        }
        guard spend(bytes: text.length) else { return .null }
        let span = bytes(of: text)
        guard let start = span.offset(ofScalar: index.int) else {
            return error(.indexRange, text, index)
        }
        return part(of: text, start, span.scalarLength(at: start))
    }

    /// `text.substring(start)` and `text.substring(start, end)`
    mutating func substring(_ text: Slot, _ start: Slot, _ end: Slot?) -> Slot {
        guard text.isKind(.string), start.isKind(.int), end?.isKind(.int) ?? true else {
            return error(.noSuchOverload, text, start)
        }
        guard spend(bytes: 2 &* text.length) else { return .null }
        let span = bytes(of: text)
        guard let from = span.offset(ofScalar: start.int) else {
            return error(.indexRange, text, start)
        }
        guard let end else { return part(of: text, from, text.length &- from) }
        guard let to = span.offset(ofScalar: end.int), to >= from else {
            return error(.indexRange, text, end)
        }
        return part(of: text, from, to &- from)
    }

    /// `text.indexOf(wanted)` and `text.indexOf(wanted, from)`
    mutating func indexOf(_ text: Slot, _ wanted: Slot, from: Slot?) -> Slot {
        guard text.isKind(.string), wanted.isKind(.string), from?.isKind(.int) ?? true else {
            return error(.noSuchOverload, text, wanted)
        }
        guard spend(bytes: 2 &* text.length &+ wanted.length) else { return .null }
        let span = bytes(of: text)
        guard let start = span.offset(ofScalar: from?.int ?? 0) else {
            return error(.indexRange, text, from ?? .null)
        }
        let rest = span.slice(start, span.count &- start)
        guard let found = TwoWaySearch.offset(of: bytes(of: wanted), in: rest) else {
            return .int(-1)
        }
        return .int((from?.int ?? 0) &+ Int64(rest.slice(0, found).scalarCount()))
    }

    /// `text.lastIndexOf(wanted)` and `text.lastIndexOf(wanted, to)`: where a match starts, which
    /// is at `to` or before.
    mutating func lastIndexOf(_ text: Slot, _ wanted: Slot, to: Slot?) -> Slot {
        guard text.isKind(.string), wanted.isKind(.string), to?.isKind(.int) ?? true else {
            return error(.noSuchOverload, text, wanted)
        }
        guard spend(bytes: 2 &* text.length &+ wanted.length) else { return .null }
        let span = bytes(of: text)
        var end = span.count
        if let to {
            guard let last = span.offset(ofScalar: to.int) else {
                return error(.indexRange, text, to)
            }
            end = min(end, last &+ wanted.length)
        }
        let searched = span.slice(0, end)
        guard let found = TwoWaySearch.lastOffset(of: bytes(of: wanted), in: searched) else {
            return .int(-1)
        }
        return .int(Int64(span.slice(0, found).scalarCount()))
    }

    /// A part of a string, by bytes.
    @inline(__always)
    func part(of text: Slot, _ start: Int, _ length: Int) -> Slot {
        Slot(
            kind: .string, flags: text.regionByte, extra: UInt32(truncatingIfNeeded: length),
            payload: UInt64(truncatingIfNeeded: text.offset &+ start))
    }
}
