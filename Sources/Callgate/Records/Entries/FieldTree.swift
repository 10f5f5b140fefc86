/// The fields of calls that records hide, and those that they keep, as a tree that is walked along with a call.
struct FieldTree: Sendable {
    /// What stands in the place of a hidden value.
    static var mark: StaticString { "\"[redacted]\"" }

    /// Where in the tree a value of the call is.
    struct Place {
        /// A node of what is hidden, or -1 where nothing below is.
        var hidden = -1
        /// A node of what is kept, ``everything`` or ``nothing``.
        var kept = Place.everything

        static let everything = -1
        static let nothing = -2

        /// Whether nothing is hidden and everything is kept, here and below.
        var isWhole: Bool { hidden < 0 && kept == Place.everything }
    }

    enum Kind { case object, array, scalar }

    private struct Node {
        /// The number of the path that ends here.
        var path: Int?
        /// Keys as canonical strings.
        var members: [(key: [UInt8], node: Int)] = []
        var elements: [(index: Int, node: Int)] = []
        var everyElement: Int?

        var wantsObject: Bool { !members.isEmpty }
        var wantsArray: Bool { !elements.isEmpty || everyElement != nil }
        /// Elements by index and every element: what holds for one of them would be two nodes.
        var isMixed: Bool { !elements.isEmpty && everyElement != nil }

        func fits(_ kind: Kind) -> Bool {
            switch kind {
            case .object: !wantsArray
            case .array: !wantsObject && !isMixed
            case .scalar: false
            }
        }
    }

    private var hidden = [Node()]
    private var kept = [Node()]
    /// The places of a call's parts.
    private(set) var args = Place()
    private(set) var context = Place()

    /// Of a call, nothing is hidden and everything is kept.
    init() {}

    init(_ settings: RecordSettings) {
        for (number, path) in settings.redact.enumerated() { Self.add(path, number, to: &hidden) }
        for (detail, root) in [(settings.args, "args"), (settings.context, "context")] {
            switch detail {
            case .whole, .hashed: Self.add([.field(root)], 0, to: &kept)
            case .none: break
            case .fields(let paths): for path in paths { Self.add(path, 0, to: &kept) }
            }
        }
        args = place(of: "args")
        context = place(of: "context")
    }

    private func place(of part: String) -> Place {
        var key = LineBuffer()
        key.appendCanonical(part)
        return child(of: Place(hidden: 0, kept: 0), 0..<key.count, in: key)
    }

    private static func add(_ path: FieldPath, _ number: Int, to nodes: inout [Node]) {
        add(path.steps, number, to: &nodes)
    }

    private static func add(_ steps: [FieldPath.Step], _ number: Int, to nodes: inout [Node]) {
        var place = 0
        for step in steps {
            if let next = next(step, of: nodes[place]) {
                place = next
                continue
            }
            let new = nodes.count
            nodes.append(Node())
            switch step {
            case .field(let name):
                var key = LineBuffer()
                key.appendCanonical(name)
                nodes[place].members.append((key.bytes, new))
            case .element(let index): nodes[place].elements.append((index, new))
            case .everyElement: nodes[place].everyElement = new
            }
            place = new
        }
        if nodes[place].path == nil { nodes[place].path = number }
    }

    private static func next(_ step: FieldPath.Step, of node: Node) -> Int? {
        switch step {
        case .field(let name):
            var key = LineBuffer()
            key.appendCanonical(name)
            let bytes = key.bytes
            return node.members.first { $0.key == bytes }?.node
        case .element(let index): return node.elements.first { $0.index == index }?.node
        case .everyElement: return node.everyElement
        }
    }

    // MARK: Walking

    /// The place of a member.
    /// - Parameter key: the canonical string of its key, as a range of the output.
    func child(of place: Place, _ key: Range<Int>, in output: borrowing LineBuffer) -> Place {
        guard place.hidden >= 0 || place.kept >= 0 else { return place }
        func member(of node: Node) -> Int? {
            node.members.first { output.holds($0.key, in: key) }?.node
        }
        return Place(
            hidden: place.hidden >= 0 ? member(of: hidden[place.hidden]) ?? -1 : -1,
            kept: place.kept >= 0 ? keptPlace(member(of: kept[place.kept])) : place.kept)
    }

    /// The place of an element.
    func element(of place: Place, _ index: Int) -> Place {
        guard place.hidden >= 0 || place.kept >= 0 else { return place }
        func element(of node: Node) -> Int? {
            node.elements.first { $0.index == index }?.node ?? node.everyElement
        }
        return Place(
            hidden: place.hidden >= 0 ? element(of: hidden[place.hidden]) ?? -1 : -1,
            kept: place.kept >= 0 ? keptPlace(element(of: kept[place.kept])) : place.kept)
    }

    private func keptPlace(_ node: Int?) -> Int {
        guard let node else { return Place.nothing }
        return kept[node].path == nil ? node : Place.everything
    }

    /// The number of the path because of which the value here is hidden.
    ///
    /// A path that goes on where the call has something that it can't go on into hides what is there: a card that
    /// is sent as a string is not shown because its number was expected in an object.
    func redactedPath(at place: Place, _ kind: Kind) -> Int? {
        guard place.hidden >= 0 else { return nil }
        let node = hidden[place.hidden]
        if let path = node.path { return path }
        return node.fits(kind) ? nil : firstPath(below: node)
    }

    private func firstPath(below node: Node) -> Int? {
        if let path = node.path { return path }
        let next = node.members.first?.node ?? node.elements.first?.node ?? node.everyElement
        return next.flatMap { firstPath(below: hidden[$0]) }
    }

    /// Whether a value of this kind is kept here: one that a kept path can't go on into is not.
    func keeps(_ place: Place, _ kind: Kind) -> Bool {
        if place.kept < 0 { return place.kept == Place.everything }
        return kept[place.kept].fits(kind)
    }
}
