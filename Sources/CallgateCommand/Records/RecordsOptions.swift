import ArgumentParser
import Callgate
import CallgateBytecode
import CallgateMachine
import CallgateSQLite

/// The option that names the records.
struct RecordStoreOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The file of the records.", valueName: "file"))
    var store = "records.db"

    /// The store, open for reading.
    func open() throws -> SQLiteRecordStore {
        do throws(RecordStoreError) {
            return try SQLiteRecordStore(reading: store)
        } catch {
            if case .missing = error {
                throw CommandFailure("error: \(store): there is no such file; name the file of the records with --store")
            }
            throw CommandFailure("error: \(error)")
        }
    }
}

/// A decision, as an option names it.
enum DecisionName: String, ExpressibleByArgument, CaseIterable {
    case allow, review, deny

    var effect: Effect {
        switch self {
        case .allow: .allow
        case .review: .review
        case .deny: .deny
        }
    }
}

/// The options that choose records.
struct RecordFilterOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Only records from this time on.", valueName: "time"))
    var since: String?

    @Option(name: .long, help: ArgumentHelp("Only records before this time.", valueName: "time"))
    var until: String?

    @Option(name: .long, help: "Only records of this tool.")
    var tool: String?

    @Option(name: .long, help: "Only calls of which this was decided: allow, review or deny.")
    var decision: DecisionName?

    @Option(name: .long, help: "Only records in which this rule matched, decided or not.")
    var rule: String?

    @Option(name: .long, help: "Only records of this session.")
    var session: String?

    func filter() throws -> RecordFilter {
        var filter = RecordFilter()
        filter.since = try since.map { try Self.time($0, "--since") }
        filter.until = try until.map { try Self.time($0, "--until") }
        filter.tool = tool
        filter.decision = decision?.effect
        filter.rule = rule
        filter.session = session
        if let since = filter.since, let until = filter.until, since >= until {
            throw CommandFailure("error: --since is not before --until: no record can match", status: .usage)
        }
        return filter
    }

    /// Microseconds since 1970.
    private static func time(_ text: String, _ option: String) throws -> Int64 {
        if let time = CallTime(text) ?? CallTime("\(text)T00:00:00Z") { return RecordTime.microseconds(time) }
        let seconds: Int64? =
            switch text.last {
            case "s": 1
            case "m": 60
            case "h": 3_600
            case "d": 86_400
            default: nil
            }
        // A hundred years: more would leave the range of times.
        guard let seconds, let count = Int64(text.dropLast()), (0...3_155_760_000 / seconds).contains(count) else {
            throw CommandFailure(
                "error: \(option): expected a time such as 2026-01-31T12:00:00Z or 2026-01-31, or how long ago such as "
                    + "30m, 2h or 7d, not `\(text)`", status: .usage)
        }
        return RecordTime.microseconds(.current) - count * seconds * 1_000_000
    }
}

/// A failure to read records, for people.
func reading<Result>(_ body: () throws(RecordStoreError) -> Result) throws -> Result {
    do throws(RecordStoreError) { return try body() } catch { throw CommandFailure("error: \(error)") }
}
