internal import CallgatePolicy

/// Those who ask for a call, found along the paths of the fields that say it.
///
/// A field that is there and can't be read as an ID may tell a person who then approves what they ask for
/// themselves. So whatever is no ID, and no way to one, is an error: missing, null and empty are all that is nobody.
struct CallRequesters {
    private(set) var ids: [String] = []
    private let text: [UInt8]

    /// - Parameter text: JSON that is known to be well-formed.
    init(_ text: [UInt8]) { self.text = text }

    /// Reads a value of the call and what is below it.
    ///
    /// - Parameter paths: the steps that lead on from the value; none of them where it is itself a field that tells.
    /// - Throws: where something is there that does not tell who, is there twice, or is what no path goes on into.
    /// - Complexity: for each level of the paths, linear in the value, times the paths.
    mutating func read(_ value: Range<Int>, along paths: [ArraySlice<FieldPath.Step>]) throws(ApprovalError) {
        guard !paths.isEmpty else { return }
        guard let first = text[value].first else { throw .unknownRequester }
        let isField = paths.contains(where: \.isEmpty)
        switch first {
        case UInt8(ascii: "n"): break
        case UInt8(ascii: "\""):
            guard let id = JSONObject(text, in: value).string(value) else { throw .unknownRequester }
            guard !id.isEmpty else { break }
            guard isField else { throw .unknownRequester }
            ids.append(id)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard isField else { throw .unknownRequester }
            ids += try numberIDs(value)
        case UInt8(ascii: "{"): try readMembers(of: value, along: paths)
        case UInt8(ascii: "["): try readElements(of: value, along: paths)
        default: throw .unknownRequester
        }
    }

    private mutating func readMembers(
        of value: Range<Int>, along paths: [ArraySlice<FieldPath.Step>]
    ) throws(ApprovalError) {
        let object = JSONObject(text, in: value)
        var names: [String] = []
        for case .field(let name)? in paths.map(\.first) where !names.contains(where: { $0.isSame(as: name) }) {
            names.append(name)
        }
        guard !names.isEmpty else { throw .unknownRequester }
        for name in names {
            let values = object.values(name)
            guard values.count < 2 else { throw .unknownRequester }
            guard let value = values.first else { continue }
            try read(value, along: paths.compactMap { path in
                guard case .field(let other)? = path.first, other.isSame(as: name) else { return nil }
                return path.dropFirst()
            })
        }
    }

    private mutating func readElements(
        of value: Range<Int>, along paths: [ArraySlice<FieldPath.Step>]
    ) throws(ApprovalError) {
        let ways = paths.filter { path in
            switch path.first {
            case .element, .everyElement: true
            case .field, nil: false
            }
        }
        guard !ways.isEmpty else { throw .unknownRequester }
        for (index, element) in JSONObject(text, in: value).elements(value).enumerated() {
            try read(
                element,
                along: ways.filter { $0.first == .everyElement || $0.first == .element(index) }.map { $0.dropFirst() })
        }
    }

    /// The IDs that a number is: in its canonical form, so that 7, 7.0 and 7e0 are one person, and as it is written,
    /// which is how an approver may be called whose ID went through the same program.
    ///
    /// - Throws: for one with a fraction or an exponent that is ±2^53 or past it: the double may be another
    ///   whole number than the one that is written.
    private func numberIDs(_ value: Range<Int>) throws(ApprovalError) -> [String] {
        let written = String(decoding: text[value], as: UTF8.self)
        if written.utf8.contains(where: { [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains($0) }) {
            guard let number = Double(written), number.magnitude < 0x1p53 else { throw .unknownRequester }
        }
        var buffer = LineBuffer()
        let length = unsafe text[value].withUnsafeBytes { unsafe buffer.appendCanonicalNumber($0) }
        guard length == value.count else { throw .unknownRequester }
        let canonical = String(decoding: buffer.bytes, as: UTF8.self)
        return canonical == written ? [canonical] : [canonical, written]
    }
}
