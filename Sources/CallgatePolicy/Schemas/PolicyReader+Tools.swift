import CallgateLanguage

/// What `tools` says of a tool.
enum ToolKey: String, DocumentKey {
    case args, description, result, labels, sends

    static let owner = "a tool"
    static let synonyms: [String: Self] = [
        "inputSchema": .args, "input_schema": .args, "parameters": .args, "schema": .args, "input": .args,
        "results": .result, "label": .labels, "send": .sends,
    ]
}

/// Schemas of tools and of the context.
extension PolicyReader {
    /// Keys by which others call a tool's schema, in their lists of tools.
    private static let schemaKeys = [
        "inputSchema", "input_schema", "parameters", "schema", "jsonSchema", "args",
    ]

    /// `tools` of a policy: a mapping of tool IDs, or a list as MCP servers give it.
    mutating func readTools(_ node: YAMLNode) {
        let errorCount = findings.errorCount
        defer { if findings.errorCount > errorCount { labelsAreUnsure = true } }
        switch node.content {
        case .mapping(let entries):
            for entry in entries {
                guard case .scalar(let scalar) = entry.key.content else { continue }
                toolKeys.insert(ByteString(scalar.bytes))
                guard let keys = self.entries(of: entry.value, as: ToolKey.self) else { continue }
                if let description = keys[.description] { _ = text(of: description, "`description`", .long) }
                if let schema = keys[.args] { declare(scalar, entry.key, schema.value) }
                readToolJudgement(keys, scalar, entry.key)
            }
        case .sequence(let nodes): for node in nodes { readListedTool(node) }
        case .refused: break
        case .scalar:
            error(
                "`tools` is a mapping of tool IDs to what is known of them, but this is \(describe(node))",
                at: node.range)
        }
    }

    mutating func readContextSchema(_ entry: YAMLEntry) {
        if let first = contextPlace {
            error(
                "`context_schema` is given twice", at: entry.key.range,
                notes: ["it is first given at \(name(of: first))"])
            return
        }
        contextPlace = here(entry.key.range)
        contextType = record(entry.value, at: "context", of: "").type
    }

    /// A file of tools: a list, what `tools/list` of an MCP server answers, or schemas by tool IDs.
    mutating func readToolsDocument(_ root: YAMLNode, document index: Int) {
        document = index
        switch root.content {
        case .sequence: readTools(root)
        case .mapping(let entries):
            if let failure = entries.first(where: { $0.isCalled("error") }), entries.value("jsonrpc") != nil {
                return error("this is an error that a server answered, not its tools", at: failure.key.range)
            }
            if let result = entries.value("result") { return readToolsDocument(result, document: index) }
            guard let tools = entries.value("tools") else {
                for entry in entries {
                    guard case .scalar(let scalar) = entry.key.content else { continue }
                    declare(scalar, entry.key, entry.value)
                }
                return
            }
            readTools(tools)
        case .scalar, .refused:
            error("a file of tools is a list of them, but this is \(describe(root))", at: root.range)
        }
    }

    /// A tool of a list, in a form that is not ours: keys that are not known say nothing of types.
    private mutating func readListedTool(_ node: YAMLNode) {
        guard case .mapping(let entries) = node.content else {
            return error(
                "a tool of a list is a mapping with `name` and `inputSchema`, but this is \(describe(node))",
                at: node.range)
        }
        refuseRepeatedKeys(in: node, isDeep: false)
        if let function = entries.value("function"), entries.value("name") == nil {
            return readListedTool(function)
        }
        guard let name = entries.value("name"), case .scalar(let scalar) = name.content, !scalar.bytes.isEmpty
        else {
            return error("a tool of a list has no `name`", at: node.range)
        }
        let schema = Self.schemaKeys.lazy.compactMap { entries.value($0) }.first
        guard let schema else {
            return error(
                "the tool `\(shortened(scalar.text))` has no `inputSchema`", at: name.range,
                suggestion: "leave the tool out where nothing is known of its arguments")
        }
        declare(scalar, name, schema)
    }

    private mutating func declare(_ scalar: YAMLScalar, _ place: YAMLNode, _ schema: YAMLNode) {
        if let first = toolTypes[scalar.bytes] {
            error(
                "the tool `\(shortened(scalar.text))` is declared twice", at: place.range,
                notes: ["it is first declared at \(name(of: first.place))"])
            return
        }
        let (type, size) = record(schema, at: "args", of: "`\(shortened(scalar.text))`")
        toolTypes[scalar.bytes] = ToolType(type: type, size: size, place: here(place.range))
    }

    /// The type that a schema describes, and how many schemas it stands for; what is wrong with it is
    /// reported.
    private mutating func record(
        _ schema: YAMLNode, at path: String, of owner: String
    ) -> (type: RecordType?, size: Int) {
        refuseRepeatedKeys(in: schema, isDeep: true)
        var reader = SchemaReader(schema, of: owner)
        let record = reader.record(at: path)
        for problem in reader.problems {
            error(problem.message, at: problem.range, suggestion: problem.suggestion)
        }
        return (record, reader.visits)
    }

    /// Reports keys that a mapping has twice, and those that the values in it have.
    private mutating func refuseRepeatedKeys(in node: YAMLNode, isDeep: Bool) {
        switch node.content {
        case .mapping(let entries):
            var seen: [[UInt8]: SourceRange] = [:]
            for entry in entries {
                if case .scalar(let scalar) = entry.key.content {
                    if let first = seen[scalar.bytes] {
                        error(
                            "`\(shortened(scalar.text))` is given twice", at: entry.key.range,
                            notes: ["it is first given at \(name(of: here(first)))"])
                    } else {
                        seen[scalar.bytes] = entry.key.range
                    }
                }
                if isDeep { refuseRepeatedKeys(in: entry.value, isDeep: true) }
            }
        case .sequence(let nodes) where isDeep:
            for node in nodes { refuseRepeatedKeys(in: node, isDeep: true) }
        default: break
        }
    }
}
