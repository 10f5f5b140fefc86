public import CallgatePolicy

/// Where a policy comes from.
public enum PolicySource: Sendable {
    /// YAML files, and directories of them.
    case files([String])
    /// One YAML document. It can't name files of lists.
    case text(String)
    case documents([PolicyDocumentSource])
    /// A policy that is compiled already.
    case image([UInt8])

    /// The policy, ready to decide.
    ///
    /// - Throws: ``FileError``, ``PolicyFailure`` with everything that is wrong, or an `ImageError`.
    public func gate() throws -> Gate {
        switch self {
        case .files(let paths): try Self.gate(PolicyDocumentSource.read(paths))
        case .text(let text): try Self.gate([PolicyDocumentSource(name: "policy", text: text)])
        case .documents(let documents): try Self.gate(documents)
        case .image(let bytes): try Gate(image: bytes)
        }
    }

    private static func gate(_ documents: [PolicyDocumentSource]) throws -> Gate {
        try Gate(image: CompiledPolicy(documents).image)
    }
}
