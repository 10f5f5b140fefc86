internal import CYaml

/// One event of libyaml, copied out of its memory.
struct YAMLEvent {
    enum Kind {
        case documentStart
        case documentEnd
        case streamEnd
        case alias(String)
        case scalar([UInt8], YAMLScalarStyle)
        case sequenceStart
        case mappingStart
        case collectionEnd
    }

    var kind: Kind
    /// The name of the anchor on the node, without its `&`.
    var anchor: String?
    /// The tag on the node, as libyaml resolves it.
    var tag: String?
    /// Where the event begins and ends, in Unicode scalars from the start of the text.
    var start: Int
    var end: Int
}

enum YAMLScalarStyle {
    case plain, singleQuoted, doubleQuoted, literal, folded
}

/// What libyaml says is wrong with a text.
struct YAMLSyntaxError: Error {
    /// What was being read, such as `while parsing a flow sequence`; empty if libyaml does not say.
    var context: String
    /// In Unicode scalars from the start of the text.
    var contextStart: Int
    var problem: String
    var problemStart: Int
}

/// The events of a YAML text, read by libyaml one at a time.
///
/// libyaml itself keeps its state on the heap and does not recurse, so that the depth of a text
/// costs no stack. What Yams builds on it does recurse, hashes keys through aliases without bound
/// and stops at the first key that is given twice; that is why the events are read here.
@safe struct YAMLEventStream: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter bytes: UTF-8; copied.
    init(_ bytes: [UInt8]) {
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe input = .allocate(capacity: max(bytes.count, 1))
        _ = unsafe input.initialize(from: bytes)
        // Fails only where memory is out, and then each event fails too.
        _ = unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event; `streamEnd` again once it has been reached.
    mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
            defer { unsafe yaml_event_delete(&event) }
            if let copied = unsafe Self.copy(event) { return copied }
        }
    }

    /// Nil for what marks the stream's start alone.
    private static func copy(_ event: yaml_event_t) -> YAMLEvent? {
        var anchor: String?
        var tag: String?
        let kind: YAMLEvent.Kind
        switch unsafe event.type {
        case YAML_STREAM_START_EVENT:
            return nil
        case YAML_DOCUMENT_START_EVENT:
            kind = .documentStart
        case YAML_DOCUMENT_END_EVENT:
            kind = .documentEnd
        case YAML_ALIAS_EVENT:
            kind = unsafe .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            anchor = unsafe text(scalar.anchor)
            tag = unsafe text(scalar.tag)
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            kind = unsafe .scalar(Array(bytes), style(scalar.style))
        case YAML_SEQUENCE_START_EVENT:
            anchor = unsafe text(event.data.sequence_start.anchor)
            tag = unsafe text(event.data.sequence_start.tag)
            kind = .sequenceStart
        case YAML_MAPPING_START_EVENT:
            anchor = unsafe text(event.data.mapping_start.anchor)
            tag = unsafe text(event.data.mapping_start.tag)
            kind = .mappingStart
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            kind = .collectionEnd
        default:
            kind = .streamEnd
        }
        return YAMLEvent(
            kind: kind, anchor: anchor, tag: tag, start: unsafe event.start_mark.index,
            end: unsafe event.end_mark.index)
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }

    private func syntaxError() -> YAMLSyntaxError {
        let state = unsafe parser.pointee
        let context = unsafe state.context.map { unsafe String(cString: $0) } ?? ""
        let problem = unsafe state.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        return YAMLSyntaxError(
            context: context, contextStart: unsafe state.context_mark.index, problem: problem,
            problemStart: unsafe state.problem_mark.index)
    }
}
