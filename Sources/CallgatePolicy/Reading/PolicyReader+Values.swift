import CallgateLanguage

/// Mappings, texts and lists of texts.
extension PolicyReader {
    /// The entries of a mapping.
    struct Entries<Key: DocumentKey> {
        /// In the order of the document. Comparing a dozen keys is quicker than hashing one, as long as no
        /// entry is copied for it.
        private var keys: [Key] = []
        private var values: [YAMLEntry] = []

        var isEmpty: Bool { keys.isEmpty }

        /// The entry of a key, if it is there and its value has not been refused already.
        subscript(key: Key) -> YAMLEntry? {
            guard let entry = written(key) else { return nil }
            if case .refused = entry.value.content { return nil }
            return entry
        }

        /// The entry of a key, refused or not.
        func written(_ key: Key) -> YAMLEntry? { keys.firstIndex(of: key).map { values[$0] } }

        func has(_ key: Key) -> Bool { keys.contains(key) }

        fileprivate mutating func add(_ entry: YAMLEntry, for key: Key) {
            keys.append(key)
            values.append(entry)
        }

        fileprivate mutating func reserveCapacity(_ count: Int) {
            keys.reserveCapacity(count)
            values.reserveCapacity(count)
        }
    }

    /// The entries of a mapping by their keys; unknown and repeated keys are reported. Nil, and reported,
    /// where the node is something else.
    mutating func entries<Key: DocumentKey>(of node: YAMLNode, as _: Key.Type) -> Entries<Key>? {
        guard case .mapping(let pairs) = node.content else {
            if case .refused = node.content { return nil }
            error("\(Key.owner) is a mapping of keys to values, but this is \(describe(node))", at: node.range)
            return nil
        }
        var entries = Entries<Key>()
        let keys = Key.allCases
        entries.reserveCapacity(min(pairs.count, keys.count))
        for pair in pairs {
            guard case .scalar(let scalar) = pair.key.content else {
                if case .refused = pair.key.content { continue }
                error("a key is a word, but this is \(describe(pair.key))", at: pair.key.range)
                continue
            }
            guard let key = keys.first(where: { $0.rawValue.utf8.elementsEqual(scalar.bytes) }) else {
                reportUnknownKey(scalar.text, scalar, at: pair.key.range, Key.self)
                continue
            }
            if let first = entries.written(key) {
                error(
                    "`\(scalar.text)` is given twice", at: pair.key.range,
                    notes: ["it is first given at \(name(of: here(first.key.range)))"])
            } else {
                entries.add(pair, for: key)
            }
        }
        return entries
    }

    private mutating func reportUnknownKey<Key: DocumentKey>(
        _ written: String, _ scalar: YAMLScalar, at range: SourceRange, _: Key.Type
    ) {
        if written == "<<", scalar.style == .plain {
            error(
                "merge keys `<<` are not read: a rule says what it does in one place", at: range,
                suggestion: "write the keys out")
            return
        }
        error(
            "\(Key.owner) has no key `\(shortened(written))`", at: range,
            suggestion: Key.synonyms[written]?.rawValue ?? likely(written, among: Key.allCases.map(\.rawValue)),
            notes: ["its keys are " + Key.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")])
    }

    /// A text that is not empty, has no control characters and keeps to a limit.
    struct TextForm {
        var limit: Int
        /// Whether it may have several lines, and tabs.
        var isLong = false

        static let name = TextForm(limit: PolicyLimits.nameBytes)
        static let label = TextForm(limit: PolicyLimits.labelBytes)
        static let path = TextForm(limit: PolicyLimits.fieldPathBytes)
        static let tool = TextForm(limit: PolicyLimits.toolBytes)
        static let long = TextForm(limit: PolicyLimits.textBytes, isLong: true)
    }

    /// The text of an entry's value; nil, and reported, where it is none or breaks the form.
    mutating func text(of entry: YAMLEntry, _ what: String, _ form: TextForm) -> String? {
        scalar(of: entry.value, key: entry.key.range, what, form)?.text
    }

    /// A scalar that is a text.
    /// - Parameters:
    ///   - key: where to report that the value is missing.
    ///   - what: what is read, as it stands in messages, such as `` `name` ``.
    mutating func scalar(
        of node: YAMLNode, key: SourceRange, _ what: String, _ form: TextForm
    ) -> YAMLScalar? {
        guard case .scalar(let scalar) = node.content else {
            if case .refused = node.content { return nil }
            error("\(what) is a text, but this is \(describe(node))", at: node.range)
            return nil
        }
        if scalar.style == .plain {
            switch PlainKind(scalar.bytes) {
            case .text: break
            case .null:
                reportEmpty(what, node, key)
                return nil
            case .boolean, .number, .date:
                error(
                    "\(what) is a text, but YAML takes this for \(describe(node))", at: node.range,
                    suggestion: "\"\(scalar.text)\"")
                return nil
            }
        }
        guard !scalar.bytes.allSatisfy(\.isBlankOrBreak) else {
            reportEmpty(what, node, key)
            return nil
        }
        guard scalar.bytes.count <= form.limit else {
            error(
                "\(what) has \(scalar.bytes.count) bytes; the limit is \(form.limit)", at: node.range)
            return nil
        }
        guard let control = firstControl(scalar.text, isLong: form.isLong) else { return scalar }
        error(
            "\(what) holds the control character U+\(hexadecimal(control.value, digits: 4))",
            at: place(of: control, in: scalar), suggestion: form.isLong ? nil : "keep to one line of text")
        return nil
    }

    mutating func reportEmpty(_ what: String, _ node: YAMLNode, _ key: SourceRange) {
        error("\(what) is empty", at: node.range.isEmpty ? key : node.range)
    }

    /// Where to report a value: at its key where nothing is written.
    func place(of entry: YAMLEntry) -> SourceRange {
        entry.value.range.isEmpty ? entry.key.range : entry.value.range
    }

    /// The texts of a list, or one text, without those that are repeated, which is warned of.
    mutating func texts(
        of entry: YAMLEntry, _ what: String, item: String, _ form: TextForm, limit: Int
    ) -> [(scalar: YAMLScalar, range: SourceRange)]? {
        let nodes: [YAMLNode]
        switch entry.value.content {
        case .scalar: nodes = [entry.value]
        case .sequence(let items): nodes = items
        case .mapping, .refused:
            error("\(what) is a list of texts, but this is \(describe(entry.value))", at: entry.value.range)
            return nil
        }
        guard !nodes.isEmpty else {
            error("\(what) is an empty list", at: entry.value.range)
            return nil
        }
        guard nodes.count <= limit else {
            error("\(what) has \(nodes.count) entries; the limit is \(limit)", at: nodes[limit].range)
            return nil
        }
        var found: [(scalar: YAMLScalar, range: SourceRange)] = []
        var places: [[UInt8]: SourceRange] = [:]
        let isList = nodes.count != 1 || nodes[0].range != entry.value.range
        for node in nodes {
            guard let scalar = scalar(of: node, key: entry.key.range, isList ? item : what, form) else { continue }
            if isList, let first = places[scalar.bytes] {
                warn(
                    "`\(shortened(scalar.text))` is listed twice", at: node.range,
                    notes: ["it is first listed at \(name(of: here(first)))"])
                continue
            }
            if isList { places[scalar.bytes] = node.range }
            found.append((scalar, node.range))
        }
        return found.isEmpty ? nil : found
    }

    // MARK: Descriptions

    /// What a node is, with an article, for "but this is".
    func describe(_ node: YAMLNode) -> String {
        switch node.content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .refused: return "something else"
        case .scalar(let scalar):
            let written = "`\(shortened(scalar.text))`"
            guard scalar.style == .plain else { return "the text \(written)" }
            switch PlainKind(scalar.bytes) {
            case .null: return "empty"
            case .boolean: return "the truth value \(written)"
            case .number: return "the number \(written)"
            case .date: return "the date \(written)"
            case .text: return "the text \(written)"
            }
        }
    }

    /// The start of a text that is too long to be quoted whole.
    func shortened(_ text: String) -> String { Self.shortened(text) }

    static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 40, limitedBy: scalars.endIndex), end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "..."
    }

    private func firstControl(_ text: String, isLong: Bool) -> Unicode.Scalar? {
        text.unicodeScalars.first { scalar in
            // Most of a text needs no table.
            if (0x20..<0x7F).contains(scalar.value) { return false }
            return switch scalar.properties.generalCategory {
            case .control: !(isLong && (scalar == "\n" || scalar == "\t"))
            case .lineSeparator, .paragraphSeparator: !isLong
            default: false
            }
        }
    }

    private func place(of control: Unicode.Scalar, in scalar: YAMLScalar) -> SourceRange {
        let mapped = ScalarDecoder.decode(scalar, in: texts[document].bytes)
        var offset = 0
        for candidate in scalar.text.unicodeScalars {
            if candidate == control { break }
            offset += UTF8.width(candidate)
        }
        return SourceRange(mapped.offsets[offset], mapped.offsets[offset + UTF8.width(control)])
    }
}

extension SourceRange {
    fileprivate var isEmpty: Bool { lowerBound == upperBound }
}
