/// Reads RFC 8259's JSON from left to right, and stops at the first byte that cannot be right.
struct JSONReader {
    let bytes: [UInt8]
    var position = 0
    /// Arrays and objects that are open.
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte at the position, nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func isNext(_ character: Unicode.Scalar) -> Bool { next == UInt8(ascii: character) }

    mutating func skipSpace() {
        while isNext(" ") || isNext("\t") || isNext("\n") || isNext("\r") { position += 1 }
    }

    /// Consumes the character if it comes next.
    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard isNext(character) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar) throws(Malformation) {
        guard accept(character) else { throw Malformation(.invalidJSON, at: position) }
    }

    // MARK: Values

    mutating func readValue() throws(Malformation) -> JSON {
        let offset = position
        let content: JSON.Content
        guard let byte = next else { throw Malformation(.invalidJSON, at: offset) }
        switch byte {
        case UInt8(ascii: "{"): content = .object(try readObject())
        case UInt8(ascii: "["): content = .array(try readArray())
        case UInt8(ascii: "\""): content = .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): content = .number(try readNumber())
        case UInt8(ascii: "t"): content = try readWord("true", .bool(true))
        case UInt8(ascii: "f"): content = try readWord("false", .bool(false))
        case UInt8(ascii: "n"): content = try readWord("null", .null)
        default: throw Malformation(.invalidJSON, at: offset)
        }
        return JSON(offset: offset, content: content)
    }

    private mutating func readWord(_ word: String, _ content: JSON.Content) throws(Malformation) -> JSON.Content {
        for character in word.unicodeScalars { try expect(character) }
        return content
    }

    private mutating func readArray() throws(Malformation) -> [JSON] {
        try open("[")
        defer { depth -= 1 }
        var elements: [JSON] = []
        skipSpace()
        if accept("]") { return elements }
        while true {
            skipSpace()
            elements.append(try readValue())
            skipSpace()
            if accept("]") { return elements }
            try expect(",")
        }
    }

    // MARK: Objects

    /// - Parameter isCall: whether it is the outermost object, whose members have rules of their own.
    mutating func readObject(isCall: Bool = false) throws(Malformation) -> [JSON.Member] {
        try open("{")
        defer { depth -= 1 }
        var members: [JSON.Member] = []
        skipSpace()
        if accept("}") { return members }
        while true {
            skipSpace()
            let offset = position
            guard isNext("\"") else { throw Malformation(.invalidJSON, at: position) }
            let key = try readString()
            if isCall { try checkKey(key, at: offset, after: members) }
            skipSpace()
            try expect(":")
            skipSpace()
            if isCall { try checkValue(of: key) }
            members.append(JSON.Member(key: key, keyOffset: offset, value: try readValue()))
            skipSpace()
            if accept("}") { return members }
            try expect(",")
        }
    }

    private mutating func open(_ bracket: Unicode.Scalar) throws(Malformation) {
        guard depth < ReferenceLimits.callNesting else { throw Malformation(.nestingTooDeep, at: position) }
        try expect(bracket)
        depth += 1
    }
}
