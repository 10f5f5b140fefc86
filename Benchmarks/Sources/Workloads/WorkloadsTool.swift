import Callgate
import CallgateBytecode
import Scenarios

/// The process that is measured.
///
///     workloads prepare FOLDER [large]    compiles the policies of the scenarios
///     workloads sizes FOLDER              bytes of these images
///     workloads measure POLICY FOLDER instructions|allocations|times [large|opcodes] [OPTION…]
///     workloads opcodes                   which opcodes the programs of each opcode's case have
///     workloads threads POLICY            calls a second of one thread and of two
///     workloads memory IMAGE              memory of a process before and after loading
///     workloads many-rules                times compiling many rules
///     workloads million-values            times compiling and replacing a list of a million values
///     workloads conditions                writes the conditions of those rules, one on a line
///     workloads export FOLDER             writes what the peers read
///
/// Options: `group=PREFIX` for some of the workloads; `extra-every=N`, `allocate`, `retain` to disturb them.
@main
struct WorkloadsTool {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            let message = Array("workloads: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        let rest = Array(arguments.dropFirst())
        switch (arguments.first, rest.count) {
        case ("prepare", 1): try ImageFolder(path: rest[0]).fill(Scenario.small)
        case ("prepare", 2): try ImageFolder(path: rest[0]).fill([Scenario.large])
        case ("sizes", 1): try printSizes(ImageFolder(path: rest[0]))
        case ("measure", 3...): try measure(rest)
        case ("opcodes", 0): try printOpcodes()
        case ("threads", 1): try ThreadsRun(policy: rest[0]).run()
        case ("memory", 1): try MemoryRun(image: rest[0]).run()
        case ("many-rules", 0): try ManyRulesRun().run()
        case ("million-values", 0): try MillionValuesRun().run()
        case ("conditions", 0): print(ManyRules.conditions().joined(separator: "\n"))
        case ("export", 1): try PeerFiles(path: rest[0]).write()
        default:
            throw WorkloadFailure(
                description: "no such command: \(arguments.joined(separator: " ")); the file WorkloadsTool.swift has them")
        }
    }

    private static func measure(_ words: [String]) throws {
        guard let quantity = Meter.Quantity(rawValue: words[2]) else {
            throw WorkloadFailure(description: "no quantity is called \(words[2])")
        }
        var meter = try Meter(quantity)
        var part = ""
        for word in words.dropFirst(3) {
            let parts = word.split(separator: "=").map(String.init)
            switch (parts[0], parts.count) {
            case ("large", 1), ("opcodes", 1): part = word
            case ("allocate", 1): meter.disturbance.allocates = true
            case ("retain", 1): meter.disturbance.retains = true
            case ("group", 2): meter.groups.append(parts[1])
            case ("extra-every", 2): meter.disturbance.extraEvery = Int(parts[1]) ?? 0
            default: throw WorkloadFailure(description: "no option is called \(word)")
            }
        }
        let suite = Suite(policy: words[0], images: ImageFolder(path: words[1]))
        switch part {
        case "large": try suite.measureLarge(&meter)
        case "opcodes": try suite.measureOpcodes(&meter)
        default: try suite.measure(&meter)
        }
    }

    private static func printSizes(_ folder: ImageFolder) throws {
        for scenario in Scenario.small where !scenario.name.hasPrefix("size/") {
            print(scenario.name, try folder.image(scenario.name).count)
        }
    }

    private static func printOpcodes() throws {
        for programs in try OpcodePrograms.all() {
            let counts = programs.more.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            print(programs.opcode.row.mnemonic, counts.joined(separator: " "))
        }
    }
}
