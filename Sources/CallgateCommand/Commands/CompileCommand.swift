import ArgumentParser
import Callgate
import CallgateCompiler

struct CompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Compile a policy to an image.",
        discussion: """
            The same sources always give the same image. An image that travels can be signed: \
            `callgate keygen release` makes release.key and release.pub, `--sign release.key` signs, \
            and `callgate eval --require-signature release.pub` refuses what is not signed so.
            """)

    @OptionGroup var sources: SourceOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the image.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("Sign with this Ed25519 private key.", valueName: "key"))
    var sign: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Refuse rules whose worst case costs more units of fuel than this.", valueName: "units"))
    var maxCost: UInt64?

    @Option(
        name: .long,
        help: ArgumentHelp("The largest call that worst cases are counted for.", valueName: "bytes"))
    var callBytes = CompilerOptions().callBytes

    @Flag(
        name: .long,
        help: """
            Compile each condition as it stands, nothing folded, shared or looked up: for comparing. \
            Decisions are the same.
            """)
    var noOptimize = false

    @Flag(name: .long, help: "Print the image's size, digest and costs as JSON.")
    var json = false

    func validate() throws {
        guard callBytes > 0, callBytes <= 1 << 30 else {
            throw ValidationError("--call-bytes: 1 to 1073741824.")
        }
    }

    func run() throws {
        let key = try sign.map { try KeyFile.read($0, .secret) }
        var options = CompilerOptions(optimizes: !noOptimize)
        options.maxCost = maxCost
        options.callBytes = callBytes
        let compiled = try PolicyInput.compile(sources.paths, tools: sources.toolOptions.tools, options)
        PolicyInput.show(compiled.warnings)
        var image = compiled.image
        do {
            if let key { image = try ImageSignature.sign(image, privateKey: key) }
            // What the compiler makes must pass the verifier; a gate is the proof.
            let gate = try Gate(image: image)
            try Files.write(image, to: output)
            let digest = gate.policyDigest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            Terminal.output.write(report(size: image.count, digest, compiled.costs))
        } catch {
            throw CommandFailure("error: \(error)")
        }
    }

    private func report(size: Int, _ digest: String, _ costs: [RuleCost]) -> String {
        let table = CostTable(costs, callBytes: callBytes)
        guard json else {
            return "\(output): \(size) bytes, policy sha256:\(digest)\n"
                + table.text(isInteractive: Terminal.output.isInteractive)
        }
        let members = [
            "\"image\":\(JSONText.quoted(output))", "\"bytes\":\(size)", "\"policy\":\"sha256:\(digest)\"",
            table.json,
        ]
        return "{\(members.joined(separator: ","))}\n"
    }
}

struct KeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a pair of Ed25519 keys to sign images with.",
        discussion: "Writes NAME.key, which is secret, and NAME.pub. Files that exist are not replaced.")

    @Argument(help: "Where to write the keys, without the ending.")
    var name: String

    func run() throws {
        for ending in [".key", ".pub"] where Files.exists(name + ending) {
            throw CommandFailure("error: \(name + ending): the file exists already")
        }
        let keys = ImageSignature.makeKeys()
        do {
            try Files.write(
                Array(KeyFile.text(keys.privateKey, .secret).utf8), to: name + ".key", isSecret: true)
            try Files.write(Array(KeyFile.text(keys.publicKey, .open).utf8), to: name + ".pub")
        } catch {
            throw CommandFailure("error: \(error)")
        }
        Terminal.output.write("\(name).key is secret, \(name).pub is for whoever verifies\n")
    }
}
