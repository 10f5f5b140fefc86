import ArgumentParser
import Callgate
import CallgateSQLite

struct RecordsVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no record was changed, removed, moved or slipped in.",
        discussion: """
            Without a key, this finds what was done by somebody who did not compute all hashes anew. With the public \
            key of the checkpoints (`--key release.pub`), it also finds that, in all records up to the last checkpoint.

            Somebody who cuts off the end of the chain leaves a chain that is sound. Keep the head that verify prints \
            somewhere else; later, `--expect-head HASH` tells whether the chain still goes through it.

            A chain that has no checkpoint yet is unsigned: a key can say nothing of it. Its hashes are checked all the same. A \
            checkpoint comes after so many records, after a time and when the writer is closed: a chain that is older \
            than that, or was signed before, has been cut or made anew.

            Exit status: 0 sound, 1 broken, 5 unsigned: nothing is wrong, and with --key nothing is signed.
            """)

    @OptionGroup var storeOptions: RecordStoreOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The public key that checkpoints are signed with. Can be given several times.", valueName: "file"))
    var key: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The hash of a record that must be in the chain: an earlier head.", valueName: "hash"))
    var expectHead: String?

    @Flag(name: .long, help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let keys = try key.map { try KeyFile.read($0, .open) }
        let head = try expectHead.map { text in
            guard let hash = Hexadecimal.bytes(text.utf8), hash.count == 32 else {
                throw CommandFailure(
                    "error: --expect-head: expected a hash of 64 hexadecimal digits, as `callgate records verify` prints it",
                    status: .usage)
            }
            return hash
        }
        let store = try storeOptions.open()
        let result = try reading { () throws(RecordStoreError) in
            try RecordVerifier(publicKeys: keys, expectedHead: head).verify(store)
        }
        Terminal.output.write(json ? jsonText(result) : text(result))
        if !result.isSound { throw result.isUnsigned ? ExitStatus.unsigned : .wrongInput }
    }

    private func text(_ result: RecordVerification) -> String {
        let palette = Palette(isColored: Terminal.output.isColored)
        if result.isUnsigned { return unsignedText(result, palette) }
        var lines = [
            result.isSound
                ? palette.bold("sound") + ": \(Self.count(result.entries, "record"))"
                : palette.red("broken") + ": \(Self.count(result.findingCount, "finding")) in \(Self.count(result.entries, "record"))"
        ]
        lines += result.findings.map { "  " + Palette.harmless("\($0)") }
        if result.findingCount > result.findings.count {
            lines.append("  and \(result.findingCount - result.findings.count) more")
        }
        lines.append("head     \(result.head.sequence) \(Hexadecimal.text(result.head.hash))")
        if let place = result.expectedHeadSequence {
            lines.append("expected \(place), \(Self.count(Int(result.head.sequence - place), "record")) before the head")
        }
        if let last = result.lastCheckpoint {
            let after = Int(result.head.sequence - last)
            lines.append(
                "signed   \(Self.count(result.signedCheckpoints, "checkpoint")), the last is \(last); "
                    + "\(Self.count(after, "record")) after it \(after == 1 ? "is" : "are") not signed yet")
        }
        if result.lost > 0 {
            lines.append("lost     \(Self.count(Int(result.lost), "record")) could not be written, as the chain itself tells")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func unsignedText(_ result: RecordVerification, _ palette: Palette) -> String {
        """
        \(palette.bold("unsigned")): \(Self.count(result.entries, "record")), whose hashes are right; no checkpoint is there yet
        head     \(result.head.sequence) \(Hexadecimal.text(result.head.hash))
        signed   nothing, so that the key says nothing of these records; where there was a checkpoint before, they are not what was written

        """
    }

    private func jsonText(_ result: RecordVerification) -> String {
        let findings = result.findings.map { finding in
            "{\"sequence\":\(finding.sequence),\"kind\":\"\(finding.kind.rawValue)\",\"detail\":\(JSONText.quoted(finding.detail))}"
        }
        var members = [
            "\"sound\":\(result.isSound)", "\"records\":\(result.entries)",
            "\"head\":{\"sequence\":\(result.head.sequence),\"hash\":\"\(Hexadecimal.text(result.head.hash))\"}",
            "\"findings\":\(result.findingCount)", "\"first_findings\":[\(findings.joined(separator: ","))]",
            "\"signed_checkpoints\":\(result.signedCheckpoints)", "\"unsigned\":\(result.isUnsigned)", "\"lost\":\(result.lost)",
        ]
        if let last = result.lastCheckpoint { members.append("\"last_checkpoint\":\(last)") }
        if let place = result.expectedHeadSequence { members.append("\"expected_head\":\(place)") }
        return "{\(members.joined(separator: ","))}\n"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
