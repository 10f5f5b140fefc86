import ArgumentParser
import Callgate
import CallgateSQLite

/// How records are exported.
enum RecordFormat: String, ExpressibleByArgument, CaseIterable {
    case jsonl, csv
}

struct RecordsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write records to standard output, in the order of the chain.",
        discussion: """
            jsonl: each record as it is stored, in canonical form, a line each. Without a filter that is the whole \
            chain, which can be verified without this tool; spec/records.md says how.

            csv: a table (RFC 4180) of all members but hashes and signatures; lists and objects are JSON. A spreadsheet \
            takes a cell that starts with = + - @ or a control character for a formula: such a cell gets an apostrophe \
            before it.
            """)

    @OptionGroup var storeOptions: RecordStoreOptions
    @OptionGroup var filterOptions: RecordFilterOptions

    @Option(name: .long, help: "jsonl or csv.")
    var format = RecordFormat.jsonl

    @Option(name: .long, help: ArgumentHelp("At most so many, from the oldest on.", valueName: "count"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit: 1 or more.") }
    }

    func run() throws {
        let filter = try filterOptions.filter()
        let store = try storeOptions.open()
        var left = limit ?? .max
        var output: [UInt8] = format == .csv ? RecordCSV.header : []
        try reading { () throws(RecordStoreError) in
            try store.forEach(matching: filter) { entry throws(RecordStoreError) in
                switch format {
                case .jsonl: output += entry.text + [UInt8(ascii: "\n")]
                case .csv: output += RecordCSV.row(entry)
                }
                if output.count > 1 << 16 {
                    Terminal.output.write(output)
                    output.removeAll(keepingCapacity: true)
                }
                left -= 1
                return left > 0
            }
        }
        Terminal.output.write(output)
    }
}

/// Records as a table of comma-separated values.
enum RecordCSV {
    private static let columns = [
        "sequence", "id", "time", "kind", "decision", "tool", "reason", "rule", "matched", "monitored", "session",
        "duration_ns", "error", "args", "args_sha256", "context", "context_sha256", "redacted", "call", "image",
        "approval", "of", "answer", "approver", "bytes", "count",
    ]

    static let header = Array((columns.joined(separator: ",") + "\r\n").utf8)

    static func row(_ entry: StoredEntry) -> [UInt8] {
        let reader = EntryReader(entry.text)
        var row: [UInt8] = []
        for (index, name) in columns.enumerated() {
            if index > 0 { row.append(UInt8(ascii: ",")) }
            // What can't be read shows by its number and nothing else.
            guard let reader else {
                if name == "sequence" { row += Array("\(entry.sequence)".utf8) }
                continue
            }
            guard let value = reader.json(name) else { continue }
            row += cell(reader.string(name).map { Array($0.utf8) } ?? Array(value))
        }
        return row + [0x0D, 0x0A]
    }

    /// A cell, quoted where it has to be.
    static func cell(_ value: [UInt8]) -> [UInt8] {
        var value = value
        var isQuoted = value.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }
        if let first = value.first, first < 0x20 || "=+-@".utf8.contains(first) {
            value.insert(UInt8(ascii: "'"), at: 0)
            isQuoted = true
        }
        guard isQuoted else { return value }
        var cell = [UInt8(ascii: "\"")]
        for byte in value {
            cell.append(byte)
            if byte == UInt8(ascii: "\"") { cell.append(byte) }
        }
        return cell + [UInt8(ascii: "\"")]
    }
}
