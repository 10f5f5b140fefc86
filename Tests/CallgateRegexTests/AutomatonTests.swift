@testable import CallgateRegex
import Testing

@testable import CallgateOracles

/// The form of the automata: the tables that are embedded are as ``DFA`` and ``NFA`` promise.
@Suite struct AutomatonTests {
    /// One pattern, byte for byte.
    @Test func exactTables() throws {
        let dfa = try #require(try compileSet([Pattern("^a[0-9]")]))
        var classOf = Array(repeating: UInt8(0), count: 256)
        for byte in UInt8(ascii: "0")...UInt8(ascii: "9") {
            classOf[Int(byte)] = 1
        }
        classOf[Int(UInt8(ascii: "a"))] = 2
        #expect(dfa == DFA(
            classOf: classOf, classCount: 3, stateCount: 4, start: 2,
            transitions: [0, 0, 0, 1, 1, 1, 0, 0, 3, 0, 1, 0], acceptAtEnd: [0, 1, 0, 0], acceptSets: [[], [0]]))
    }

    @Test func exactTablesOfASet() throws {
        let dfa = try #require(try compileSet([Pattern("a"), Pattern("^b")]))
        var classOf = Array(repeating: UInt8(0), count: 256)
        classOf[Int(UInt8(ascii: "a"))] = 1
        classOf[Int(UInt8(ascii: "b"))] = 2
        // 2: start, 3: only `a` is open, 4: `a` alone has matched, 5: `^b` has, and `a` is open.
        #expect(dfa == DFA(
            classOf: classOf, classCount: 3, stateCount: 6, start: 2,
            transitions: [0, 0, 0, 1, 1, 1, 3, 4, 5, 3, 4, 3, 4, 4, 4, 5, 1, 5],
            acceptAtEnd: [0, 1, 0, 0, 2, 3], acceptSets: [[], [0, 1], [0], [1]]))
    }

    @Test("Hash seeds differ between processes; the tables do not")
    func digest() throws {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ values: [some BinaryInteger]) {
            for value in values {
                digest = (digest ^ UInt64(value)) &* 0x100_0000_01B3
            }
        }
        let sources = [#"(?i)\p{Greek}+\b"#, #"(?m)^(?:foo|ba+r|\d{2,3})$"#, #"\Bx[^\pL]\B"#, "[ab]*a[ab]{8}", #"\p{Lu}"#]
        for source in sources {
            let dfa = try #require(try compileSet([Pattern(source)]))
            add(dfa.classOf)
            add(dfa.transitions)
            add(dfa.acceptAtEnd)
        }
        let set = try #require(try compileSet(sources[1...2].map { try Pattern($0) }))
        add(set.classOf)
        add(set.transitions)
        add(set.acceptSets.joined().map { $0 })
        add(try NFA(Pattern(#"(?i)\pL{3}k"#)).instructions.flatMap { [Int($0.low), Int($0.high), Int($0.next), Int($0.alternative)] })
        #expect(digest == 2_227_811_493_811_974_269)
    }

    @Test("Tables are closed, minimal, canonical and made alike twice", arguments: UInt64(1)...3)
    func tables(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 5_000))
        for _ in 0..<(100 / Int(seed * seed)) {
            let sources = (0...Int(seed - 1)).map { _ in patterns.pattern() }
            let parsed = try sources.map { try Pattern($0) }
            guard let dfa = try compileSet(parsed) else { continue }
            #expect(Self.isClosed(dfa), "\(sources)")
            #expect(Self.isCanonical(dfa), "\(sources)")
            #expect(Self.distinguishableStates(dfa) == dfa.stateCount, "\(sources)")
            #expect(try compileSet(parsed) == dfa)
        }
    }

    @Test func instructionsAreClosed() throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: 6_000))
        for _ in 0..<200 {
            let source = patterns.pattern()
            let nfa = try NFA(Pattern(source))
            #expect(nfa.instructions.indices.contains(nfa.start))
            for (index, instruction) in nfa.instructions.enumerated() {
                let next = Int(instruction.next)
                let alternative = Int(instruction.alternative)
                switch try #require(NFAInstruction.Kind(rawValue: instruction.kind)) {
                case .byteRange:
                    #expect(instruction.low <= instruction.high && next < nfa.instructions.count)
                    #expect(alternative <= index)
                    #expect(nfa.instructions[alternative].kind == instruction.kind)
                case .split: #expect(next < nfa.instructions.count && alternative < nfa.instructions.count)
                case .assertion:
                    #expect(next < nfa.instructions.count && Assertion(rawValue: instruction.assertion) != nil)
                case .match: #expect(next == 0)
                case .fail: break
                case .save: Issue.record("an NFA that only says yes or no notes a place")
                }
            }
        }
    }

    @Test("A set answers as its patterns do one by one", arguments: UInt64(1)...3)
    func sets(seed: UInt64) throws {
        var patterns = PatternGenerator(random: SplitMix64(seed: seed &+ 7_000))
        var subjects = SubjectGenerator(random: SplitMix64(seed: seed &+ 8_000))
        var partly = 0
        for _ in 0..<25 {
            let parsed = try (0..<(1 + Int(seed))).map { _ in try Pattern(patterns.pattern()) }
            guard let set = try compileSet(parsed) else { continue }
            let automata = try parsed.map { try NFA($0) }
            for text in parsed.flatMap({ subjects.subjects(for: $0.tree, count: 4) }) {
                let utf8 = Array(text.utf8)
                let expected = automata.indices.filter { automata[$0].matches(utf8) }
                #expect(set.matchedSet(utf8) == expected, "\(parsed.map(\.source)) on \(text.debugDescription)")
                partly += expected.isEmpty || expected.count == parsed.count ? 0 : 1
            }
        }
        #expect(partly > 20)
    }

    @Test func manyGlobs() throws {
        let globs = try (0..<200).map { try Pattern(glob: "tool_\($0)_*") } + [Pattern(glob: "*")]
        let set = try #require(try compileSet(globs))
        #expect(set.matchedSet("tool_17_x".utf8) == [17, 200])
        #expect(set.matchedSet("tool_17".utf8) == [200])
        #expect(set.matchedSet("".utf8) == [200])
    }

    @Test func theEmptySet() throws {
        let none = try #require(try compileSet([]))
        #expect(none.start == 0 && none.acceptSets == [[]])
        #expect(Self.isClosed(none))
        #expect(!none.matches("a".utf8))
        let twice = try #require(try compileSet([Pattern("a"), Pattern("a")]))
        #expect(twice.matchedSet("xa".utf8) == [0, 1] && twice.matchedSet("x".utf8) == [])
    }

    @Test("What always or never matches needs no table", arguments: [
        ("a*", CompiledPattern.literal(.always)), ("^a*", .literal(.always)), ("a|^", .literal(.always)), (#"\b|\B"#, .literal(.always)),
        ("(?m)^", .literal(.always)), ("a^b", .literal(.never)), (#"a$b"#, .literal(.never)),
        (#"\B\b"#, .literal(.never)), (#"[^\x00-\x{10FFFF}]+$"#, .literal(.never)),
    ])
    func constants(source: String, expected: CompiledPattern) throws {
        #expect(try compile(Pattern(source)) == expected)
    }

    // MARK: Checking

    private static func isClosed(_ dfa: DFA) -> Bool {
        let row = { (state: Int) in dfa.transitions[(state * dfa.classCount)..<((state + 1) * dfa.classCount)] }
        return dfa.classOf.count == 256 && dfa.stateCount >= 2 && dfa.start < dfa.stateCount
            && Set(dfa.classOf) == Set((0..<dfa.classCount).map { UInt8($0) })
            && dfa.transitions.count == dfa.stateCount * dfa.classCount
            && dfa.transitions.allSatisfy { $0 < dfa.stateCount }
            && dfa.acceptAtEnd.count == dfa.stateCount
            && Set(dfa.acceptAtEnd.map { Int($0) }).union([0]) == Set(dfa.acceptSets.indices)
            && row(0).allSatisfy { $0 == 0 } && row(1).allSatisfy { $0 == 1 }
            && dfa.acceptSets[0].isEmpty && dfa.acceptAtEnd[0] == 0
            && dfa.acceptSets[Int(dfa.acceptAtEnd[1])].count == (dfa.acceptSets.map(\.count).max() ?? 0)
    }

    /// Whether a breadth-first walk meets the states in their order, and bytes their classes.
    private static func isCanonical(_ dfa: DFA) -> Bool {
        var order: [UInt16] = [0, 1]
        var met: Set<UInt16> = [0, 1]
        if met.insert(dfa.start).inserted {
            order.append(dfa.start)
        }
        var visited = 2
        while visited < order.count {
            let first = Int(order[visited]) * dfa.classCount
            for target in dfa.transitions[first..<(first + dfa.classCount)] where met.insert(target).inserted {
                order.append(target)
            }
            visited += 1
        }
        var classes: [UInt8] = []
        for byteClass in dfa.classOf where !classes.contains(byteClass) {
            classes.append(byteClass)
        }
        return order == (0..<dfa.stateCount).map { UInt16($0) } && classes == classes.sorted()
    }

    /// The number of states that some text tells apart, by Moore's refinement; columns that are
    /// alike for all states count against it, too.
    private static func distinguishableStates(_ dfa: DFA) -> Int {
        let columns = (0..<dfa.classCount).map { column in
            (0..<dfa.stateCount).map { dfa.transitions[$0 * dfa.classCount + column] }
        }
        guard Set(columns).count == dfa.classCount else { return -1 }
        var blocks = dfa.acceptAtEnd.map { Int($0) }
        while true {
            var known: [[Int]: Int] = [:]
            let refined = (0..<dfa.stateCount).map { state in
                let signature = [blocks[state]] + columns.map { blocks[Int($0[state])] }
                if known[signature] == nil {
                    known[signature] = known.count
                }
                return known[signature] ?? 0
            }
            if Set(refined).count == Set(blocks).count {
                return Set(refined).count
            }
            blocks = refined
        }
    }
}
