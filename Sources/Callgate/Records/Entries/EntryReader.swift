internal import CallgateBytecode
internal import CallgateMachine

/// Reads entries: the members of their canonical JSON.
public struct EntryReader: Sendable {
    private let text: [UInt8]
    /// The values of the members, as ranges of the text.
    private let members: [(key: String, value: Range<Int>)]

    /// - Returns: nil where the text is no JSON object in canonical form, or not closed.
    public init?(_ text: [UInt8]) {
        self.text = text
        guard let members = Self.members(of: text) else { return nil }
        self.members = members
    }

    /// A member's value as JSON.
    public func json(_ key: String) -> ArraySlice<UInt8>? {
        members.first { $0.key == key }.map { text[$0.value] }
    }

    /// A member's value where it is a string.
    public func string(_ key: String) -> String? { json(key).flatMap(Self.string) }

    /// A member's value where it is an integer.
    public func integer(_ key: String) -> Int64? {
        json(key).flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    /// A member's value where it is a list of strings; empty where it is not there.
    public func strings(_ key: String) -> [String] {
        guard let list = json(key), list.first == UInt8(ascii: "[") else { return [] }
        var result: [String] = []
        var place = list.startIndex + 1
        while place < list.endIndex, list[place] == UInt8(ascii: "\""),
            let end = Self.end(of: place, in: text)
        {
            if let string = Self.string(text[place..<end]) { result.append(string) }
            place = end + 1
        }
        return result
    }

    /// What filters look at; nil where the entry lacks what each has, or is of no known kind.
    public func index(sequence: Int64) -> EntryIndex? {
        guard let id = string("id").flatMap({ RecordID($0) }), let time = string("time").flatMap({ CallTime($0) }),
            let kindName = string("kind"), let kind = EntryKind.allCases.first(where: { "\($0.name)" == kindName })
        else { return nil }
        var index = EntryIndex(
            sequence: sequence, id: id, time: RecordTime.microseconds(time), kind: kind)
        if let tool = string("tool"), tool.utf8.count <= RecordLimits.indexedToolBytes { index.tool = tool }
        index.session = string("session")
        index.of = string("of").flatMap { RecordID($0) }
        if let decision = string("decision") {
            index.decision = [Effect.allow, .review, .deny].first { "\($0.name)" == decision }?.rawValue
        }
        let rules = [string("rule")].compactMap { $0 } + strings("matched") + strings("monitored")
        index.rules = rules.count < 2 ? rules : Self.sorted(rules)
        return index
    }

    public static func index(of entry: StoredEntry) -> EntryIndex? {
        EntryReader(entry.text)?.index(sequence: entry.sequence)
    }

    /// Each once, in the order of their UTF-8.
    private static func sorted(_ names: [String]) -> [String] {
        var result: [String] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        where result.last?.utf8.elementsEqual(name.utf8) != true { result.append(name) }
        return result
    }

    // MARK: Canonical JSON

    /// The members of the object that a text is, in its order.
    private static func members(of text: [UInt8]) -> [(key: String, value: Range<Int>)]? {
        guard text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") else { return nil }
        var members: [(key: String, value: Range<Int>)] = []
        members.reserveCapacity(20)
        var place = 1
        while place < text.count - 1 {
            guard let keyEnd = end(of: place, in: text), let key = string(text[place..<keyEnd]),
                keyEnd < text.count, text[keyEnd] == UInt8(ascii: ":"), let valueEnd = end(of: keyEnd + 1, in: text)
            else { return nil }
            members.append((key, keyEnd + 1..<valueEnd))
            // Over the comma, or the brace at the end.
            place = valueEnd + 1
        }
        return place == text.count || text.count == 2 ? members : nil
    }

    /// Where the value that starts at a place ends.
    private static func end(of start: Int, in text: [UInt8]) -> Int? {
        // The whole walk is within the array, whose bounds are checked here, once for each byte.
        unsafe text.withUnsafeBytes { bytes in
            var place = start
            var depth = 0
            while place < bytes.count {
                switch unsafe bytes[place] {
                case UInt8(ascii: "\""):
                    place += 1
                    while unsafe place < bytes.count && bytes[place] != UInt8(ascii: "\"") {
                        place += unsafe bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                    }
                    guard place < bytes.count else { return nil }
                    if depth == 0 { return place + 1 }
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    if depth == 0 { return place > start ? place : nil }
                    depth -= 1
                    if depth == 0 { return place + 1 }
                case UInt8(ascii: ","), UInt8(ascii: ":"):
                    if depth == 0 { return place > start ? place : nil }
                default: break
                }
                place += 1
            }
            return nil
        }
    }

    /// What a canonical string stands for.
    static func string(_ json: ArraySlice<UInt8>) -> String? {
        guard json.count >= 2, json.first == UInt8(ascii: "\""), json.last == UInt8(ascii: "\"") else { return nil }
        let content = json.dropFirst().dropLast()
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        var buffer = LineBuffer()
        unsafe content.withUnsafeBytes { unsafe CanonicalString.decode($0, into: &buffer) }
        return buffer.string
    }
}
