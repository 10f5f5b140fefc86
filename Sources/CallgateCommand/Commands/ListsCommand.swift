import ArgumentParser
import Callgate
import CallgatePolicy

struct ListsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "Show the lists of a policy, or put other values into one.",
        subcommands: [Show.self, Replace.self])
}

extension ListsCommand {
    private static func count(_ values: Int) -> String { "\(values) value\(values == 1 ? "" : "s")" }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the lists of a policy: how many values they have, and what rules do with them.",
            discussion: "A list that is compiled in is used for more than looking values up, and can't be replaced.")

        @Argument(help: ArgumentHelp("An image, YAML files or directories.", valueName: "policy"))
        var paths: [String]

        @Flag(help: "Print one line of JSON for each list.")
        var json = false

        func run() throws {
            let lists = try PolicyInput.load(paths).gate.lists
            let width = lists.map(\.name.count).max() ?? 0
            for list in lists {
                Terminal.output.write(
                    json
                        ? Self.line(list)
                        : "\(Palette.fitted(list.name, width))  \(ListsCommand.count(list.count)), \(Self.use(list))\n")
            }
        }

        private static func use(_ list: GateList) -> String {
            list.isCompiledIn ? "compiled in" : list.isLookedUp ? "looked up" : "not used"
        }

        private static func line(_ list: GateList) -> String {
            "{\"name\":\(JSONText.quoted(list.name)),\"values\":\(list.count),\"use\":\"\(use(list))\"}\n"
        }
    }

    struct Replace: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write an image in which one list has other values.",
            discussion: """
                The image that is written is not signed, unless --sign says with which key. Its policy digest \
                follows from the one before, the list's name and the values.

                callgate lists replace policy.cgb --list opted_out --from opted_out.txt -o new.cgb
                """)

        @Argument(help: "The image.")
        var image: String

        @Option(help: ArgumentHelp("The list.", valueName: "name"))
        var list: String

        @Option(help: ArgumentHelp("The file of its values; - is standard input.", valueName: "file"))
        var from: String

        @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the new image.", valueName: "file"))
        var output: String

        @Option(help: ArgumentHelp("text, csv or json; what the file's name ends with if left out.", valueName: "format"))
        var format: String?

        @Option(help: ArgumentHelp("The column of a CSV file: its name, or its number from 1.", valueName: "column"))
        var column: String?

        @Option(help: ArgumentHelp("Sign with this Ed25519 private key.", valueName: "key"))
        var sign: String?

        @Option(
            name: .long,
            help: ArgumentHelp("Accept the image only if it is signed with this public key.", valueName: "file"))
        var requireSignature: String?

        func validate() throws {
            if let format, !["text", "csv", "json"].contains(format) {
                throw ValidationError("--format: text, csv or json.")
            }
            guard let word = format ?? ListFormat.word(forPath: from) else {
                throw ValidationError("--format is needed: the name of the file does not end with .txt, .csv or .json.")
            }
            guard (word == "csv") == (column != nil) else {
                throw ValidationError("--column NAME is for CSV files, which need it.")
            }
            if let column, let number = Int(column), !(1...PolicyLimits.columns).contains(number) {
                throw ValidationError("--column: a name, or a number from 1 to \(PolicyLimits.columns).")
            }
        }

        /// What the options say; ``validate()`` has seen that they say something.
        private var listFormat: ListFormat {
            switch format ?? ListFormat.word(forPath: from) {
            case "csv":
                let column = column ?? ""
                return .csv(column: Int(column).map { .number($0) } ?? .name(column))
            case "json": return .json
            default: return .text
            }
        }

        func run() throws {
            let key = try sign.map { try KeyFile.read($0, .secret) }
            let gate = try PolicyInput.load([image], requiring: requireSignature).gate
            do {
                let bytes = try Files.read(from, limit: PolicyLimits.listBytes)
                let values = try ListValues(reading: PolicyDocumentSource(name: from, bytes: bytes), as: listFormat)
                var image = try gate.image(replacing: list, with: values)
                if let key { image = try ImageSignature.sign(image, privateKey: key) }
                // What is written must pass the verifier; a gate is the proof.
                let digest = try Gate(image: image).policyDigest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                try Files.write(image, to: output)
                Terminal.output.write(
                    "\(output): \(image.count) bytes, policy sha256:\(digest.joined()), \(list) has \(ListsCommand.count(values.count))\n")
            } catch let error as PolicyErrors {
                throw CommandFailure(PolicyInput.rendered(error.diagnostics))
            } catch {
                throw CommandFailure("error: \(error)")
            }
        }
    }
}
