import Callgate
import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

/// Loading what `--policy` names.
enum PolicyInput {
    /// Images larger than this are not read.
    private static let imageLimit = BytecodeLimits.imageBytes

    /// A gate from an image or from policy files; warnings go to standard error.
    static func gate(_ paths: [String], requiring publicKeyFile: String? = nil) throws -> Gate {
        let publicKey = try publicKeyFile.map { try KeyFile.read($0) }
        if paths.count == 1, let image = try image(at: paths[0]) {
            do {
                return try Gate(image: image, requiringSignatureOf: publicKey)
            } catch {
                throw CommandFailure("error: \(paths[0]): \(error)")
            }
        }
        for path in paths where try paths.count > 1 && image(at: path) != nil {
            throw CommandFailure(
                "error: \(path): this is an image, and an image stands alone; give one image or policy files",
                status: .usage)
        }
        guard publicKey == nil else {
            throw CommandFailure("error: --require-signature wants an image, these are policy files")
        }
        let compiled = try compile(paths)
        show(compiled.warnings)
        return try Gate(image: compiled.image)
    }

    /// Compiles policy files and directories.
    static func compile(_ paths: [String]) throws -> CompiledPolicy {
        let documents: [PolicyDocumentSource]
        do {
            documents = try PolicyDocumentSource.read(paths)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        do {
            return try CompiledPolicy(documents)
        } catch {
            throw CommandFailure(rendered(error.diagnostics) + summary(error.diagnostics))
        }
    }

    /// The bytes of a path where they are an image by their first bytes or their name; else nil.
    private static func image(at path: String) throws -> [UInt8]? {
        guard !Files.isDirectory(path) else { return nil }
        if path.hasSuffix(".yaml") || path.hasSuffix(".yml") { return nil }
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: imageLimit)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        let isImage = bytes.starts(with: ImageFormat.magic) || path.hasSuffix(".cgb")
        return isImage ? bytes : nil
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
