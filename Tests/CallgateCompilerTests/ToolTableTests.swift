import CallgateBytecode
import CallgateMachine
import CallgateVerifier
import Testing

@testable import CallgateCompiler

@Suite("The table of tools")
struct ToolTableTests {
    private static func ids(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("tool_\($0)".utf8) } }

    @Test("Each ID leads to a place of its own", arguments: Array(0...40) + [1000, 20_000])
    func places(_ count: Int) throws {
        let ids = Self.ids(count)
        let table = try #require(ToolTable(ids))
        #expect(table.seed == 0)
        #expect(table.pilots.count == (count + 2) / 3)
        #expect(table.order.sorted() == Array(0..<count))
        for (place, id) in table.order.enumerated() {
            let hash = XXH3.hash(ids[id])
            let pilot = table.pilots[ToolPlace.pilot(of: hash, pilots: table.pilots.count)]
            #expect(ToolPlace.place(of: hash, pilot: pilot, tools: count) == place)
        }
    }

    @Test("Where two IDs have one hash, another seed is taken", arguments: [1, 2, CompilerLimits.toolSeeds - 1])
    func equalHashes(_ seed: Int) throws {
        let ids = Self.ids(100)
        let table = try #require(
            ToolTable(ids) { id, other in
                XXH3.hash(other < UInt64(seed) && id == ids[70] ? ids[30] : id, seed: other)
            })
        #expect(Int(table.seed) == seed)
        #expect(table.order.sorted() == Array(0..<100))
        for (place, id) in table.order.enumerated() {
            let hash = XXH3.hash(ids[id], seed: UInt64(seed))
            let pilot = table.pilots[ToolPlace.pilot(of: hash, pilots: table.pilots.count)]
            #expect(ToolPlace.place(of: hash, pilot: pilot, tools: 100) == place)
        }
    }

    @Test("Where two IDs have one hash with every seed, there is no table")
    func equalHashesAlways() {
        var seeds: Set<UInt64> = []
        let table = ToolTable(Self.ids(3)) { _, seed in
            seeds.insert(seed)
            return 7
        }
        #expect(table == nil)
        #expect(seeds.count == CompilerLimits.toolSeeds)
    }

    @Test("Pilots are tried up to a limit, then another seed is", arguments: [-1, 0, 1])
    func pilots(_ more: Int) throws {
        let ids = Self.ids(50)
        let largest = try #require(ToolTable(ids)?.pilots.max())
        // Pilots start at 0, so that the largest one is the last of as many and one.
        let table = ToolTable(ids, limit: UInt32(Int(largest) + 1 + more))
        if more < 0 {
            #expect(table?.seed != 0)
        } else {
            #expect(table?.seed == 0)
        }
        #expect(ToolTable(ids, limit: 0) == nil)
    }

    @Test("An image with another seed decides as one with seed 0")
    func seeds() throws {
        var contents = try ImageContents(decoding: compile(policy(["args.a == 1"], tools: 40)).image)
        let records = contents.tools
        let ids = records.map { Array(contents.data[Int($0.id.offset)..<Int($0.id.offset + $0.id.length)]) }
        let table = try #require(ToolTable(ids) { id, seed in seed < 3 ? 0 : XXH3.hash(id, seed: seed) })
        contents.policy.toolSeed = table.seed
        contents.pilots = table.pilots
        #expect(throws: ImageError.self) { try Verifier.verify(contents.encoded()) }
        contents.tools = table.order.map { records[$0] }
        var machine = Machine(try Verifier.verify(contents.encoded()))
        for id in ids {
            let call = Array("{\"tool\":\"\(String(decoding: id, as: UTF8.self))\",\"args\":{\"a\":1}}".utf8)
            let decision = call.withUnsafeBytes { machine.decide($0, at: CallTime(seconds: 0)) }
            #expect(decision.effect == .deny && decision.reason == .rule)
        }
    }

    private func policy(_ conditions: [String], tools: Int) -> String {
        let names = (0..<tools).map { "tool_\($0)" }.joined(separator: ", ")
        return "rules:\n"
            + conditions.enumerated().map { "  - {name: r\($0), tool: [\(names)], when: \($1), action: deny}\n" }.joined()
    }
}
