/// The call: an object, and what its members must be.
extension JSONReader {
    mutating func readCall() throws(Malformation) -> [JSON.Member] {
        skipSpace()
        let members = try readObject(isCall: true)
        skipSpace()
        guard next == nil else { throw Malformation(.invalidJSON, at: position) }
        return members
    }

    /// A whole text: one value.
    mutating func readWhole() throws(Malformation) -> JSON {
        skipSpace()
        let value = try readValue()
        skipSpace()
        guard next == nil else { throw Malformation(.invalidJSON, at: position) }
        return value
    }

    /// What each member is called, how its value must begin, and the error if it doesn't.
    private static let members: [(key: String, start: Unicode.Scalar, kind: Malformation.Kind)] = [
        ("tool", "\"", .invalidTool), ("args", "{", .invalidArgs), ("context", "{", .invalidContext),
    ]

    /// Refuses `tool`, `args` and `context` the second time. Other members mean nothing and may recur.
    func checkKey(_ key: String, at offset: Int, after members: [JSON.Member]) throws(Malformation) {
        let isNamed = Self.members.contains { hasSameScalars($0.key, key) }
        if isNamed, members.contains(where: { hasSameScalars($0.key, key) }) {
            throw Malformation(.duplicateKey, at: offset)
        }
    }

    /// Refuses a value of the wrong kind by its first byte. What begins no value at all is left to
    /// the reader of values.
    func checkValue(of key: String) throws(Malformation) {
        guard let member = Self.members.first(where: { hasSameScalars($0.key, key) }) else { return }
        let startsValue = "{[\"-0123456789tfn".unicodeScalars.contains { isNext($0) }
        if startsValue, !isNext(member.start) { throw Malformation(member.kind, at: position) }
    }
}
