import ArgumentParser
import Callgate
import CallgateSQLite

struct RecordsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List decisions, the newest last.",
        discussion: """
            Shows the newest decisions that match, in the order in which they were made. The last column is the ID, \
            for `callgate records show`. All filters must match.
            """)

    @OptionGroup var storeOptions: RecordStoreOptions
    @OptionGroup var filterOptions: RecordFilterOptions

    @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 50

    @Flag(name: .long, help: "Print the records as they are stored, a JSON object a line.")
    var json = false

    static let limits = 1...1_000_000

    func validate() throws {
        guard Self.limits.contains(limit) else {
            throw ValidationError("--limit: \(Self.limits.lowerBound) to \(Self.limits.upperBound).")
        }
    }

    func run() throws {
        var filter = try filterOptions.filter()
        filter.kind = .decision
        let store = try storeOptions.open()
        // The newest ones are looked for backwards, a page at a time, and printed forwards: only their numbers are kept.
        var numbers: [Int64] = []
        var place = Int64.max
        while numbers.count < limit {
            let page = try reading { () throws(RecordStoreError) in
                try store.entries(after: place, matching: filter, limit: min(512, limit - numbers.count), newestFirst: true)
            }
            guard let last = page.last else { break }
            numbers += page.map(\.sequence)
            place = last.sequence
        }
        guard let first = numbers.last else {
            if !json { Terminal.error.write("no decision matches\n") }
            return
        }
        let table = RecordTable(Palette(isColored: Terminal.output.isColored))
        var output = json ? "" : table.header
        try reading { () throws(RecordStoreError) in
            try store.forEach(after: first - 1, matching: filter) { entry throws(RecordStoreError) in
                output += json ? String(decoding: entry.text, as: UTF8.self) + "\n" : table.row(entry)
                if output.utf8.count > 1 << 16 {
                    Terminal.output.write(output)
                    output = ""
                }
                return entry.sequence < numbers[0]
            }
        }
        Terminal.output.write(output)
    }
}

/// Decisions as a table.
struct RecordTable {
    private let palette: Palette
    private static let toolWidth = 26
    private static let causeWidth = 26

    init(_ palette: Palette) { self.palette = palette }

    var header: String {
        palette.bold(
            Palette.fitted("time", 25) + Palette.fitted("decision", 10) + Palette.fitted("tool", Self.toolWidth)
                + Palette.fitted("rule or (reason)", Self.causeWidth) + "id") + "\n"
    }

    func row(_ entry: StoredEntry) -> String {
        guard let reader = EntryReader(entry.text) else {
            return palette.red("entry \(entry.sequence) can't be read; `callgate records verify` says more") + "\n"
        }
        let decision = reader.string("decision") ?? ""
        let cause = reader.string("rule") ?? "(\(reader.string("reason") ?? "none"))"
        let name = DecisionName(rawValue: decision)
        let shown = Palette.fitted(Palette.harmless(decision), 10)
        return Palette.fitted(Self.time(reader), 25)
            + (name.map { palette.colored(shown, as: $0.effect) } ?? shown)
            + Palette.fitted(Palette.harmless(reader.string("tool") ?? "(none)"), Self.toolWidth - 1) + " "
            + Palette.fitted(Palette.harmless(cause), Self.causeWidth - 1) + " "
            + palette.dim(Palette.harmless(reader.string("id") ?? "")) + "\n"
    }

    /// To milliseconds.
    static func time(_ reader: EntryReader) -> String {
        let text = Palette.harmless(reader.string("time") ?? "")
        return text.utf8.count == 30 ? text.prefix(10) + " " + text.dropFirst(11).prefix(12) + "Z" : text
    }
}
