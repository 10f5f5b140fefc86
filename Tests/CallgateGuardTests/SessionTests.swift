import Testing

@testable import Callgate

@Suite("Sessions")
struct SessionTests {
    private static let timeout: Int64 = 100

    private func table(room: Int = 10) -> SessionTable { SessionTable(room: room, timeout: Self.timeout) }

    @Test("So many tools are told apart, and no more")
    func tools() {
        let numbers = ToolNumbers()
        for tool in 1..<ToolNumbers.room { _ = numbers.number(of: "t\(tool)") }
        let last = numbers.number(of: "last")
        #expect(last == Int32(ToolNumbers.room - 1))
        #expect(numbers.number(of: "one more") == nil)
        #expect(numbers.number(of: "last") == last)
    }

    @Test("A session's calls are those of a plain dictionary, whatever is added and taken back", arguments: 0..<20)
    func calls(_ seed: UInt64) {
        var generator = SeededGenerator(seed)
        var calls = SessionCalls()
        var model: [Int32: SessionCalls.Calls] = [:]
        for now in 0..<400 {
            let tool = Int32(Int.random(in: 0..<6, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                calls[tool] = nil
                model[tool] = nil
            case 1:
                let other = SessionCalls.Calls(tool: tool, count: Int64(now), last: Int64(now))
                calls[tool] = other
                model[tool] = other
            default:
                calls.add(tool, at: Int64(now))
                let before = model[tool]
                model[tool] = SessionCalls.Calls(
                    tool: tool, count: (before?.count ?? 0) + 1, last: max(before?.last ?? 0, Int64(now)))
            }
            for tool in Int32(0)..<6 {
                #expect(calls[tool]?.count == model[tool]?.count && calls[tool]?.last == model[tool]?.last)
                #expect(calls[tool]?.tool ?? tool == tool)
            }
        }
    }

    @Test("A session lasts to its time-out and no longer")
    func timeout() throws {
        var table = table()
        let place = try table.use("s", parent: nil, at: 0)
        table[place].add(1, at: 0)
        #expect(table.find("s", at: Self.timeout) != nil)
        #expect(table.find("s", at: Self.timeout + 1) == nil)
        let same = try table.use("s", parent: nil, at: Self.timeout)
        #expect(table[same].calls(of: 1)?.count == 1)
        let fresh = try table.use("s", parent: nil, at: 2 * Self.timeout + 1)
        #expect(table[fresh].calls(of: 1) == nil)
    }

    @Test("Past the number of sessions new ones are refused, old ones stay")
    func full() throws {
        var table = table(room: 2)
        let first = try table.use("a", parent: nil, at: 0)
        table[first].add(1, at: 0)
        _ = try table.use("b", parent: nil, at: 50)
        #expect(throws: SessionTable.Refusal.full) { try table.use("c", parent: nil, at: Self.timeout) }
        let again = try table.use("a", parent: nil, at: Self.timeout)
        #expect(table[again].calls(of: 1) != nil)
        // Now `b` is the oldest, and over.
        _ = try table.use("c", parent: nil, at: 151)
        #expect(table.find("b", at: 151) == nil)
        #expect(table.find("a", at: 151) != nil)
        #expect(table.count == 2)
    }

    @Test("A child starts with what its parent has read, and gives back what it reads")
    func children() throws {
        var table = table()
        let parent = try table.use("p", parent: nil, at: 0)
        table.add(labels: 1, isTrusted: true, by: "c1", to: parent, at: 0)
        let child = try table.use("c", parent: "p", at: 1)
        #expect(table[child].taint.labels == 1)
        table.add(labels: 2, isTrusted: false, by: "c2", to: child, at: 2)
        #expect(table[parent].taint.labels == 3)
        #expect(!table[parent].taint.isTrusted)
        #expect(table[parent].taint.cause == "c2")
        // A sibling that begins later is born with it.
        let sibling = try table.use("d", parent: "p", at: 3)
        #expect(!table[sibling].taint.isTrusted)
    }

    @Test("A parent is not over before its children")
    func parentLasts() throws {
        var table = table()
        _ = try table.use("p", parent: nil, at: 0)
        _ = try table.use("c", parent: "p", at: 1)
        for time in stride(from: Int64(50), through: 500, by: 50) { _ = try table.use("c", parent: nil, at: time) }
        #expect(table.find("p", at: 500) != nil)
    }

    @Test("A session has one parent, is not its own, and lies no deeper than the limit")
    func refusals() throws {
        var table = table(room: 100)
        _ = try table.use("c", parent: "p", at: 0)
        _ = try table.use("c", parent: "p", at: 0)
        #expect(throws: SessionTable.Refusal.otherParent) { try table.use("c", parent: "q", at: 0) }
        #expect(throws: SessionTable.Refusal.otherParent) { try table.use("p", parent: "c", at: 0) }
        #expect(throws: SessionTable.Refusal.ownParent) { try table.use("s", parent: "s", at: 0) }
        for depth in 1..<SessionTable.depth { _ = try table.use("n\(depth)", parent: "n\(depth - 1)", at: 0) }
        #expect(throws: SessionTable.Refusal.tooDeep) {
            try table.use("n\(SessionTable.depth)", parent: "n\(SessionTable.depth - 1)", at: 0)
        }
        let longest = String(repeating: "x", count: SessionTable.nameBytes)
        _ = try table.use(longest, parent: nil, at: 0)
        #expect(throws: SessionTable.Refusal.longName) { try table.use(longest + "x", parent: nil, at: 0) }
    }

    @Test("What begins in a session that lies too deep does too, and is no session that has read nothing")
    func deepFamilies() throws {
        var table = table(room: 100)
        for depth in 1..<SessionTable.depth { _ = try table.use("n\(depth)", parent: "n\(depth - 1)", at: 0) }
        for depth in SessionTable.depth..<60 {
            #expect(throws: SessionTable.Refusal.tooDeep) { try table.use("n\(depth)", parent: "n\(depth - 1)", at: 0) }
            #expect(throws: SessionTable.Refusal.tooDeep) { try table.use("n\(depth)", parent: nil, at: 0) }
        }
        // Ways outwards stay as long as the limit.
        let deepest = try #require(table.find("n59", at: 0))
        #expect(table.uses(of: deepest).count == SessionTable.depth + 1)
        // What is around a session lasts as long as it does, here as well.
        for time in stride(from: Int64(50), through: 500, by: 50) {
            #expect(throws: SessionTable.Refusal.tooDeep) { try table.use("n59", parent: nil, at: time) }
        }
        #expect(throws: SessionTable.Refusal.tooDeep) { try table.use("n40", parent: nil, at: 500) }
    }

    @Test("Two names that Unicode calls the same are two sessions")
    func names() throws {
        var table = table()
        let composed = try table.use("\u{E9}", parent: nil, at: 0)
        let decomposed = try table.use("e\u{301}", parent: nil, at: 0)
        #expect(composed != decomposed)
    }

    @Test("The order of use is kept through every change", arguments: 0..<10)
    func order(seed: UInt64) throws {
        var random = SeededGenerator(seed)
        var table = table(room: 8)
        var last: [String: Int64] = [:]
        var now: Int64 = 0
        for _ in 0..<2_000 {
            now += Int64.random(in: 0...30, using: &random)
            let id = "s\(Int.random(in: 0..<16, using: &random))"
            let alive = last.filter { now - $0.value <= Self.timeout }
            if alive[id] == nil, alive.count >= 8 {
                #expect(throws: SessionTable.Refusal.full) { try table.use(id, parent: nil, at: now) }
            } else {
                let place = try table.use(id, parent: nil, at: now)
                #expect(table[place].id == id)
                last[id] = now
            }
            for (id, time) in last { #expect((table.find(id, at: now) != nil) == (now - time <= Self.timeout)) }
        }
    }
}
