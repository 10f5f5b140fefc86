import CallgateLanguage

/// Reads a JSON text as the tree that a YAML document would have, so that schemas of either are read
/// by one reader. RFC 8259; libyaml would refuse escaped surrogate pairs, which exporters write.
struct JSONTree {
    /// What is wrong, and where.
    struct Failure: Error {
        var message: String
        var range: SourceRange
    }

    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// The tree of a text. Takes time linear in it.
    static func read(_ bytes: [UInt8]) throws(Failure) -> YAMLNode {
        var tree = JSONTree(bytes: bytes)
        tree.skipSpace()
        let root = try tree.value()
        tree.skipSpace()
        guard tree.place == bytes.count else { throw tree.failure("the end of the text is expected here") }
        return root
    }

    /// Hands on the elements of an array one by one, so that none need be kept.
    static func readElements(
        _ bytes: [UInt8], _ body: (YAMLNode) throws(Failure) -> Void
    ) throws(Failure) {
        var tree = JSONTree(bytes: bytes)
        tree.skipSpace()
        guard tree.accept("[") else { throw tree.failure("an array is expected here: `[`") }
        try tree.readElements(body)
        tree.skipSpace()
        guard tree.place == bytes.count else { throw tree.failure("the end of the text is expected here") }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func failure(_ message: String) -> Failure {
        Failure(message: message, range: SourceRange(place, min(place + 1, bytes.count)))
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value() throws(Failure) -> YAMLNode {
        let start = place
        switch next {
        case UInt8(ascii: "{"):
            return try nested(start) { tree throws(Failure) in .mapping(try tree.members()) }
        case UInt8(ascii: "["):
            return try nested(start) { tree throws(Failure) in .sequence(try tree.elements()) }
        case UInt8(ascii: "\""): return try text()
        default:
            // A word or a number; which of them, whoever reads the scalar asks.
            while let byte = next, Self.isPlain(byte) { place += 1 }
            guard place > start, isWord(bytes[start..<place]) else {
                place = start
                throw failure("a value is expected here")
            }
            return scalar(Array(bytes[start..<place]), .plain, from: start)
        }
    }

    private func scalar(_ value: [UInt8], _ style: YAMLScalarStyle, from start: Int) -> YAMLNode {
        let range = SourceRange(start, place)
        return YAMLNode(
            content: .scalar(YAMLScalar(bytes: value, style: style, source: range)), range: range,
            nodeCount: 1,
            textBytes: value.count)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private func isWord(_ text: ArraySlice<UInt8>) -> Bool {
        if text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8)
            || text.elementsEqual("null".utf8)
        {
            return true
        }
        return Self.isNumber(text)
    }

    /// RFC 8259's form of a number, which is narrower than what libraries read as one.
    static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        func drop(_ characters: Unicode.Scalar...) -> Bool {
            guard let first = rest.first, characters.contains(Unicode.Scalar(first)) else { return false }
            rest.removeFirst()
            return true
        }
        func dropDigits() -> Bool {
            let digits = rest.prefix(while: isDigit)
            rest.removeFirst(digits.count)
            return !digits.isEmpty
        }
        _ = drop("-")
        guard drop("0") || dropDigits() else { return false }
        if drop("."), !dropDigits() { return false }
        if drop("e", "E") {
            _ = drop("+", "-")
            guard dropDigits() else { return false }
        }
        return rest.isEmpty
    }

    private mutating func nested(
        _ start: Int, _ content: (inout JSONTree) throws(Failure) -> YAMLNode.Content
    ) throws(Failure) -> YAMLNode {
        guard depth < PolicyLimits.schemaNesting else {
            throw failure("more than \(PolicyLimits.schemaNesting) arrays and objects are open here")
        }
        depth += 1
        defer { depth -= 1 }
        place += 1
        let found = try content(&self)
        // Where it starts is place enough, as it is for a collection of YAML.
        return YAMLNode(content: found, range: SourceRange(start, start + 1), nodeCount: 1, textBytes: 0)
    }

    private mutating func elements() throws(Failure) -> [YAMLNode] {
        var elements: [YAMLNode] = []
        try readElements { node throws(Failure) in elements.append(node) }
        return elements
    }

    /// The elements behind an opening bracket, and the closing one.
    private mutating func readElements(_ body: (YAMLNode) throws(Failure) -> Void) throws(Failure) {
        skipSpace()
        if accept("]") { return }
        while true {
            skipSpace()
            try body(try value())
            skipSpace()
            if accept("]") { return }
            guard accept(",") else { throw failure("`,` or `]` is expected here") }
        }
    }

    private mutating func members() throws(Failure) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        skipSpace()
        if accept("}") { return entries }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure("a key in quotes is expected here") }
            let key = try text()
            skipSpace()
            guard accept(":") else { throw failure("`:` is expected here") }
            skipSpace()
            entries.append(YAMLEntry(key: key, value: try value()))
            skipSpace()
            if accept("}") { return entries }
            guard accept(",") else { throw failure("`,` or `}` is expected here") }
        }
    }

    // MARK: Strings

    private mutating func text() throws(Failure) -> YAMLNode {
        let start = place
        let value = try string()
        return scalar(value, .doubleQuoted, from: start)
    }

    private mutating func string() throws(Failure) -> [UInt8] {
        let start = place
        place += 1
        var value: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return value
            case UInt8(ascii: "\\"): value += Array(String(try escape()).utf8)
            case 0..<0x20:
                place -= 1
                throw failure("a control character must be escaped")
            default: value.append(byte)
            }
        }
        place = start
        throw failure("the string that begins here has no end")
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        guard let byte = next else { throw failure("the escape has no end") }
        place += 1
        switch byte {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"):
            let first = try unit()
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard first < 0xDC00, accept("\\"), accept("u") else { throw failure("half of a surrogate pair") }
            let second = try unit()
            guard (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { throw failure("half of a surrogate pair") }
            return scalar
        default:
            place -= 1
            throw failure("there is no such escape")
        }
    }

    private mutating func unit() throws(Failure) -> UInt32 {
        let digits = bytes[min(place, bytes.count)..<min(place + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits are expected here") }
        place += 4
        return unit
    }
}
