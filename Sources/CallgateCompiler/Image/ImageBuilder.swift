import CallgateBytecode
import CallgateLanguage
import CallgateRegex

/// Collects an image's shared parts: each text, pattern, list of constants and piece of code once.
struct ImageBuilder {
    var contents: ImageContents
    private var texts: [ByteString: TextRef] = [:]
    /// Where the elements of lists and maps are.
    private var containers: [ConstantValue: Slot] = [:]
    private var constantRuns: [[Slot]: RunRef] = [:]
    private var code: [ProgramCode: RunRef] = [:]
    private var patterns: [PatternKey: UInt32] = [:]
    private var textRuns: [[TextRef]: RunRef] = [:]
    private var ruleDetails: [RuleDetailsRecord: UInt32] = [:]
    private var paths: [[PathRecord]: RunRef] = [:]
    /// Lookups of constants.
    var sets: [SetKey: UInt32] = [:]
    /// For lookups of parts, the work for 16 bytes of a text.
    var partFactors: [UInt32: Cost] = [:]
    /// The lists that conditions may name, and what has been made of them.
    var lists: [BuiltList] = []
    /// The rules of the programs, by their indices.
    var programRules: [UInt32] = []
    /// The tools in the order of their places.
    var tools: [BuiltTool] = []
    /// By name, in UTF-8.
    var zones: [[UInt8]: UInt32] = [:]

    private struct PatternKey: Hashable {
        var source: ByteString
        var flags: String
        var tellsPlaces: Bool
    }

    /// Instructions, and where in their conditions they come from, of a program of a shape.
    private struct ProgramCode: Hashable {
        var shape: ProgramShape
        var instructions: [Instruction]
        var positions: [PositionRecord]
    }

    struct SetKey: Hashable {
        var kind: LookupKind
        var keys: [LookupKey]
    }

    init(policyDigest: [UInt8]) {
        contents = ImageContents(
            policyDigest: policyDigest,
            policy: PolicyRecord(
                name: .empty, description: .empty, globPattern: noIndex, longestTool: 0,
                mostRules: 0, ungoverned: .deny))
    }

    /// Makes room for texts: growing by doubling hashes each of them anew.
    mutating func reserveTexts(_ count: Int) { texts.reserveCapacity(count) }

    mutating func intern(_ text: String) -> TextRef { intern(Array(text.utf8)) }

    mutating func intern(_ bytes: [UInt8]) -> TextRef {
        if bytes.isEmpty { return .empty }
        let key = ByteString(bytes)
        if let known = texts[key] { return known }
        let reference = TextRef(
            offset: UInt32(contents.data.count), length: UInt32(bytes.count))
        contents.data += bytes
        texts[key] = reference
        return reference
    }

    /// A list of texts, as a run of the section of texts.
    mutating func intern(texts list: [String]) -> RunRef {
        guard !list.isEmpty else { return .empty }
        let texts = list.map { intern($0) }
        if let known = textRuns[texts] { return known }
        let run = RunRef(start: UInt32(contents.texts.count), count: UInt32(list.count))
        contents.texts += texts
        textRuns[texts] = run
        return run
    }

    mutating func intern(_ details: RuleDetailsRecord) -> UInt32 {
        if let known = ruleDetails[details] { return known }
        let index = UInt32(contents.ruleDetails.count)
        contents.ruleDetails.append(details)
        ruleDetails[details] = index
        return index
    }

    /// A program's tree of fields, the same for all programs that want the same fields in the same
    /// registers.
    ///
    /// - Parameter nodes: their children as indices from the first node on.
    mutating func intern(paths nodes: [PathRecord]) -> RunRef {
        if let known = paths[nodes] { return known }
        let start = UInt32(contents.paths.count)
        let run = RunRef(start: start, count: UInt32(nodes.count))
        contents.paths += nodes.map { node in
            var node = node
            if node.childCount > 0 { node.firstChild += start }
            return node
        }
        paths[nodes] = run
        return run
    }

    /// Appends a program, its code in one place for all of its shape that have the same.
    mutating func append(_ program: ProgramRecord, _ instructions: [Instruction], _ positions: [PositionRecord]) {
        var program = program
        program.code = RunRef(start: UInt32(contents.code.count), count: UInt32(instructions.count))
        let key = ProgramShape(program).map { ProgramCode(shape: $0, instructions: instructions, positions: positions) }
        if let key, let known = code[key] {
            program.code = known
        } else {
            contents.code += instructions
            contents.positions += positions
            if let key { code[key] = program.code }
        }
        contents.programs.append(program)
    }

    /// A program's constants, in one place for all programs that have the same ones.
    mutating func intern(constants list: [Slot]) -> RunRef {
        guard !list.isEmpty else { return .empty }
        if let known = constantRuns[list] { return known }
        let run = RunRef(start: UInt32(contents.constants.count), count: UInt32(list.count))
        contents.constants += list
        constantRuns[list] = run
        return run
    }

    /// A constant, whose texts and elements are in the image then.
    mutating func slot(_ value: ConstantValue) -> Slot {
        switch value {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return .uint(value)
        case .double(let bits): return .double(Double(bitPattern: bits))
        case .string(let bytes): return view(.string, intern(bytes))
        case .bytes(let bytes): return view(.bytes, intern(bytes))
        case .duration(let nanoseconds): return .duration(nanoseconds: nanoseconds)
        case .type(let kind): return .type(kind)
        case .list(let elements): return container(value, .list, elements)
        case .map(let entries): return container(value, .map, entries.flatMap { [$0.key, $0.value] })
        }
    }

    private func view(_ kind: ValueKind, _ reference: TextRef) -> Slot {
        .view(kind, .image, offset: Int(reference.offset), length: Int(reference.length))
    }

    /// A container: its elements' slots one after the other, once for all that are equal.
    private mutating func container(_ value: ConstantValue, _ kind: ValueKind, _ elements: [ConstantValue]) -> Slot {
        if let known = containers[value] { return known }
        let slots = elements.map { slot($0) }
        let start = contents.constants.count
        contents.constants += slots
        let container = Slot.view(
            kind, .image, offset: start, length: kind == .map ? elements.count / 2 : elements.count)
        containers[value] = container
        return container
    }

    /// The index of a compiled pattern.
    mutating func intern(
        pattern source: String, flags: String, tellsPlaces: Bool
    ) throws(PatternError) -> UInt32 {
        let key = PatternKey(source: ByteString(source), flags: flags, tellsPlaces: tellsPlaces)
        if let known = patterns[key] { return known }
        let written = flags.isEmpty ? source : "/\(source)/\(flags)"
        let pattern = try Pattern(source, flags: flags)
        let index: UInt32
        if tellsPlaces {
            index = append(.captures, PatternTables.encode(try CapturingPattern(pattern)), source: written)
        } else {
            let compiled = try compile(pattern)
            let rows = rows(compiled, pattern)
            index = rows.map { append(.rows, $0, source: written) } ?? append(compiled, source: written)
        }
        patterns[key] = index
        return index
    }

    /// The table of a DFA in rows, where a pattern has one.
    private mutating func rows(_ compiled: CompiledPattern, _ pattern: Pattern) -> [UInt8]? {
        guard case .dfa(let dfa) = compiled else { return nil }
        let literal = RequiredLiterals.exact(pattern).map {
            (text: intern($0), rareByte: PatternTables.rareByte($0))
        }
        return PatternTables.rows(dfa, literal: literal, at: contents.tables.count)
    }

    mutating func append(_ pattern: CompiledPattern, source: String) -> UInt32 {
        let (form, table) = encode(pattern)
        return append(form, table, source: source)
    }

    private mutating func append(
        _ form: PatternForm, _ table: [UInt8], source: String
    ) -> UInt32 {
        let start = UInt32(contents.tables.count)
        contents.tables += table
        contents.patterns.append(
            PatternRecord(
                form: form, table: RunRef(start: start, count: UInt32(table.count)),
                source: intern(source)))
        return UInt32(contents.patterns.count - 1)
    }

    private mutating func encode(_ pattern: CompiledPattern) -> (PatternForm, [UInt8]) {
        switch pattern {
        case .literal(let test):
            if let lookup = lookup(of: test) { return (.lookup, PatternTables.bytes(lookup)) }
            switch test {
            case .always: return (.always, [])
            case .never: return (.never, [])
            case .equals(let literals): return (.equals, encode(literals))
            case .hasPrefix(let literals): return (.hasPrefix, encode(literals))
            case .hasSuffix(let literals): return (.hasSuffix, encode(literals))
            case .contains(let literals): return (.contains, encode(literals))
            }
        case .dfa(let dfa): return (.dfa, PatternTables.encode(dfa))
        case .nfa(let nfa): return (.nfa, PatternTables.encode(nfa))
        }
    }

    private mutating func encode(_ literals: [[UInt8]]) -> [UInt8] {
        literals.flatMap { literal in
            let reference = intern(literal)
            return PatternTables.bytes(reference.offset) + PatternTables.bytes(reference.length)
        }
    }
}
