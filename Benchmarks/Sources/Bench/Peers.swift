import Foundation

/// Other implementations of CEL, as far as Python can import them.
struct Peers {
    let python: String
    /// Compiles the lines of a file with each peer and prints a line for each.
    let script: String

    func measure(_ workloads: Workloads) throws -> PeerTimes {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "callgate-bench-\(ProcessInfo.processInfo.processIdentifier).conditions")
        try Data(try workloads.conditions().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var times = PeerTimes()
        for line in try ChildProcess.output(python, [script, file.path]).split(separator: "\n") {
            let words = line.split(separator: "\t").map(String.init)
            switch words.count {
            case 2: times.missing.append((words[0], words[1]))
            case 3:
                guard let user = Double(words[1]), let elapsed = Double(words[2]) else { fallthrough }
                times.found.append(
                    (words[0], Compilation.Time(userSeconds: user, seconds: elapsed)))
            default: throw BenchFailure(description: "no times in “\(line)”")
            }
        }
        return times
    }
}

/// What peers take for the conditions of the many rules.
struct PeerTimes {
    var found: [(name: String, time: Compilation.Time)] = []
    /// What could not be measured, and why.
    var missing: [(name: String, reason: String)] = []

    func table(beside own: Compilation) -> String {
        let rows = ([("callgate", own.conditions)] + found).map { name, time in
            [
                name, Format.number(time.userSeconds), Format.number(time.seconds),
                Format.number(time.userSeconds / own.conditions.userSeconds),
            ]
        }
        let table = Format.table([["30,000 conditions", "s user", "s", "ratio of s user"]] + rows)
        return ([table] + missing.map { "\($0.name) was not measured: \($0.reason)" })
            .joined(separator: "\n")
    }
}
