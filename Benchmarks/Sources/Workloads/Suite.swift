import Callgate
import CallgateBytecode
import CallgatePolicy
import Scenarios

/// Everything that is measured in a process of its own.
struct Suite {
    let policy: String
    let images: ImageFolder

    /// What is counted, and what is timed too: it compares with what others measure.
    func measure(_ meter: inout Meter) throws {
        try measureExample(&meter)
        for scenario in Scenario.small where !scenario.name.hasPrefix("tools/") && meter.wants(scenario.name) {
            var work = try DecideWorkload(
                scenario.name, images.image(scenario.name), scenario.calls, operations: operations(of: scenario))
            try meter.measure(&work)
        }
        for tools in Scenario.toolCounts.dropLast() { try measure(tools: tools, &meter) }
        let name = "load/thirty_thousand"
        guard meter.wants(name) else { return }
        var load = LoadWorkload(name, try images.image("tools/10000"), operations: 2)
        try meter.measure(&load)
    }

    /// What is too long, or hangs too much on the caches, to be counted.
    func measureLarge(_ meter: inout Meter) throws {
        let tools = Scenario.toolCounts[Scenario.toolCounts.count - 1]
        try measure(tools: tools, &meter)
        var load = LoadWorkload("load/three_hundred_thousand", try images.image("tools/\(tools)"), operations: 2)
        try meter.measure(&load)
    }

    /// Rules in which an opcode occurs, four of them and eight: the names end in their number.
    func measureOpcodes(_ meter: inout Meter) throws {
        let call = Scenario.Call(OpcodeCase.call, "allow")
        let wants = meter.wants
        for programs in try OpcodePrograms.all(where: { wants("opcode/\($0.row.mnemonic)@") }) {
            for (image, rules) in zip(programs.images, OpcodePrograms.rules) {
                let name = "opcode/\(programs.opcode.row.mnemonic)@\(rules)"
                var work = try DecideWorkload(name, image, [call], operations: 50)
                try meter.measure(&work)
            }
        }
    }

    private func measureExample(_ meter: inout Meter) throws {
        let documents = try PolicyDocumentSource.read([policy])
        let image = try CompiledPolicy(documents).image
        for call in ExampleCall.all {
            var decide = try DecideWorkload(
                "decide/\(call.name)", image, [Scenario.Call(call.text, call.effect)], operations: 1000)
            try meter.measure(&decide)
            var line = try LineWorkload(call, image)
            try meter.measure(&line)
        }
        let slotsImage = try CompiledPolicy([
            PolicyDocumentSource(name: "slots.yaml", text: SlotsWorkload.policy)
        ]).image
        var slots = try SlotsWorkload(slotsImage)
        try meter.measure(&slots)
        var load = LoadWorkload("load/example", image, operations: 200)
        try meter.measure(&load)
        var compile = CompileWorkload(documents: documents, image: image)
        try meter.measure(&compile)
    }

    private func measure(tools: Int, _ meter: inout Meter) throws {
        for isRandom in [false, true] {
            let name = "tools/\(tools)_\(isRandom ? "random" : "hot")"
            guard meter.wants(name) else { continue }
            var work = try ToolsWorkload(
                name, try images.image("tools/\(tools)"), tools: tools, isRandom: isRandom)
            try meter.measure(&work)
        }
    }

    /// Fewer where one takes long.
    private func operations(of scenario: Scenario) -> Int {
        let bytes = scenario.documents.reduce(0) { $0 + $1.utf8.count } + scenario.calls[0].text.utf8.count
        return bytes > 500_000 ? 4 : bytes > 5_000 ? 40 : 400
    }
}
