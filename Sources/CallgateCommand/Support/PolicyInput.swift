import Callgate
import CallgateBytecode
import CallgateCompiler
import CallgateLanguage
import CallgatePolicy

/// Loading what `--policy` names.
enum PolicyInput {
    /// A policy that is ready to decide.
    struct Loaded {
        var gate: Gate
        /// What each rule costs at most; nil where it was an image, which does not tell.
        var costs: [RuleCost]?
    }

    /// A gate from an image or from policy files; warnings go to standard error.
    static func load(
        _ paths: [String], tools: [String] = [], requiring publicKeyFile: String? = nil
    ) throws -> Loaded {
        let publicKey = try publicKeyFile.map { try KeyFile.read($0, .open) }
        let documents = try readImage(paths).map { [$0] } ?? read(paths)
        if documents.count == 1, isImage(documents[0]) {
            guard tools.isEmpty else {
                throw CommandFailure("error: --tools is for policy files, this is an image", status: .usage)
            }
            do {
                return Loaded(
                    gate: try Gate(image: documents[0].bytes, requiringSignatureOf: publicKey))
            } catch {
                throw CommandFailure("error: \(documents[0].name): \(error)")
            }
        }
        guard publicKey == nil else {
            throw CommandFailure("error: --require-signature wants an image, these are policy files")
        }
        let compiled = try compile(documents, tools: read(files: tools))
        show(compiled.warnings)
        return Loaded(gate: try Gate(image: compiled.image), costs: compiled.costs)
    }

    /// Compiles policy files and directories.
    static func compile(
        _ paths: [String], tools: [String], _ options: CompilerOptions
    ) throws -> CompiledPolicy {
        try compile(read(paths), tools: read(files: tools), options)
    }

    /// Files, whatever their names.
    static func read(files: [String]) throws -> [PolicyDocumentSource] {
        do throws(FileError) {
            var documents: [PolicyDocumentSource] = []
            for file in files {
                documents.append(
                    PolicyDocumentSource(
                        name: file, bytes: try Files.read(file, limit: PolicyLimits.documentBytes)))
            }
            return documents
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }

    /// What paths name, each file read once.
    static func read(_ paths: [String]) throws -> [PolicyDocumentSource] {
        do {
            return try PolicyDocumentSource.read(paths)
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }

    private static func compile(
        _ documents: [PolicyDocumentSource], tools: [PolicyDocumentSource],
        _ options: CompilerOptions = CompilerOptions()
    ) throws -> CompiledPolicy {
        try refuseImages(documents)
        do {
            return try CompiledPolicy(documents, tools: tools, options: options)
        } catch {
            throw CommandFailure(rendered(error.diagnostics) + summary(error.diagnostics))
        }
    }

    /// Where policy files are wanted, an image would only get errors about YAML.
    static func refuseImages(_ documents: [PolicyDocumentSource]) throws {
        for document in documents where document.bytes.starts(with: ImageFormat.magic) {
            throw CommandFailure(
                "error: \(document.name): this is an image; give it alone, to eval, explain or disasm",
                status: .usage)
        }
    }

    /// An image that is given alone, which may be larger than a policy file. It is read and not mapped:
    /// whoever writes into the file while the tool runs would change what decides.
    private static func readImage(_ paths: [String]) throws -> PolicyDocumentSource? {
        guard paths.count == 1, Files.starts(paths[0], with: ImageFormat.magic) else { return nil }
        do {
            return PolicyDocumentSource(
                name: paths[0], bytes: try Files.read(paths[0], limit: BytecodeLimits.imageBytes))
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }

    /// Whether a file is an image by its first bytes or its name.
    private static func isImage(_ document: PolicyDocumentSource) -> Bool {
        document.bytes.starts(with: ImageFormat.magic) || document.name.hasSuffix(".cgb")
    }

    static func show(_ diagnostics: [Diagnostic]) {
        if !diagnostics.isEmpty { Terminal.error.write(rendered(diagnostics)) }
    }

    static func rendered(_ diagnostics: [Diagnostic]) -> String {
        let isColored = Terminal.error.isColored
        return diagnostics.map { $0.rendered(colored: isColored) + "\n" }.joined()
    }

    static func summary(_ diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.filter { $0.severity == .error }.count
        return "\(errors) error\(errors == 1 ? "" : "s"); the policy was not compiled\n"
    }
}
