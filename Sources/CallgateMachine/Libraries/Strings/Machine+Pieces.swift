internal import CallgateBytecode

extension Machine {
    /// `list.join()` and `list.join(separator)`
    mutating func join(_ list: Slot, separator: Slot?) -> Slot {
        guard list.isKind(.list), separator?.isKind(.string) ?? true else {
            return error(.noSuchOverload, list, separator ?? .null)
        }
        var result = TextBuilder()
        var elements = ElementWalk(list, call)
        var isFirst = true
        while trap == nil, let element = next(&elements) {
            if element.isKind(.error) { return element }
            guard element.isKind(.string) else { return error(.noSuchOverload, list, element) }
            if !isFirst, let separator {
                guard append(bytes(of: separator), to: &result) else { return .null }
            }
            isFirst = false
            guard append(bytes(of: element), to: &result) else { return .null }
        }
        return finish(result)
    }

    /// `text.replace(old, new)` and `text.replace(old, new, count)`: from the left, without
    /// overlaps; an empty `old` stands before each scalar value and at the end.
    mutating func replace(_ text: Slot, _ old: Slot, with new: Slot, count: Slot?) -> Slot {
        guard text.isKind(.string), old.isKind(.string), new.isKind(.string),
            count?.isKind(.int) ?? true
        else { return error(.noSuchOverload, text, old) }
        var left = count?.int ?? -1
        let span = bytes(of: text)
        let wanted = bytes(of: old)
        let replacement = bytes(of: new)
        guard spend(bytes: span.count &+ wanted.count) else { return .null }
        var result = TextBuilder()
        var start = 0
        var from = 0
        while left != 0, let place = Self.place(of: wanted, in: span, from: from) {
            guard spend(bytes: wanted.count), append(span.slice(start, place &- start), to: &result),
                append(replacement, to: &result)
            else { return .null }
            start = place &+ wanted.count
            // Past an empty match the next one is a scalar value later.
            from = wanted.count > 0 ? start : place &+ max(span.scalarLength(at: place), 1)
            left &-= left > 0 ? 1 : 0
        }
        guard append(span.slice(start, span.count &- start), to: &result) else { return .null }
        return finish(result)
    }

    /// Where a part stands next; an empty one anywhere up to the end.
    @inline(__always)
    private static func place(of part: ByteSpan, in text: ByteSpan, from: Int) -> Int? {
        guard from <= text.count else { return nil }
        guard part.count > 0 else { return from }
        let rest = text.slice(from, text.count &- from)
        guard let distance = TwoWaySearch.offset(of: part, in: rest) else { return nil }
        return from &+ distance
    }

    /// `text.split(separator)` and `text.split(separator, count)`: the pieces are views of the
    /// text. At most `count` pieces, where it is not negative: the last one is the rest.
    mutating func split(_ text: Slot, _ separator: Slot, count: Slot?) -> Slot {
        guard text.isKind(.string), separator.isKind(.string), count?.isKind(.int) ?? true else {
            return error(.noSuchOverload, text, separator)
        }
        var left = count?.int ?? -1
        let span = bytes(of: text)
        let wanted = bytes(of: separator)
        guard spend(bytes: span.count &+ wanted.count) else { return .null }
        var result = newList(capacity: 4)
        // Nothing has no scalar values.
        guard left != 0, wanted.count > 0 || span.count > 0 else { return result }
        var start = 0
        while trap == nil, left != 1 {
            let end: Int
            if wanted.count > 0 {
                guard let place = Self.place(of: wanted, in: span, from: start) else { break }
                end = place
            } else {
                end = start &+ span.scalarLength(at: start)
                guard end < span.count else { break }
            }
            guard spend(bytes: wanted.count) else { return .null }
            result = grown(result, by: part(of: text, start, end &- start))
            start = end &+ wanted.count
            left &-= left > 0 ? 1 : 0
        }
        guard trap == nil else { return .null }
        return grown(result, by: part(of: text, start, span.count &- start))
    }
}
