internal import CallgateBytecode

extension Machine {
    /// `regex.extract(text, pattern)`: an optional of the first match, or of the pattern's one
    /// group; empty where nothing matches, and where the group has matched nothing.
    @inline(never)
    mutating func firstMatch(_ text: Slot, pattern index: Int) -> Slot {
        // V6: the pattern exists and tells places.
        let pattern = view.patterns[verified: index]
        if let failure = failure(ofExtracting: pattern, from: text) { return failure }
        let groups = groupCount(pattern)
        let mark = arena.used
        guard var search = newSearch(pattern, groups: groups) else { return .null }
        let isFound = find(&search, in: bytes(of: text), from: 0)
        let range = isFound ? search.range(ofGroup: groups) : nil
        arena.reset(to: mark)
        guard let range, groups == 0 || !range.isEmpty else { return .emptyOptional }
        return optional(of: part(of: text, range.lowerBound, range.count))
    }

    /// `regex.extractAll(text, pattern)`: a list of all matches, or of what the pattern's one group
    /// has matched in them, where that is something.
    @inline(never)
    mutating func allMatches(_ text: Slot, pattern index: Int) -> Slot {
        // V6: the pattern exists and tells places.
        let pattern = view.patterns[verified: index]
        if let failure = failure(ofExtracting: pattern, from: text) { return failure }
        let groups = groupCount(pattern)
        guard var matches = newMatches(pattern, text, groups: groups) else { return .null }
        var result = newList(capacity: 4)
        while next(&matches) != nil {
            guard let range = matches.search.range(ofGroup: groups), groups == 0 || !range.isEmpty
            else { continue }
            result = grown(result, by: part(of: text, range.lowerBound, range.count))
            guard trap == nil else { return .null }
        }
        return result
    }

    private func failure(ofExtracting pattern: PatternRecord, from text: Slot) -> Slot? {
        if text.isKind(.error) { return text }
        guard text.isKind(.string) else { return error(.noSuchOverload, text) }
        return groupCount(pattern) > 1 ? error(.invalidArgument, text) : nil
    }

    /// `regex.replace(text, pattern, replacement)` and `regex.replace(text, pattern, replacement,
    /// count)`, whose operands but the pattern stand in the registers from b on.
    @inline(never)
    mutating func replaceMatches(_ instruction: Instruction) -> Slot {
        // V6: the pattern exists and tells places, and the operands are 2 or 3; V7: all written.
        let pattern = view.patterns[verified: Int(instruction.x)]
        let text = registers[instruction.b]
        let replacement = registers[instruction.b &+ 1]
        let count = instruction.c > 2 ? registers[instruction.b &+ 2] : nil
        if text.isKind(.error) { return text }
        if replacement.isKind(.error) { return replacement }
        if let count, count.isKind(.error) { return count }
        guard text.isKind(.string), replacement.isKind(.string), count?.isKind(.int) ?? true else {
            return error(.noSuchOverload, text, replacement)
        }
        let groups = groupCount(pattern)
        guard spend(bytes: replacement.length) else { return .null }
        guard Self.isReplacement(bytes(of: replacement), groups: groups) else {
            return error(.invalidArgument, text, replacement)
        }
        // A replacement names groups by one digit.
        guard var matches = newMatches(pattern, text, groups: min(groups, 9)) else { return .null }
        let span = bytes(of: text)
        var left = count?.int ?? -1
        var result = TextBuilder()
        var start = 0
        while left != 0, let range = next(&matches) {
            guard append(span.slice(start, range.lowerBound &- start), to: &result),
                append(bytes(of: replacement), for: matches.search, in: span, to: &result)
            else { return .null }
            start = range.upperBound
            left &-= left > 0 ? 1 : 0
        }
        guard trap == nil, append(span.slice(start, span.count &- start), to: &result) else {
            return .null
        }
        return finish(result)
    }

    /// Whether each backslash stands before another one, or before the number of a group.
    private static func isReplacement(_ text: ByteSpan, groups: Int) -> Bool {
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                index &+= 1
                let digit = text.peek(index) &- 0x30
                guard text.peek(index) == UInt8(ascii: "\\") || digit < 10 && Int(digit) <= groups
                else { return false }
            }
            index &+= 1
        }
        return true
    }

    /// Writes a replacement with what the groups have matched in place of their numbers.
    private mutating func append(
        _ replacement: ByteSpan, for search: CaptureSearch, in text: ByteSpan,
        to result: inout TextBuilder
    ) -> Bool {
        var start = 0
        var index = 0
        while index < replacement.count {
            guard replacement[index] == UInt8(ascii: "\\") else {
                index &+= 1
                continue
            }
            guard append(replacement.slice(start, index &- start), to: &result) else { return false }
            index &+= 1
            start = index
            let digit = replacement[index] &- 0x30
            index &+= 1
            // The second of two backslashes starts what follows.
            guard digit < 10 else { continue }
            start = index
            if let range = search.range(ofGroup: Int(digit)) {
                guard append(text.slice(range.lowerBound, range.count), to: &result) else {
                    return false
                }
            }
        }
        return append(replacement.slice(start, replacement.count &- start), to: &result)
    }
}

/// All matches of a text, from the left and without overlaps. An empty one directly behind another
/// is none.
private struct Matches {
    var search: CaptureSearch
    let text: ByteSpan
    /// Where the next search starts; past the end of the text where there is none.
    var offset = 0
    var previousEnd = -1
}

extension Machine {
    /// Nil, with a trap, without room.
    private mutating func newMatches(
        _ pattern: PatternRecord, _ text: Slot, groups: Int
    ) -> Matches? {
        guard let search = newSearch(pattern, groups: groups) else { return nil }
        return Matches(search: search, text: bytes(of: text))
    }

    /// The next match as a whole; nil after the last, and at a trap.
    private mutating func next(_ matches: inout Matches) -> Range<Int>? {
        while matches.offset <= matches.text.count,
            find(&matches.search, in: matches.text, from: matches.offset),
            let range = matches.search.range(ofGroup: 0)
        {
            let isBehind = range.isEmpty && range.lowerBound == matches.previousEnd
            matches.previousEnd = range.upperBound
            matches.offset = range.upperBound
            if range.isEmpty { matches.offset &+= max(matches.text.scalarLength(at: range.upperBound), 1) }
            if !isBehind { return range }
        }
        return nil
    }
}
