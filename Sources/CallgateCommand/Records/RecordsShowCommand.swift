import ArgumentParser
import Callgate
import CallgateSQLite

struct RecordsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one record, with what followed: answers of approvers, and how the result was judged.",
        discussion: """
            A record is named by its ID, as `callgate records list` shows it, or by its number in the chain, as \
            `callgate records verify` does.
            """)

    @Argument(help: "The record's ID, or its number.")
    var id: String

    @OptionGroup var storeOptions: RecordStoreOptions

    @Flag(name: .long, help: "Print the records as they are stored, a JSON object a line.")
    var json = false

    func run() throws {
        let store = try storeOptions.open()
        let entries = try find(store)
        guard !entries.isEmpty else {
            throw CommandFailure(
                "error: \(storeOptions.store): there is no record \(Palette.harmless(id)); `callgate records list` shows IDs")
        }
        let text = RecordText(Palette(isColored: Terminal.output.isColored))
        for (index, entry) in entries.enumerated() {
            if json {
                Terminal.output.write(entry.text + [UInt8(ascii: "\n")])
            } else {
                Terminal.output.write((index > 0 ? "\n" : "") + text.text(entry))
            }
        }
    }

    /// The record and those about it, in the order of the chain.
    private func find(_ store: SQLiteRecordStore) throws -> [StoredEntry] {
        var wanted = RecordID(id)
        if wanted == nil {
            guard let number = Int64(id), number > 0 else {
                throw CommandFailure(
                    "error: `\(Palette.harmless(id))` is no ID of a record, such as 01978c2e-9f4b-7cc3-a1f2-0d6b7a3e5c11, "
                        + "and no number from 1", status: .usage)
            }
            let page = try reading { () throws(RecordStoreError) in
                try store.entries(after: number - 1, matching: RecordFilter(), limit: 1, newestFirst: false)
            }
            guard let entry = page.first, entry.sequence == number else { return [] }
            wanted = EntryReader.index(of: entry)?.id
            if wanted == nil { return [entry] }
        }
        var filter = RecordFilter()
        filter.about = wanted
        return try reading { () throws(RecordStoreError) in
            try store.entries(after: 0, matching: filter, limit: 1_000, newestFirst: false)
        }
    }
}

/// A record for people.
struct RecordText {
    private let palette: Palette

    init(_ palette: Palette) { self.palette = palette }

    /// What follows the first line, in this order; what an entry lacks is left out.
    private static let members = [
        "time", "reason", "rule", "error", "matched", "monitored", "args", "args_sha256", "context", "context_sha256",
        "redacted", "call", "session", "approver", "approval", "bytes", "duration_ns", "count", "since", "until", "of",
        "image", "key", "signature", "id", "sequence", "previous",
    ]

    func text(_ entry: StoredEntry) -> String {
        guard let reader = EntryReader(entry.text) else {
            return palette.red("entry \(entry.sequence) can't be read") + "\n"
        }
        var lines = [title(reader)]
        for name in Self.members {
            guard let value = reader.json(name) else { continue }
            let shown = reader.string(name) ?? String(decoding: value, as: UTF8.self)
            lines.append("  " + palette.dim(Palette.fitted(name, 15)) + Palette.harmless(shown))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func title(_ reader: EntryReader) -> String {
        let kind = Palette.harmless(reader.string("kind") ?? "entry")
        let decision = reader.string("decision") ?? reader.string("answer") ?? ""
        let shown = palette.bold(Palette.harmless(decision))
        let colored = DecisionName(rawValue: decision).map { palette.colored(shown, as: $0.effect) } ?? shown
        let tool = Palette.harmless(reader.string("tool") ?? "")
        let words = kind == "decision" ? [colored, tool] : ["\(kind):", colored, tool]
        return words.filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
