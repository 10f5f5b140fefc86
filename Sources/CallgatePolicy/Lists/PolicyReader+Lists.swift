import CallgateLanguage

/// Lists, which are read before any rule: conditions may name those of every document.
extension PolicyReader {
    /// Reads a file that a document names; its name is the path that was tried.
    typealias ReadFile = (ListFile) throws(ListFileError) -> PolicyDocumentSource

    /// Reads the lists of all documents.
    mutating func readLists(of texts: [DocumentText], _ readFile: ReadFile) {
        var isComplete = true
        for (index, text) in texts.enumerated() where Self.mayName("lists", text.bytes) {
            document = index
            // What is wrong with the document is reported when its rules are read.
            var findings = Findings()
            guard textProblems(text.bytes).isEmpty,
                let root = YAMLComposer.compose(text, document: index, findings: &findings)
            else {
                isComplete = false
                continue
            }
            guard case .mapping(let pairs) = root.content, let entry = pairs.first(where: { $0.isCalled("lists") })
            else { continue }
            documentsWithLists.insert(index)
            readLists(entry, readFile)
        }
        var variables = environment.variables
        for list in policy.lists { variables[list.variable] = .list(list.values.elementType) }
        // Conditions are not to be blamed for what is wrong elsewhere.
        if !isComplete || findings.hasErrors { variables["lists"] = .map(.string, .dyn) }
        environment.variables = variables
    }

    /// Whether a word is in a text: most documents have no lists, and need not be read twice.
    static func mayName(_ word: String, _ bytes: [UInt8]) -> Bool {
        let word = Array(word.utf8)
        guard bytes.count >= word.count else { return false }
        return (0...bytes.count - word.count).contains { start in
            bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word)
        }
    }

    private mutating func readLists(_ entry: YAMLEntry, _ readFile: ReadFile) {
        guard case .mapping(let pairs) = entry.value.content else {
            if case .refused = entry.value.content { return }
            if isEmpty(entry.value) { return reportEmpty("`lists`", entry.value, entry.key.range) }
            return error(
                "`lists` is a mapping from names to lists, but this is \(describe(entry.value))", at: entry.value.range,
                suggestion: "lists: { name: [a, b] }")
        }
        for pair in pairs {
            guard let name = listName(pair.key) else { continue }
            guard policy.lists.count < PolicyLimits.lists else {
                return error("the policy has more than \(PolicyLimits.lists) lists", at: pair.key.range)
            }
            let values = listValues(of: pair, name, readFile) ?? ListValues()
            policy.lists.append(PolicyList(name: name, values: values))
            listValuesLeft -= values.count
            guard listValuesLeft >= 0 else {
                return error(
                    "the lists have more than \(PolicyLimits.totalListValues) values together", at: pair.key.range)
            }
        }
    }

    /// The name of a list; nil, and reported, where it can't be one or is one already.
    private mutating func listName(_ node: YAMLNode) -> String? {
        guard case .scalar(let scalar) = node.content else {
            if case .refused = node.content { return nil }
            error("the name of a list is a word, but this is \(describe(node))", at: node.range)
            return nil
        }
        let name = scalar.text
        guard isIdentifier(name), scalar.bytes.count <= PolicyLimits.nameBytes else {
            error(
                """
                `\(shortened(name))` can't be the name of a list: conditions write `lists.name`, with letters, \
                digits and `_` that begin with no digit, and no word of CEL
                """, at: node.range)
            return nil
        }
        if let first = listNames[ByteString(scalar.bytes)] {
            error("two lists are called `\(name)`", at: node.range, notes: ["the other is at \(self.name(of: first))"])
            return nil
        }
        listNames[ByteString(scalar.bytes)] = here(node.range)
        return name
    }

    private mutating func listValues(of entry: YAMLEntry, _ name: String, _ readFile: ReadFile) -> ListValues? {
        switch entry.value.content {
        case .refused: return nil
        case .sequence(let nodes): return inlineValues(nodes)
        case .mapping: return fileValues(of: entry, readFile)
        case .scalar:
            if isEmpty(entry.value) {
                reportEmpty("the list `\(name)`", entry.value, entry.key.range)
            } else {
                error(
                    "a list is a sequence of values, or says which file has them, but this is \(describe(entry.value))",
                    at: entry.value.range, suggestion: "\(name): { file: … }, or \(name): [ … ]")
            }
            return nil
        }
    }

    // MARK: Values that the document has

    private mutating func inlineValues(_ nodes: [YAMLNode]) -> ListValues {
        var values = ListValues()
        for node in nodes {
            guard case .scalar(let scalar) = node.content else {
                if case .refused = node.content { continue }
                error(
                    "a list holds texts, numbers, truth values and nulls, but this is \(describe(node))", at: node.range)
                continue
            }
            do throws(ListError) {
                try append(scalar, node, to: &values)
            } catch {
                self.error("\(error)", at: node.range)
                if error != .number { return values }
            }
        }
        return values
    }

    /// A scalar as JSON takes it; what only some readers of YAML take for something else is an error.
    private mutating func append(
        _ scalar: YAMLScalar, _ node: YAMLNode, to values: inout ListValues
    ) throws(ListError) {
        let written = scalar.text
        guard scalar.style == .plain else { return try values.append(text: scalar.bytes[...]) }
        switch PlainKind(scalar.bytes) {
        case .text: return try values.append(text: scalar.bytes[...])
        case .null where written == "null": return try values.append(.null)
        case .boolean where written == "true" || written == "false": return try values.append(.bool(written == "true"))
        case .number where JSONTree.isNumber(scalar.bytes[...]): return try values.append(number: written)
        case .null where written.isEmpty: reportEmpty("a value of a list", node, node.range)
        case .null, .boolean, .number, .date:
            error(
                "a value of a list is written as in JSON, but YAML takes this for \(describe(node))", at: node.range,
                suggestion: "\"\(written)\"")
        }
    }

    // MARK: Values that a file has

    private mutating func fileValues(of entry: YAMLEntry, _ readFile: ReadFile) -> ListValues? {
        guard let keys = entries(of: entry.value, as: ListKey.self) else { return nil }
        guard keys.has(.file) else {
            error("a list has no `file`, which one that is no sequence needs", at: place(of: entry))
            return nil
        }
        guard let entry = keys[.file],
            let path = text(of: entry, "`file`", TextForm(limit: PolicyLimits.pathBytes)),
            let format = listFormat(of: path, entry, keys)
        else { return nil }
        do throws(ListFileError) {
            let file = try readFile(ListFile(path: path, document: document))
            guard fits(file, at: entry.value.range) else { return nil }
            return values(in: file, as: format)
        } catch {
            self.error("the file `\(shortened(path))` can't be read: \(error.reason)", at: entry.value.range)
            return nil
        }
    }

    /// Whether a file keeps to the limits; if not, that is reported.
    private mutating func fits(_ file: PolicyDocumentSource, at range: SourceRange) -> Bool {
        guard file.bytes.count <= PolicyLimits.listBytes else {
            error(
                "the file `\(shortened(file.name))` has \(file.bytes.count) bytes; the limit is \(PolicyLimits.listBytes)",
                at: range)
            return false
        }
        listBytesLeft -= file.bytes.count
        guard listBytesLeft >= 0 else {
            error("the files of lists have more than \(PolicyLimits.totalListBytes) bytes together", at: range)
            return false
        }
        return true
    }

    private mutating func values(in file: PolicyDocumentSource, as format: ListFormat) -> ListValues? {
        do {
            return try ListFileReader.read(file.bytes, as: format)
        } catch {
            // Only a file with an error is split into lines.
            texts.append(DocumentText(name: file.name, bytes: file.bytes))
            findings.report(
                .error, error.message, in: texts.count - 1, at: error.range, suggestion: error.suggestion)
            return nil
        }
    }

    /// What `format` says, or else the ending of the file's name; nil, and reported, where that is none.
    private mutating func listFormat(of path: String, _ file: YAMLEntry, _ keys: Entries<ListKey>) -> ListFormat? {
        let word: String?
        if let entry = keys[.format] {
            word = choice(of: entry, "`format`", [("text", "text"), ("csv", "csv"), ("json", "json")])
        } else {
            word = ListFormat.word(forPath: path)
            if word == nil, !keys.has(.format) {
                error(
                    "the name of the file does not end with `.txt`, `.csv` or `.json`, so that `format` must say what it is",
                    at: file.value.range, suggestion: "format: text")
            }
        }
        guard let word else { return nil }
        let column = keys[.column].flatMap { self.column(of: $0) }
        guard word == "csv" else {
            if let entry = keys.written(.column) {
                error("`column` is for files of format `csv`, this is `\(word)`", at: entry.key.range)
            }
            return word == "json" ? .json : .text
        }
        if !keys.has(.column) {
            error(
                "a list out of a CSV file says which `column` has its values", at: file.value.range,
                suggestion: "column: 1")
        }
        return column.map { ListFormat.csv(column: $0) }
    }

    /// A plain number counts columns, a text is the name of one.
    private mutating func column(of entry: YAMLEntry) -> ListColumn? {
        if case .scalar(let scalar) = entry.value.content, scalar.style == .plain, PlainKind(scalar.bytes) == .number {
            return wholeNumber(of: entry, "`column`", 1...PolicyLimits.columns).map { .number($0) }
        }
        return text(of: entry, "`column`", .label).map { .name($0) }
    }
}

extension ListFormat {
    /// The word for what a file's ending says it is, in any case of letters; nil where it says nothing.
    public static func word(forPath path: String) -> String? {
        let name = path.lowercased()
        return [(".txt", "text"), (".csv", "csv"), (".json", "json")].first { name.hasSuffix($0.0) }?.1
    }
}
