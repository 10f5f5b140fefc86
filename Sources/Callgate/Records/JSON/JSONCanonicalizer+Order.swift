extension JSONCanonicalizer {
    /// Up to so many members are put in order one by one: a slice to sort would be a copy of them.
    private static let fewMembers = 16

    /// Puts the members from `first` in the order of their keys.
    ///
    /// - Returns: whether no key occurs twice.
    static func sort(_ members: inout [Member], from first: Int, _ output: UnsafeRawBufferPointer) -> Bool {
        guard members.count - first <= fewMembers else {
            members[first...].sort { unsafe precedes($0.key, $1.key, output) }
            return (first + 1..<members.count).allSatisfy { unsafe precedes(members[$0 - 1].key, members[$0].key, output) }
        }
        for index in first + 1..<members.count {
            let member = members[index]
            var place = index
            while place > first, unsafe precedes(member.key, members[place - 1].key, output) {
                members[place] = members[place - 1]
                place -= 1
            }
            // Of two that are equal, the later one comes to stand after the other.
            if place > first, unsafe !precedes(members[place - 1].key, member.key, output) { return false }
            members[place] = member
        }
        return true
    }

    /// Whether a key comes before another, by the UTF-16 code units of both.
    ///
    /// - Parameter a: a key as a canonical string without its quotes, as a range of the buffer.
    static func precedes(_ a: Range<Int>, _ b: Range<Int>, _ buffer: borrowing LineBuffer) -> Bool {
        unsafe buffer.withBytes { unsafe precedes(a, b, $0) }
    }

    static func precedes(_ a: Range<Int>, _ b: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        // The ranges are of the output that the bytes are.
        let (left, right) = unsafe (
            UnsafeRawBufferPointer(rebasing: bytes[a]), UnsafeRawBufferPointer(rebasing: bytes[b])
        )
        var index = 0
        let common = min(left.count, right.count)
        while index < common {
            let (x, y) = unsafe (left[index], right[index])
            if x != y { break }
            // An escape stands for something that sorts elsewhere than its backslash.
            if x == UInt8(ascii: "\\") { return unsafe codeUnits(left).lexicographicallyPrecedes(codeUnits(right)) }
            index += 1
        }
        guard index < common else { return left.count < right.count }
        let (x, y) = unsafe (left[index], right[index])
        if x == UInt8(ascii: "\\") || y == UInt8(ascii: "\\") {
            return unsafe codeUnits(left).lexicographicallyPrecedes(codeUnits(right))
        }
        return weight(x) < weight(y)
    }

    /// UTF-8 sorts as UTF-16 does, but for U+E000 ... U+FFFF, which start with EE or EF: they come after the
    /// surrogates, whose characters start with F0 ... F4.
    private static func weight(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x08 : byte }

    private static func codeUnits(_ key: UnsafeRawBufferPointer) -> [UInt16] {
        var decoded = LineBuffer()
        unsafe CanonicalString.decode(key, into: &decoded)
        return Array(decoded.string.utf16)
    }
}
