import CallgateLanguage

/// Turns JSON Schemas into types of CEL. It reads what says something about types; everything else of a
/// schema (formats, ranges, patterns) is left alone, as a rule must be able to deny what breaks it.
struct SchemaReader {
    /// Something that no schema can have.
    struct Problem {
        var message: String
        var range: SourceRange
        var suggestion: String?
    }

    /// What a schema says of a value.
    struct Reading {
        var type: CELType
        var choices: [Literal]?
    }

    private let root: YAMLNode
    /// Whose fields these are, in backquotes; empty where the path says it.
    private let owner: String
    private(set) var problems: [Problem] = []
    private var reported: Set<SourceRange> = []
    /// References that are being followed: one within itself is of any type.
    private var followed: [String] = []
    /// Schemas around the one that is being read.
    private var depth = 0
    /// Schemas that were looked at; a few references can stand for very many.
    private(set) var visits = 0

    init(_ root: YAMLNode, of owner: String) {
        self.root = root
        self.owner = owner
    }

    /// The type of an object, or nil, with problems, where the schema is of something else.
    /// - Parameter path: how expressions reach it, `args` or `context`.
    mutating func record(at path: String) -> RecordType? {
        switch read(root, path).type.withoutNull {
        case .record(let record): return record
        case .map(_, let value): return RecordType(name: name(path), fields: [:], rest: value)
        case .dyn: return RecordType(name: name(path), fields: [:], rest: .dyn)
        case let other:
            report(
                "`\(path)` is an object, but this is the schema of \(other)", root, suggestion: "type: object"
            )
            return nil
        }
    }

    private func name(_ path: String) -> String { "`\(path)`" + (owner.isEmpty ? "" : " of \(owner)") }

    /// Notes a problem, once: references may lead to the same place again and again.
    private mutating func report(_ message: String, _ node: YAMLNode, suggestion: String? = nil) {
        guard reported.insert(node.range).inserted else { return }
        problems.append(Problem(message: message, range: node.range, suggestion: suggestion))
    }

    // MARK: Schemas

    private mutating func read(_ node: YAMLNode, _ path: String) -> Reading {
        visits += 1
        guard visits <= PolicyLimits.schemaVisits else {
            if visits == PolicyLimits.schemaVisits + 1 {
                report("the schema stands for more than \(PolicyLimits.schemaVisits) schemas", root)
            }
            return Reading(type: .dyn)
        }
        depth += 1
        defer { depth -= 1 }
        // Each reference leads to schemas within schemas again.
        guard depth <= 2 * PolicyLimits.schemaNesting else {
            report(
                "schemas are in each other more than \(2 * PolicyLimits.schemaNesting) levels deep, references followed",
                node)
            return Reading(type: .dyn)
        }
        guard case .mapping(let entries) = node.content else {
            // `true` and `false` are schemas, too.
            if node.truth == nil { report("a schema is a mapping of keywords to values", node) }
            return Reading(type: .dyn)
        }
        let composing = Self.composing.filter { entries.value($0) != nil }
        if let reference = entries.value("$ref") {
            var reading = follow(reference, path)
            if !composing.isEmpty || entries.value("properties") != nil {
                reading.type = Self.opened(reading.type)
            }
            return reading
        }
        var reading = Reading(type: .dyn)
        if let type = entries.value("type") {
            reading.type = self.type(named: type, entries, path)
        } else if entries.value("properties") != nil {
            reading.type = object(entries, path)
        } else if composing.count == 1, let schemas = entries.value(composing[0]) {
            switch composing[0] {
            case "anyOf", "oneOf": reading.type = union(of: schemas, path)
            case "allOf": reading.type = intersection(of: schemas, path)
            default: break
            }
        }
        if let choices = self.choices(entries) {
            reading.choices = choices
            if reading.type == .dyn { reading.type = Self.type(of: choices) }
        }
        if entries.value("nullable")?.truth == true { reading.type = reading.type.nullable }
        return reading
    }

    private mutating func type(named node: YAMLNode, _ entries: [YAMLEntry], _ path: String) -> CELType {
        switch node.content {
        case .scalar(let scalar): return type(scalar.text, node, entries, path)
        case .sequence(let names):
            var types: [CELType] = []
            for node in names {
                guard case .scalar(let scalar) = node.content else {
                    report("`type` is a name or a list of names", node)
                    continue
                }
                types.append(type(scalar.text, node, entries, path))
            }
            return Self.union(types)
        default:
            report("`type` is a name or a list of names", node)
            return .dyn
        }
    }

    private static let typeNames = ["string", "integer", "number", "boolean", "array", "object", "null"]

    private mutating func type(
        _ type: String, _ node: YAMLNode, _ entries: [YAMLEntry], _ path: String
    ) -> CELType {
        switch type {
        case "string": return .string
        case "integer": return .number(isWhole: true)
        case "number": return .number(isWhole: false)
        case "boolean": return .bool
        case "null": return .null
        case "array": return .list(entries.value("items").map { read($0, "\(path)[]").type } ?? .dyn)
        case "object": return object(entries, path)
        default:
            report(
                "there is no type `\(PolicyReader.shortened(type))` in JSON Schema", node,
                suggestion: nearest(to: type, among: Self.typeNames))
            return .dyn
        }
    }

    /// An object: its properties, and what else it may have. A schema that names properties means these,
    /// unless it says more.
    private mutating func object(_ entries: [YAMLEntry], _ path: String) -> CELType {
        let additional = entries.value("additionalProperties")
        // A schema beside may name more properties.
        let isComposed = Self.composing.contains { entries.value($0) != nil } && additional?.truth != false
        let isOpen = additional?.truth == true || isComposed || entries.value("patternProperties") != nil
        var rest: CELType? = isOpen ? .dyn : nil
        if let additional, additional.truth == nil, !isComposed { rest = read(additional, "\(path)[]").type }
        guard let properties = entries.value("properties") else {
            if additional?.truth == false { return .record(RecordType(name: name(path), fields: [:])) }
            return .map(.string, rest ?? .dyn)
        }
        guard case .mapping(let members) = properties.content else {
            report("`properties` is a mapping of names to schemas", properties)
            return .dyn
        }
        guard members.count <= PolicyLimits.schemaFields else {
            report(
                "an object has \(members.count) properties; the limit is \(PolicyLimits.schemaFields)",
                properties)
            return .dyn
        }
        let required = required(entries)
        var record = RecordType(name: name(path), fields: [:], rest: rest)
        for member in members {
            guard case .scalar(let key) = member.key.content else { continue }
            let reading = read(member.value, "\(path).\(PolicyReader.shortened(key.text))")
            if let index = record.fields.index(forKey: key.text),
                !record.fields[index].key.utf8.elementsEqual(key.text.utf8)
            {
                // Two names that differ in the form of an accent are one key here: what is not known
                // of the second is left open.
                record.rest = .dyn
                continue
            }
            record.fields[key.text] = RecordType.Field(
                reading.type, isRequired: required.contains(key.bytes), choices: reading.choices)
        }
        return .record(record)
    }

    private mutating func required(_ entries: [YAMLEntry]) -> Set<[UInt8]> {
        guard let node = entries.value("required") else { return [] }
        // A bool there is OpenAPI's older way, about the object itself.
        guard case .sequence(let names) = node.content else {
            if node.truth == nil { report("`required` is a list of names", node) }
            return []
        }
        var required: Set<[UInt8]> = []
        for node in names {
            if case .scalar(let scalar) = node.content {
                required.insert(scalar.bytes)
            } else {
                report("`required` is a list of names", node)
            }
        }
        return required
    }

    // MARK: References, alternatives, values

    private mutating func follow(_ node: YAMLNode, _ path: String) -> Reading {
        guard case .scalar(let scalar) = node.content else {
            report("`$ref` is a text", node)
            return Reading(type: .dyn)
        }
        let pointer = scalar.text
        guard !followed.contains(pointer) else { return Reading(type: .dyn) }
        guard pointer.hasPrefix("#") else {
            report("only references within the schema are read, such as `#/$defs/name`", node)
            return Reading(type: .dyn)
        }
        guard let target = target(of: pointer.dropFirst()) else {
            report("the reference `\(PolicyReader.shortened(pointer))` leads nowhere", node)
            return Reading(type: .dyn)
        }
        followed.append(pointer)
        defer { followed.removeLast() }
        return read(target, path)
    }

    /// What a JSON pointer (RFC 6901) leads to.
    private func target(of pointer: Substring) -> YAMLNode? {
        var node = root
        if pointer.isEmpty { return node }
        guard pointer.hasPrefix("/") else { return nil }
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let key = part.replacing("~1", with: "/").replacing("~0", with: "~")
            guard case .mapping(let entries) = node.content, let next = entries.value(String(key)) else {
                return nil
            }
            node = next
        }
        return node
    }

    private mutating func union(of node: YAMLNode, _ path: String) -> CELType {
        guard case .sequence(let schemas) = node.content else {
            report("`anyOf` and `oneOf` are lists of schemas", node)
            return .dyn
        }
        return Self.union(schemas.map { read($0, path).type })
    }

    private mutating func intersection(of node: YAMLNode, _ path: String) -> CELType {
        guard case .sequence(let schemas) = node.content else {
            report("`allOf` is a list of schemas", node)
            return .dyn
        }
        let types = schemas.map { read($0, path).type }
        var merged = RecordType(name: name(path), fields: [:])
        for type in types {
            guard case .record(let record) = type else { return types.count == 1 ? type : .dyn }
            merged.fields.merge(record.fields) { first, _ in first }
            if let rest = record.rest { merged.rest = rest }
        }
        return types.isEmpty ? .dyn : .record(merged)
    }

    private mutating func choices(_ entries: [YAMLEntry]) -> [Literal]? {
        if let constant = entries.value("const") { return constant.literal.map { [$0] } }
        guard let node = entries.value("enum") else { return nil }
        guard case .sequence(let values) = node.content else {
            report("`enum` is a list of values", node)
            return nil
        }
        guard !values.isEmpty else {
            report("`enum` lists no value", node)
            return nil
        }
        let literals = values.compactMap(\.literal)
        return literals.count == values.count ? literals : nil
    }
}
