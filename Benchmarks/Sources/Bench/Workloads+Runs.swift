/// What the program does that is timed and not counted.
extension Workloads {
    /// What compiling many rules takes.
    func compilation() throws -> Compilation {
        var times: [String: Compilation.Time] = [:]
        let output = try ["many-rules", "million-values"].map { try ChildProcess.output(program, [$0]) }.joined()
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let user = Double(words[1]), let elapsed = Double(words[2])
            else { throw BenchFailure(description: "no times in \(line)") }
            times[String(words[0])] = Compilation.Time(
                userSeconds: user / 1e9, seconds: elapsed / 1e9)
        }
        guard let whole = times["whole"], let conditions = times["conditions"], let list = times["list"],
            let gate = times["gate"], let replacement = times["replacement"], let decisions = times["decisions"]
        else { throw BenchFailure(description: "compiling was not timed") }
        return Compilation(
            whole: whole, conditions: conditions, list: list, gate: gate, replacement: replacement, decisions: decisions)
    }

    /// Decisions a second of one thread and of two.
    func threads() throws -> ThreadRates {
        var rates: [String: [ThreadRates.Rate]] = [:]
        for line in try ChildProcess.output(program, ["threads", policy]).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let rate = Double(words[1]), let busy = Double(words[2]) else {
                throw BenchFailure(description: "no rates in \(line)")
            }
            rates[String(words[0]), default: []].append(ThreadRates.Rate(byClock: rate, byProcessor: busy))
        }
        func best(_ name: String) -> ThreadRates.Rate {
            let rates = rates[name, default: []]
            return ThreadRates.Rate(
                byClock: rates.map(\.byClock).max() ?? 0, byProcessor: rates.map(\.byProcessor).max() ?? 0)
        }
        return ThreadRates(one: best("one"), two: best("two"), twoMadeTogether: best("made_together"))
    }

    /// The kibibytes of a process before it loads the image of a scenario, after, and with a machine.
    func memory(_ scenario: String) throws -> [Double] {
        let image = "\(images)/\(scenario.replacing("/", with: "-")).cgb"
        let line = try ChildProcess.output(program, ["memory", image])
        let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 3 else { throw BenchFailure(description: "no memory in “\(line)”") }
        return numbers
    }
}

/// Decisions a second: the best of several turns, since what else the computer does only slows them.
struct ThreadRates: Codable {
    var one: Rate
    /// Of two threads together, each with a machine that it made itself.
    var two: Rate
    /// The same with machines that one thread made one after the other.
    var twoMadeTogether: Rate

    struct Rate: Codable {
        var byClock: Double
        /// Of the time that each thread had a processor.
        var byProcessor: Double
    }

    var table: String {
        func row(_ name: String, _ rate: Rate) -> [String] {
            [
                name, Format.number(rate.byClock), Format.number(rate.byClock / one.byClock),
                Format.number(rate.byProcessor), Format.number(rate.byProcessor / one.byProcessor),
            ]
        }
        return Format.table([
            ["threads that share a gate", "decisions/s", "times one", "by processor time", "times one"],
            row("one", one), row("two", two),
            row("two, machines made by one thread", twoMadeTogether),
        ])
    }
}
