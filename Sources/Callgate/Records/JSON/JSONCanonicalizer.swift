/// Writes JSON in its canonical form, leaving out and hiding fields on the way; used again and again, so that it
/// stops allocating.
///
/// Members are written in the order of the text. When an object ends, and only where its keys were not in order,
/// its members are put in order by way of a second buffer.
@safe
struct JSONCanonicalizer: ~Copyable {
    /// A member that has been written: `"key":value`, without a comma.
    struct Member {
        /// The key without its quotes, as it stands in the output.
        var key: Range<Int>
        /// The member.
        var whole: Range<Int>
    }

    // Valid while a text is being read: each entry point sets it and clears it.
    private var text: UnsafeRawBufferPointer
    private var position = 0
    private(set) var output = LineBuffer()
    private var members: [Member] = []
    private var scratch = LineBuffer()
    /// The fields of calls to leave out and to hide.
    private let fields: FieldTree
    /// By number, the paths of which something was hidden.
    private(set) var redacted: Set<Int> = []

    init(_ fields: FieldTree = FieldTree()) {
        self.fields = fields
        unsafe text = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// Replaces the output by the canonical form of a text.
    mutating func canonicalize(_ json: [UInt8]) throws(CanonicalJSONError) {
        output.removeAll()
        try read(json) { reader throws(CanonicalJSONError) in
            _ = try reader.value(FieldTree.Place(), depth: 0)
            try reader.end()
        }
    }

    /// What a call is made of, as ranges of the output.
    struct CallParts {
        /// The tool's ID with its quotes.
        var tool: Range<Int>?
        /// Empty where all of it is left out.
        var args: Range<Int>?
        var context: Range<Int>?
    }

    /// Replaces the output by the canonical forms of a call's parts, each by itself, with what is to be left out of them left
    /// out, and what is to be hidden in them hidden.
    mutating func canonicalize(call json: UnsafeRawBufferPointer) throws(CanonicalJSONError) -> CallParts {
        output.removeAll()
        if !redacted.isEmpty { redacted.removeAll(keepingCapacity: true) }
        unsafe text = json
        position = 0
        defer { unsafe text = UnsafeRawBufferPointer(start: nil, count: 0) }
        let parts = try parts()
        try end()
        return parts
    }

    private mutating func read(
        _ json: [UInt8], _ body: (inout JSONCanonicalizer) throws(CanonicalJSONError) -> Void
    ) throws(CanonicalJSONError) {
        members.removeAll(keepingCapacity: true)
        let result = unsafe json.withUnsafeBytes { buffer -> Result<Void, CanonicalJSONError> in
            unsafe text = buffer
            position = 0
            defer { unsafe text = UnsafeRawBufferPointer(start: nil, count: 0) }
            do throws(CanonicalJSONError) {
                try body(&self)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private mutating func parts() throws(CanonicalJSONError) -> CallParts {
        members.removeAll(keepingCapacity: true)
        var parts = CallParts()
        space()
        try take(UInt8(ascii: "{"))
        space()
        guard !skip(UInt8(ascii: "}")) else { return parts }
        repeat {
            let start = output.count
            space()
            try string()
            let key = start..<output.count
            let part = part(key)
            output.truncate(to: start)
            space()
            try take(UInt8(ascii: ":"))
            let isKept = try value(place(of: part), depth: 1)
            if !isKept || part == nil { output.truncate(to: start) }
            let range = start..<output.count
            switch part {
            case .tool: try set(&parts.tool, range)
            case .args: try set(&parts.args, range)
            case .context: try set(&parts.context, range)
            case nil: break
            }
            space()
        } while skip(UInt8(ascii: ","))
        try take(UInt8(ascii: "}"))
        return parts
    }

    private enum Part { case tool, args, context }

    private func part(_ key: Range<Int>) -> Part? {
        if output.holds("\"tool\"", in: key) { return .tool }
        if output.holds("\"args\"", in: key) { return .args }
        return output.holds("\"context\"", in: key) ? .context : nil
    }

    private func place(of part: Part?) -> FieldTree.Place {
        switch part {
        case .args: fields.args
        case .context: fields.context
        case .tool, nil: FieldTree.Place()
        }
    }

    private func set(_ part: inout Range<Int>?, _ range: Range<Int>) throws(CanonicalJSONError) {
        guard part == nil else { throw error(.duplicateKey) }
        part = range
    }

    // MARK: Values

    /// - Returns: false where the value is to be left out.
    private mutating func value(_ place: FieldTree.Place, depth: Int) throws(CanonicalJSONError) -> Bool {
        guard depth < RecordLimits.nesting else { throw error(.nestingTooDeep) }
        space()
        guard let byte = current else { throw error(.invalidJSON) }
        let start = output.count
        switch byte {
        case UInt8(ascii: "{"): try object(place, depth: depth)
        case UInt8(ascii: "["): try array(place, depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
        if place.isWhole { return true }
        let kind: FieldTree.Kind =
            byte == UInt8(ascii: "{") ? .object : byte == UInt8(ascii: "[") ? .array : .scalar
        if let path = fields.redactedPath(at: place, kind) {
            redacted.insert(path)
            output.truncate(to: start)
            output.append(FieldTree.mark)
        }
        return fields.keeps(place, kind)
    }

    private mutating func object(_ place: FieldTree.Place, depth: Int) throws(CanonicalJSONError) {
        position += 1
        output.append(UInt8(ascii: "{"))
        let first = members.count
        let start = output.count
        var isSorted = true
        space()
        if skip(UInt8(ascii: "}")) {
            output.append(UInt8(ascii: "}"))
            return
        }
        repeat {
            let begin = output.count
            space()
            try string()
            let key = begin..<output.count
            let child = place.isWhole ? place : fields.child(of: place, key, in: output)
            space()
            try take(UInt8(ascii: ":"))
            output.append(UInt8(ascii: ":"))
            if try !value(child, depth: depth + 1) {
                output.truncate(to: begin)
            } else {
                let member = Member(key: key.lowerBound + 1..<key.upperBound - 1, whole: begin..<output.count)
                if isSorted, members.count > first {
                    isSorted = Self.precedes(members[members.count - 1].key, member.key, output)
                }
                members.append(member)
                output.append(UInt8(ascii: ","))
            }
            space()
        } while skip(UInt8(ascii: ","))
        try take(UInt8(ascii: "}"))
        if members.count > first {
            if !isSorted { try sort(from: first, start) }
            output.truncate(to: output.count - 1)
            members.removeLast(members.count - first)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Puts the members from `first` in order; the output from `start` is theirs, with a comma after each.
    private mutating func sort(from first: Int, _ start: Int) throws(CanonicalJSONError) {
        let isStrict = unsafe output.withBytes { unsafe Self.sort(&members, from: first, $0) }
        guard isStrict else { throw error(.duplicateKey) }
        scratch.removeAll()
        for index in first..<members.count {
            scratch.append(members[index].whole, of: output)
            scratch.append(UInt8(ascii: ","))
        }
        output.truncate(to: start)
        output.append(scratch)
    }

    private mutating func array(_ place: FieldTree.Place, depth: Int) throws(CanonicalJSONError) {
        position += 1
        output.append(UInt8(ascii: "["))
        space()
        if skip(UInt8(ascii: "]")) {
            output.append(UInt8(ascii: "]"))
            return
        }
        var index = 0
        let start = output.count
        repeat {
            let begin = output.count
            let child = place.isWhole ? place : fields.element(of: place, index)
            if try !value(child, depth: depth + 1) {
                output.truncate(to: begin)
            } else {
                output.append(UInt8(ascii: ","))
            }
            index += 1
            space()
        } while skip(UInt8(ascii: ","))
        try take(UInt8(ascii: "]"))
        if output.count > start { output.truncate(to: output.count - 1) }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func string() throws(CanonicalJSONError) {
        // The position lies within the text.
        let rest = unsafe UnsafeRawBufferPointer(rebasing: text[position...])
        guard let length = unsafe output.appendCanonicalString(rest) else {
            throw unsafe error(CanonicalString.hasLoneSurrogate(rest) ? .loneSurrogate : .invalidJSON)
        }
        position += length
    }

    private mutating func number() throws(CanonicalJSONError) {
        // The position lies within the text.
        let rest = unsafe UnsafeRawBufferPointer(rebasing: text[position...])
        guard let length = unsafe output.appendCanonicalNumber(rest) else { throw error(.invalidJSON) }
        position += length
    }

    private mutating func word(_ word: StaticString) throws(CanonicalJSONError) {
        let end = position + word.utf8CodeUnitCount
        // The comparison stays within the text and the literal.
        guard unsafe end <= text.count,
            unsafe UnsafeRawBufferPointer(rebasing: text[position..<end]).elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { throw error(.invalidJSON) }
        position = end
        output.append(word)
    }

    // MARK: The text

    // Each reads within the text: `position` never passes its count.

    private var current: UInt8? { unsafe position < text.count ? text[position] : nil }

    private mutating func space() {
        while unsafe position < text.count {
            switch unsafe text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ byte: UInt8) throws(CanonicalJSONError) {
        guard skip(byte) else { throw error(.invalidJSON) }
    }

    private mutating func end() throws(CanonicalJSONError) {
        space()
        guard current == nil else { throw error(.invalidJSON) }
    }

    private func error(_ kind: CanonicalJSONError.Kind) -> CanonicalJSONError {
        CanonicalJSONError(kind: kind, offset: position)
    }
}
