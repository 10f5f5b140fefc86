extension PatternParser {
    /// A class that has a name, and whether case is ignored in it.
    struct NamedSet: Hashable {
        var name: String
        var isFolded: Bool
    }

    /// `[...]`.
    mutating func parseBracketClass() throws(PatternError) -> ScalarSet {
        let start = position
        position += 1
        var isNegated = false
        if peek() == "^" {
            isNegated = true
            position += 1
        }
        var ranges: [ClosedRange<UInt32>] = []
        var names: Set<String> = []
        let first = position
        while let next = peek(), next != "]" || position == first {
            let itemStart = position
            var named = try parsePOSIXClass()
            if named == nil {
                named = try parseNamedClass()
            }
            if let set = named {
                // A name that is given again adds nothing but work.
                if names.insert(text(from: itemStart, to: position)).inserted {
                    ranges += set.ranges
                }
            } else {
                ranges.append(try parseClassRange(start))
            }
        }
        guard peek() == "]" else {
            throw unclosedClass(start)
        }
        position += 1
        var set = ScalarSet(ranges)
        if flags.contains(.foldCase) {
            set = set.caseFolded
        }
        return isNegated ? set.complement : set
    }

    /// `a` or `a-z` within a class. A hyphen that is first or last is a character.
    private mutating func parseClassRange(_ classStart: Int) throws(PatternError) -> ClosedRange<UInt32> {
        let start = position
        let low = try parseClassScalar(classStart)
        guard peek() == "-", let after = peek(1), after != "]" else {
            return low...low
        }
        position += 1
        let high = try parseClassScalar(classStart)
        guard low <= high else {
            throw error(
                .invalidClassRange, "the range `\(text(from: start, to: position))` runs backwards", from: start,
                suggestion: "exchange its ends, or `\\-` for the character")
        }
        return low...high
    }

    private mutating func parseClassScalar(_ classStart: Int) throws(PatternError) -> UInt32 {
        guard let next = peek() else {
            throw unclosedClass(classStart)
        }
        if next == "\\" {
            return try parseEscape()
        }
        position += 1
        return next.value
    }

    private func unclosedClass(_ start: Int) -> PatternError {
        error(
            .unclosedClass, "`[` is never closed", from: start, to: start + 1,
            suggestion: "`]`, or `\\[` for the character")
    }

    /// `[:name:]`; nil where nothing of that form comes next.
    private mutating func parsePOSIXClass() throws(PatternError) -> ScalarSet? {
        guard isNext("[:") else { return nil }
        var end = position + 2
        while end + 1 < scalars.count, !(scalars[end] == 0x3A && scalars[end + 1] == 0x5D) {
            end += 1
        }
        guard end + 1 < scalars.count else { return nil }
        let start = position
        var name = text(from: start + 2, to: end)
        let isNegated = name.utf8.first == UInt8(ascii: "^")
        if isNegated {
            name.removeFirst()
        }
        guard let ranges = NamedClasses.posix[name] else {
            let near = nearest(to: name, among: NamedClasses.posix.keys.sorted())
            throw error(
                .unknownClassName, "unknown class `\(text(from: start, to: end + 2))`", from: start, to: end + 2,
                suggestion: near.map { "`[:\(isNegated ? "^" : "")\($0):]`" })
        }
        position = end + 2
        return resolved("[:\(name):]", isNegated) { ScalarSet(ranges) }
    }

    /// `\d` and its like, `\pL`, `\p{Greek}`; nil where nothing of that form comes next.
    mutating func parseNamedClass() throws(PatternError) -> ScalarSet? {
        guard peek() == "\\", let letter = peek(1) else { return nil }
        if let ranges = NamedClasses.perl(letter) {
            position += 2
            return resolved("\\\(letter)", "A"..."Z" ~= letter) { ScalarSet(ranges) }
        }
        guard letter == "p" || letter == "P" else { return nil }
        let start = position
        position += 2
        let (from, to) = try parsePropertyName(start)
        var isNegated = letter == "P"
        var nameStart = from
        if nameStart < to, scalars[nameStart] == 0x5E {
            isNegated.toggle()
            nameStart += 1
        }
        let name = text(from: nameStart, to: to)
        guard UnicodeTables.names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
            throw unknownProperty(name, start)
        }
        return resolved(name, isNegated) { UnicodeTables.set(named: name) ?? .empty }
    }

    /// The name after `\p`, as indices of scalars.
    private mutating func parsePropertyName(_ start: Int) throws(PatternError) -> (Int, Int) {
        guard position < scalars.count else {
            throw error(.unknownProperty, "`\\p` wants a name", from: start, suggestion: "`\\p{Greek}` or `\\pL`")
        }
        guard peek() == "{" else {
            position += 1
            return (position - 1, position)
        }
        let from = position + 1
        while position < scalars.count, scalars[position] != 0x7D {
            position += 1
        }
        guard peek() == "}" else {
            throw error(.unknownProperty, "`\\p{` is never closed", from: start, to: start + 3, suggestion: "`}`")
        }
        position += 1
        return (from, position - 1)
    }

    private func unknownProperty(_ name: String, _ start: Int) -> PatternError {
        let near = nearest(to: name, among: UnicodeTables.names)
        return error(
            .unknownProperty, "`\(name)` is no general category and no script of Unicode", from: start,
            suggestion: near.map { "`\\p{\($0)}`" })
    }

    /// The set of a class that has a name, looked up and folded once for each pattern.
    private mutating func resolved(
        _ name: String, _ isNegated: Bool, _ look: () -> ScalarSet
    ) -> ScalarSet {
        let key = NamedSet(name: isNegated ? "^" + name : name, isFolded: flags.contains(.foldCase))
        if let known = namedSets[key] {
            return known
        }
        var set = look()
        if key.isFolded {
            set = set.caseFolded
        }
        if isNegated {
            set = set.complement
        }
        namedSets[key] = set
        return set
    }
}
