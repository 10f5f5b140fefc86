internal import CallgateBytecode
public import CallgateCompiler
public import CallgateLanguage
public import CallgatePolicy
internal import Crypto

/// A policy as an image, ready to be written to a file or loaded into a ``Gate``.
public struct CompiledPolicy: Sendable {
    /// The image; equal for equal sources.
    public var image: [UInt8]
    public var warnings: [Diagnostic]
    /// What each rule costs at most, in the order of the documents; the rules about results come last.
    public var costs: [RuleCost]

    /// Loads, checks and compiles documents.
    ///
    /// - Parameters:
    ///   - tools: files that declare tools, which the rules are checked against.
    ///   - readListFile: reads the file of a list; left out, files are read from where their document was, and
    ///     documents that were no files can't name any.
    /// - Throws: ``PolicyFailure`` with everything that is wrong. Nothing is half compiled.
    public init(
        _ documents: [PolicyDocumentSource], tools: [PolicyDocumentSource] = [],
        options: CompilerOptions = CompilerOptions(),
        readListFile: ((ListFile) throws(ListFileError) -> PolicyDocumentSource)? = nil
    ) throws(PolicyFailure) {
        var files = ListFiles(documents, readListFile)
        let loaded: (policy: CheckedPolicy, warnings: [Diagnostic])
        do {
            loaded = try loadPolicy(documents, tools: tools) { file throws(ListFileError) in try files.read(file) }
        } catch {
            throw PolicyFailure(diagnostics: error.diagnostics)
        }
        let digest = Self.digest(of: documents + tools + files.inOrder)
        try self.init(loaded.policy, digest: digest, options: options)
        warnings = loaded.warnings + warnings
    }

    /// Compiles a policy that has been loaded.
    ///
    /// - Parameter digest: SHA-256 of its sources, 32 bytes.
    init(
        _ policy: CheckedPolicy, digest: [UInt8], options: CompilerOptions
    ) throws(PolicyFailure) {
        do {
            let compiled = try PolicyCompiler(options: options).compile(policy, digest: digest)
            image = compiled.image.encoded()
            warnings = compiled.warnings
            costs = compiled.costs
        } catch {
            throw PolicyFailure(diagnostics: error.diagnostics)
        }
    }

    /// The policy's digest: SHA-256 over the length, 8 bytes little-endian, and the bytes of each document, file of
    /// tools and file of a list.
    static func digest(of documents: [PolicyDocumentSource]) -> [UInt8] {
        var hash = SHA256()
        for document in documents {
            let length = UInt64(document.bytes.count)
            hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) })
            hash.update(data: document.bytes)
        }
        return Array(hash.finalize())
    }
}

/// Everything that is wrong with a policy.
public struct PolicyFailure: Error, Sendable {
    /// At least one, in the order of the documents.
    public let diagnostics: [Diagnostic]
}
