/// A listing of an image for people: what it holds, and each rule's code beside its source.
public struct Disassembler {
    /// Keeps the memory that `view` reads.
    private let image: VerifiedImage
    let view: ImageView
    private let frame: ImageFrame
    private let byteCount: Int
    /// The tools in the order of their IDs.
    let tools: [Int]
    /// The first program of those that have a run of code, by its start.
    var codeOwners: [UInt32: Int] = [:]
    var lines: [String] = []

    public init(_ image: VerifiedImage) {
        self.image = image
        view = image.view
        frame = image.frame
        byteCount = image.storage.count
        let ids = (0..<image.view.tools.count).map { (tool: $0, id: image.view.bytes(image.view.tools[$0].id)) }
        tools = ids.sorted { $0.id.lexicographicallyPrecedes($1.id) }.map(\.tool)
    }

    /// The whole listing, each line with its end.
    public func listing() -> String {
        // A view owns nothing: without this, the image may go once nobody names it any more.
        withExtendedLifetime(image) {
            var copy = self
            copy.listHeader()
            copy.listDispatch()
            for index in 0..<view.programs.count { copy.list(program: index) }
            copy.listPatterns()
            copy.listLookups()
            return copy.lines.joined(separator: "\n") + "\n"
        }
    }

    private mutating func listHeader() {
        let name = view.text(view.policy.name)
        lines.append("policy       \(name.isEmpty ? "(no name)" : name)")
        lines.append("digest       sha256:\(hexadecimal(frame.policyDigest))")
        lines.append(
            "format       \(ImageFormat.majorVersion).\(frame.minorVersion), \(byteCount) bytes, "
                + "checksum \(hexadecimal(frame.checksum))")
        let isSigned = !frame.range(of: .signature).isEmpty
        lines.append("signed       \(isSigned ? "yes" : "no")")
        lines.append("ungoverned   \(Self.name(Effect(rawValue: view.policy.ungoverned)))")
        lines.append(
            "holds        \(view.rules.count) rules, \(view.tools.count) tools, "
                + "\(view.programs.count) programs, \(view.code.count) instructions, "
                + "\(view.constants.count) constants, \(view.patterns.count) patterns")
        lines.append("")
        lines.append("sections")
        for section in ImageSection.allCases {
            let range = frame.range(of: section)
            lines.append(
                "  " + Self.column("\(section)", 14) + Self.column("at \(range.lowerBound)", 12)
                    + "\(range.count) bytes")
        }
    }

    private mutating func listDispatch() {
        lines += ["", "dispatch"]
        lines.append("  seed \(view.policy.toolSeed), \(view.pilots.count) pilots")
        for tool in tools {
            let record = view.tools[tool]
            lines.append(
                "  tool \(Self.column("\(tool)", 7))\(Self.quoted(view.text(record.id))) -> program \(record.program)")
        }
        for set in 0..<view.globPrograms.count where view.globPrograms[set] != noIndex {
            lines.append("  globs, set \(set) -> program \(view.globPrograms[set])")
        }
    }

    private mutating func listPatterns() {
        guard view.patterns.count > 0 else { return }
        lines += ["", "patterns"]
        for index in 0..<view.patterns.count {
            let pattern = view.patterns[index]
            let form = PatternForm(rawValue: pattern.form).map { "\($0)" } ?? "?"
            lines.append(
                "  \(Self.column("\(index)", 5))\(Self.column(form, 11))"
                    + Self.column("\(pattern.table.count) bytes", 14)
                    + Self.quoted(view.text(pattern.source)))
        }
    }
}
