/// The members of a JSON object in a text that is known to be well-formed.
struct JSONObject {
    /// In the order of the text; keys as UTF-8, their escapes decoded.
    private(set) var members: [(key: [UInt8], value: Range<Int>)] = []
    private let text: [UInt8]

    /// - Parameter range: where the object stands; blanks may stand around it.
    init(_ text: [UInt8], in range: Range<Int>? = nil) {
        self.text = text
        let end = range?.upperBound ?? text.count
        var place = skipSpace(range?.lowerBound ?? 0, end)
        guard place < end, text[place] == UInt8(ascii: "{") else { return }
        place += 1
        while true {
            place = skipSpace(place, end)
            guard place < end, text[place] == UInt8(ascii: "\"") else { return }
            let keyEnd = self.end(of: place, end)
            // Over the colon.
            let start = skipSpace(skipSpace(keyEnd, end) + 1, end)
            let valueEnd = self.end(of: start, end)
            members.append((Self.decoded(text[place + 1..<max(keyEnd - 1, place + 1)]), start..<max(valueEnd, start)))
            // Over the comma, or the brace at the end.
            place = skipSpace(valueEnd, end) + 1
        }
    }

    /// The first member with a key.
    func value(_ key: String) -> Range<Int>? { members.first { $0.key.elementsEqual(key.utf8) }?.value }

    /// Each member with a key.
    func values(_ key: String) -> [Range<Int>] { members.filter { $0.key.elementsEqual(key.utf8) }.map(\.value) }

    /// A member that is a string.
    func string(_ key: String) -> String? { value(key).flatMap(string) }

    /// What a string of the text stands for; nil where the value is none.
    func string(_ value: Range<Int>) -> String? {
        guard value.count >= 2, text[value.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let content = text[value.lowerBound + 1..<value.upperBound - 1]
        return String(decoding: Self.decoded(content), as: UTF8.self)
    }

    /// The strings of a member that is a list, others left out.
    func strings(_ key: String) -> [String] { value(key).map(strings) ?? [] }

    /// The strings of a value that is a list, others left out.
    func strings(_ list: Range<Int>) -> [String] { elements(list).compactMap(string) }

    /// The elements of a value that is a list.
    func elements(_ value: Range<Int>) -> [Range<Int>] {
        guard text[value.lowerBound] == UInt8(ascii: "[") else { return [] }
        var found: [Range<Int>] = []
        var place = value.lowerBound + 1
        while place < value.upperBound - 1 {
            place = skipSpace(place, value.upperBound)
            let elementEnd = end(of: place, value.upperBound)
            if elementEnd > place { found.append(place..<elementEnd) }
            // Over the comma.
            place = skipSpace(max(elementEnd, place), value.upperBound) + 1
        }
        return found
    }

    /// Where a member's key ends, and where its value seems to be, in a text that may be no JSON from there on, or end.
    ///
    /// - Parameter key: as the text spells it, without escapes.
    static func place(of key: String, inUnreadable text: [UInt8]) -> (keyEnd: Int, value: Range<Int>)? {
        let reader = JSONObject(unread: text)
        var place = reader.skipSpace(0, text.count)
        guard place < text.count, text[place] == UInt8(ascii: "{") else { return nil }
        while place < text.count {
            place = reader.skipSpace(place + 1, text.count)
            let keyEnd = reader.end(of: place, text.count)
            guard place < keyEnd else { return nil }
            let start = min(reader.skipSpace(reader.skipSpace(keyEnd, text.count) + 1, text.count), text.count)
            let end = max(reader.end(of: start, text.count), start)
            if text[place..<keyEnd].elementsEqual("\"\(key)\"".utf8) { return (keyEnd, start..<end) }
            // At the comma, or the brace at the end.
            place = reader.skipSpace(end, text.count)
        }
        return nil
    }

    private init(unread text: [UInt8]) { self.text = text }

    private func skipSpace(_ start: Int, _ end: Int) -> Int {
        var place = start
        while place < end, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
        return place
    }

    /// Where the value that starts at a place ends.
    private func end(of start: Int, _ limit: Int) -> Int {
        var place = start
        var depth = 0
        while place < limit {
            switch text[place] {
            case UInt8(ascii: "\""):
                place += 1
                while place < limit, text[place] != UInt8(ascii: "\"") {
                    place += text[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                if depth == 0 { return min(place + 1, limit) }
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The bracket of what is around a number or a word.
                if depth == 0 { return place }
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                if depth == 0 { return place }
            default: break
            }
            place += 1
        }
        return limit
    }

    private static func decoded(_ content: ArraySlice<UInt8>) -> [UInt8] {
        guard content.contains(UInt8(ascii: "\\")) else { return Array(content) }
        var buffer = LineBuffer()
        unsafe content.withUnsafeBytes { unsafe CanonicalString.decode($0, into: &buffer) }
        return unsafe buffer.withBytes { unsafe Array($0) }
    }
}
