import Callgate
import CallgateMachine
import CallgateSQLite
import Foundation

// A process that records until somebody ends it: `RecordsChild FILE sync|async [LIMIT]`. Each entry that it is told is
// recorded it writes to standard output, by its ID; what it is told is not, by the name of the failure. LIMIT is how
// large a file the system lets it write.
//
// `RecordsChild guard FILE sync|async` asks a guard, whose policy counts all calls, and writes the ID of the record of each
// call that passes. `RecordsChild open FILE` makes a guard as a user who may do nothing, and writes what came of it.

let arguments = CommandLine.arguments
if arguments[1] == "guard" {
    let policy = """
        records: {durability: \(arguments[3])}
        rules: [{name: counted, tool: pay, action: deny, limit: {max: 1000000, per: 1d}}, {name: pay, tool: pay, action: allow}]
        """
    let policyGuard = try Guard(policy: .text(policy), records: arguments[2])
    while true {
        let decision = policyGuard.check(GuardedCall(Array(#"{"tool":"pay","args":{"amount":12}}"#.utf8), session: "s"))
        guard decision.isAllowed else { continue }
        var line = "\(decision.record)\n"
        line.withUTF8 { _ = write(1, $0.baseAddress, $0.count) }
    }
}
if arguments[1] == "open" {
    if getuid() == 0 { precondition(setgid(65_534) == 0 && setuid(65_534) == 0) }
    do {
        _ = try Guard(policy: .text("rules: [{name: r, tool: t, action: allow}]"), records: arguments[2])
        print("made")
    } catch {
        print("\(error)")
    }
    exit(0)
}
let durability = RecordSettings.Durability(rawValue: arguments[2])!
if arguments.count > 3, let limit = UInt(arguments[3]) {
    var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    // A write past the limit then fails, as one on a full disk does, and does not end the process.
    signal(SIGXFSZ, SIG_IGN)
}
let store = try SQLiteRecordStore(writing: arguments[1])
let writer = try RecordWriter(
    store, settings: RecordSettings(durability: durability, checkpointEntries: 100),
    signer: CheckpointSigner(privateKey: [UInt8](repeating: 7, count: 32)))
let call = Array(#"{"tool":"pay","args":{"amount":12,"note":"\#(String(repeating: "x", count: 300))"}}"#.utf8)
while true {
    let facts = DecisionFacts(time: .current, effect: .allow, reason: "rule", durationNanoseconds: 1)
    var line: String
    do {
        line = "\(try call.withUnsafeBytes { try writer.submit(facts, call: $0) })\n"
    } catch let error as RecordFailure {
        line = "\(error.name)\n"
        usleep(1_000)
    }
    line.withUTF8 { _ = write(1, $0.baseAddress, $0.count) }
}
