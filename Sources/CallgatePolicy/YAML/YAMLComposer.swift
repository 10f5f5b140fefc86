import CallgateLanguage

/// Builds the tree of a document from its events, on a stack of its own.
struct YAMLComposer {
    /// A collection whose end has not been read.
    private struct Open {
        var isMapping: Bool
        var isRefused: Bool
        var anchor: String?
        var range: SourceRange
        var nodes: [YAMLNode] = []
        var nodeCount = 1
        var textBytes = 0
    }

    /// What stops the reading of a document; it has been reported.
    private struct Stopped: Error {}

    private enum Anchored {
        case open
        case finished(YAMLNode)
    }

    private let text: DocumentText
    private let document: Int
    private var open: [Open] = []
    private var anchors: [[UInt8]: (place: SourceRange, node: Anchored)] = [:]
    private var nodeCount = 0
    private var aliasedBytes = 0
    private var root: YAMLNode?

    private init(_ text: DocumentText, document: Int) {
        self.text = text
        self.document = document
    }

    /// The tree of a document; nil where an error, which is reported, leaves none, and where the
    /// document is empty, which is not reported. Takes time linear in the text.
    static func compose(_ text: DocumentText, document: Int, findings: inout Findings) -> YAMLNode? {
        guard !reportDirectives(text, document: document, findings: &findings) else { return nil }
        var composer = YAMLComposer(text, document: document)
        var stream = YAMLEventStream(text.bytes)
        do {
            try composer.read(&stream, &findings)
            return composer.root
        } catch {
            return nil
        }
    }

    /// Refuses directives before libyaml sees them: it looks for each `%TAG` among all before it.
    private static func reportDirectives(
        _ text: DocumentText, document: Int, findings: inout Findings
    ) -> Bool {
        for index in text.lineStarts where index < text.bytes.count && text.bytes[index] == UInt8(ascii: "%") {
            findings.report(
                .error, "a line that begins with `%` is a YAML directive, and policies have none", in: document,
                at: SourceRange(index, index + 1), suggestion: "remove the line, or indent it if it is part of a text")
            return true
        }
        return false
    }

    private mutating func read(_ stream: inout YAMLEventStream, _ findings: inout Findings) throws(Stopped) {
        while true {
            let event: YAMLEvent
            do {
                event = try stream.next()
            } catch {
                report(error, &findings)
                throw Stopped()
            }
            switch event.kind {
            case .documentStart:
                guard root == nil else {
                    findings.report(
                        .error, "a second document begins here, and a policy file holds one", in: document,
                        at: range(event), suggestion: "put it into a file of its own")
                    throw Stopped()
                }
            case .documentEnd: break
            case .streamEnd: return
            case .alias(let name): try addAlias(name, event, &findings)
            case .scalar(let bytes, let style): try addScalar(bytes, style, event, &findings)
            case .sequenceStart: try begin(isMapping: false, event, &findings)
            case .mappingStart: try begin(isMapping: true, event, &findings)
            case .collectionEnd: endCollection()
            }
        }
    }

    // MARK: Nodes

    private mutating func begin(isMapping: Bool, _ event: YAMLEvent, _ findings: inout Findings) throws(Stopped) {
        try count(1, event, &findings)
        let isRefused = refuseTag(event, &findings)
        let place = range(event)
        guard open.count < PolicyLimits.nesting else {
            findings.report(
                .error, "lists and mappings are nested more than \(PolicyLimits.nesting) deep", in: document,
                at: SourceRange(place.lowerBound, place.lowerBound + 1))
            throw Stopped()
        }
        declare(event, at: place, &findings)
        open.append(Open(isMapping: isMapping, isRefused: isRefused, anchor: event.anchor, range: place))
    }

    private mutating func endCollection() {
        guard let closed = open.popLast() else { return }
        let content: YAMLNode.Content
        if closed.isRefused {
            content = .refused
        } else if closed.isMapping {
            content = .mapping(
                stride(from: 0, to: closed.nodes.count - 1, by: 2).map {
                    YAMLEntry(key: closed.nodes[$0], value: closed.nodes[$0 + 1])
                })
        } else {
            content = .sequence(closed.nodes)
        }
        var range = closed.range
        // A block collection has no bytes of its own: its first key or dash shows where it is.
        if range.lowerBound == range.upperBound, let first = closed.nodes.first {
            range = closed.isMapping ? first.range : SourceRange(range.lowerBound, range.lowerBound + 1)
        }
        add(
            YAMLNode(content: content, range: range, nodeCount: closed.nodeCount, textBytes: closed.textBytes),
            anchor: closed.anchor)
    }

    private mutating func addScalar(
        _ bytes: [UInt8], _ style: YAMLScalarStyle, _ event: YAMLEvent, _ findings: inout Findings
    ) throws(Stopped) {
        try count(1, event, &findings)
        let isRefused = refuseTag(event, &findings)
        let place = range(event)
        declare(event, at: place, &findings)
        let source = SourceRange(
            event.anchor == nil ? place.lowerBound : text.bytes.endOfAnchor(in: place), place.upperBound)
        let content = YAMLNode.Content.scalar(YAMLScalar(bytes: bytes, style: style, source: source))
        add(
            YAMLNode(
                content: isRefused ? .refused : content, range: source, nodeCount: 1, textBytes: bytes.count),
            anchor: event.anchor)
    }

    private mutating func addAlias(_ name: String, _ event: YAMLEvent, _ findings: inout Findings) throws(Stopped) {
        let place = range(event)
        switch anchors[Array(name.utf8)]?.node {
        case .finished(var node):
            try count(node.nodeCount, event, &findings)
            aliasedBytes += node.textBytes
            guard aliasedBytes <= PolicyLimits.aliasedBytes else {
                findings.report(
                    .error, "the aliases up to here repeat more than \(PolicyLimits.aliasedBytes) bytes of text",
                    in: document, at: place)
                throw Stopped()
            }
            node.range = place
            add(node, anchor: nil)
        case .open:
            findings.report(.error, "the alias `*\(name)` stands inside of what it repeats", in: document, at: place)
            throw Stopped()
        case nil:
            let known = anchors.keys.map { String(decoding: $0, as: UTF8.self) }
            findings.report(
                .error, "the alias `*\(name)` has no anchor `&\(name)` before it", in: document, at: place,
                suggestion: nearest(to: name, among: known).map { "*" + $0 }
                    ?? "put a text that begins with `*` in quotes: \"*\(name)\"")
            throw Stopped()
        }
    }

    private mutating func add(_ node: YAMLNode, anchor: String?) {
        if let anchor { anchors[Array(anchor.utf8)]?.node = .finished(node) }
        guard let last = open.indices.last else {
            root = node
            return
        }
        open[last].nodes.append(node)
        open[last].nodeCount += node.nodeCount
        open[last].textBytes += node.textBytes
    }

    // MARK: Refusals

    private mutating func count(_ nodes: Int, _ event: YAMLEvent, _ findings: inout Findings) throws(Stopped) {
        nodeCount += nodes
        guard nodeCount > PolicyLimits.nodes else { return }
        findings.report(
            .error, "the document has more than \(PolicyLimits.nodes) values, what aliases repeat included",
            in: document, at: range(event))
        throw Stopped()
    }

    private mutating func declare(_ event: YAMLEvent, at place: SourceRange, _ findings: inout Findings) {
        guard let anchor = event.anchor else { return }
        let name = Array(anchor.utf8)
        let mark = SourceRange(place.lowerBound, min(place.lowerBound + 1 + name.count, text.bytes.count))
        if let first = anchors[name] {
            let position = text.position(of: first.place.lowerBound)
            findings.report(
                .error, "the anchor `&\(anchor)` is set twice", in: document, at: mark,
                notes: ["it is first set at \(position.line):\(position.column)"])
        }
        anchors[name] = (mark, .open)
    }

    /// Reports the tag of a node; whether it has one.
    private func refuseTag(_ event: YAMLEvent, _ findings: inout Findings) -> Bool {
        guard let tag = event.tag else { return false }
        let place = range(event)
        let start = text.bytes.startOfTag(in: place)
        let end = text.bytes.endOfWord(from: start)
        let written = String(decoding: text.bytes[start..<end], as: UTF8.self)
        findings.report(
            .error,
            "`\(written)` is a YAML tag here, and policies have none", in: document, at: SourceRange(start, end),
            suggestion: tag.hasPrefix("!") && !written.hasPrefix("!!")
                ? "put a condition that begins with `!` in quotes" : "remove the tag")
        return true
    }

    private func range(_ event: YAMLEvent) -> SourceRange {
        SourceRange(text.offset(ofScalar: event.start), text.offset(ofScalar: event.end))
    }

    private func report(_ error: YAMLSyntaxError, _ findings: inout Findings) {
        let advice = SyntaxAdvice(error, text: text)
        findings.report(
            .error, advice.message, in: document, at: advice.range, suggestion: advice.suggestion,
            notes: advice.notes)
    }
}
