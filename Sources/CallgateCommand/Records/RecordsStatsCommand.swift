import ArgumentParser
import Callgate
import CallgateSQLite

struct RecordsStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count decisions by decision, tool, reason, rule and time.",
        discussion: """
            A call in which several rules matched counts for each of them. Of tools and rules the most frequent are \
            shown; --json gives all that were counted.
            """)

    @OptionGroup var storeOptions: RecordStoreOptions
    @OptionGroup var filterOptions: RecordFilterOptions

    @Option(name: .long, help: "What times are counted by: hour, day or month.")
    var by = RecordPeriod.day

    @Flag(name: .long, help: "Print the counts as JSON.")
    var json = false

    func run() throws {
        let filter = try filterOptions.filter()
        let store = try storeOptions.open()
        var statistics = RecordStatistics(period: by)
        try reading { () throws(RecordStoreError) in
            try store.forEach(matching: filter) { entry throws(RecordStoreError) in
                statistics.add(entry)
                return true
            }
        }
        Terminal.output.write(
            json ? statistics.json : statistics.text(Palette(isColored: Terminal.output.isColored)))
    }
}

/// What times are counted by.
enum RecordPeriod: String, ExpressibleByArgument, CaseIterable {
    case hour, day, month

    /// How much of an RFC 3339 time names the period.
    var length: Int {
        switch self {
        case .hour: 13
        case .day: 10
        case .month: 7
        }
    }
}

/// Counts of decisions.
struct RecordStatistics {
    private let period: RecordPeriod
    private var calls = 0
    private var lost: Int64 = 0
    private var decisions = Tally()
    private var tools = Tally()
    private var reasons = Tally()
    private var rules = Tally()
    private var times = Tally()

    init(period: RecordPeriod) { self.period = period }

    mutating func add(_ entry: StoredEntry) {
        guard let reader = EntryReader(entry.text), let kind = reader.string("kind") else { return }
        if kind == "lost" { lost += reader.integer("count") ?? 0 }
        guard kind == "decision" else { return }
        calls += 1
        decisions.add(reader.string("decision") ?? "none")
        tools.add(reader.string("tool") ?? "(none)")
        reasons.add(reader.string("reason") ?? "none")
        for rule in EntryReader.index(of: entry)?.rules ?? [] { rules.add(rule) }
        times.add(String((reader.string("time") ?? "").prefix(period.length)))
    }

    private var parts: [(name: String, tally: Tally, isByTime: Bool)] {
        [
            ("decision", decisions, false), ("tool", tools, false), ("reason", reasons, false), ("rule", rules, false),
            (period.rawValue, times, true),
        ]
    }

    func text(_ palette: Palette) -> String {
        var text = palette.bold("\(calls) call\(calls == 1 ? "" : "s")") + "\n"
        if lost > 0 { text += palette.red("\(lost) more could not be recorded") + "\n" }
        for part in parts where !part.tally.counts.isEmpty {
            text += "\n" + palette.bold(part.name) + "\n"
            let rows = part.isByTime ? part.tally.byName : Array(part.tally.byCount.prefix(Self.rows))
            for row in rows {
                let share = String(row.count * 1_000 / max(calls, 1))
                let tenths = String(repeating: "0", count: max(0, 2 - share.count)) + share
                let percent = "\(tenths.dropLast()).\(tenths.suffix(1)) %"
                text += "  " + Palette.fitted(Palette.harmless(row.name), 40) + " " + Self.padded("\(row.count)", 10)
                    + palette.dim(Self.padded(percent, 9)) + "\n"
            }
            let hidden = part.tally.counts.count - rows.count
            if hidden > 0 { text += palette.dim("  and \(hidden) more; --json has them") + "\n" }
        }
        return text
    }

    /// Rows of a part that people are shown.
    private static let rows = 20

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    var json: String {
        let members = parts.map { part in
            let rows = (part.isByTime ? part.tally.byName : part.tally.byCount)
                .map { "\(JSONText.quoted($0.name)):\($0.count)" }
            return "\"\(part.name)\":{\(rows.joined(separator: ","))}"
        }
        return "{\"calls\":\(calls),\"lost\":\(lost),\(members.joined(separator: ","))}\n"
    }
}

/// Counts by name.
struct Tally {
    private(set) var counts: [String: Int] = [:]
    /// Names that are counted one by one: whoever calls can make up as many tools as he likes.
    static let names = 100_000

    mutating func add(_ name: String) {
        if counts[name] == nil, counts.count >= Self.names {
            counts["(others)", default: 0] += 1
        } else {
            counts[name, default: 0] += 1
        }
    }

    var byName: [(name: String, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The most frequent first.
    var byCount: [(name: String, count: Int)] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
