import CallgateBytecode
import CallgateLanguage
import CallgatePolicy
import CallgateRegex

/// Which rules look at a tool, by their indices, ascending.
private typealias RuleSet = [Int]

extension PolicyCompilation {
    /// Programs for every set of rules that some tool has, and the tables that lead to them.
    mutating func compileTools() {
        var exact: [ByteString: RuleSet] = [:]
        var globs: [[UInt8]: RuleSet] = [:]
        for index in policy.rules.indices {
            for selector in policy.rules[index].tools {
                switch selector {
                case .exact(let id): Self.add(index, to: &exact[ByteString(id), default: []])
                case .glob(let glob): Self.add(index, to: &globs[Array(glob.utf8), default: []])
                }
            }
        }
        guard exact.count <= CompilerLimits.tools, globs.count <= CompilerLimits.globs else {
            return report(
                """
                the policy names \(exact.count) tools and \(globs.count) globs, the limits are \
                \(CompilerLimits.tools) and \(CompilerLimits.globs)
                """)
        }
        let globOrder = globs.keys.sorted { $0.lexicographicallyPrecedes($1) }
        var programs: [RuleSet: UInt32] = [:]
        guard let matcher = globMatcher(globOrder) else { return }
        compileExact(exact, globOrder.map { globs[$0] ?? [] }, matcher, &programs)
        compileGlobs(globOrder.map { globs[$0] ?? [] }, matcher, &programs)
        builder.contents.policy.mostRules =
            builder.contents.programs.map(\.rules.count).max() ?? 0
    }

    private static func add(_ index: Int, to rules: inout RuleSet) {
        if rules.last != index { rules.append(index) }
    }

    /// One DFA that finds all globs that match an ID; an empty one where there are no globs.
    private mutating func globMatcher(_ globs: [[UInt8]]) -> GlobMatcher? {
        guard !globs.isEmpty else { return GlobMatcher(dfa: nil) }
        do {
            let patterns = try globs.map { bytes throws(PatternError) in
                try Pattern(glob: String(decoding: bytes, as: UTF8.self))
            }
            if let dfa = try compileSet(patterns, limits: .globs) { return GlobMatcher(dfa: dfa) }
            report(
                """
                the policy's \(globs.count) globs overlap in too many ways; use fewer globs with a \
                star at their start or in their middle
                """)
        } catch {
            report("a glob can't be compiled: \(error.message)")
        }
        return nil
    }

    private struct GlobMatcher {
        let dfa: DFA?

        func matched(_ id: [UInt8]) -> [Int] { dfa?.matchedSet(id) ?? [] }
    }

    private mutating func compileExact(
        _ exact: [ByteString: RuleSet], _ globs: [RuleSet], _ matcher: GlobMatcher,
        _ programs: inout [RuleSet: UInt32]
    ) {
        let sorted = exact.map { (id: $0.key.bytes, rules: $0.value) }
            .sorted { $0.id.lexicographicallyPrecedes($1.id) }
        guard let table = ToolTable(sorted.map(\.id)) else {
            return report(
                """
                two of the policy's \(sorted.count) tools have the same hash with each of \
                \(CompilerLimits.toolSeeds) seeds; give one of them another ID
                """)
        }
        // Many of them in the order of their places, which then say about where a tool's program is.
        let isMany = sorted.count >= ToolPlace.manyTools
        let tools = (isMany ? table.order : Array(sorted.indices)).map { index in
            let (id, own) = sorted[index]
            let rules = Self.union([own] + matcher.matched(id).map { globs[$0] })
            return BuiltTool(id: builder.intern(id), program: program(for: rules, &programs))
        }
        builder.tools = isMany ? tools : table.order.map { tools[$0] }
        builder.contents.pilots = table.pilots
        builder.contents.policy.toolSeed = table.seed
        builder.contents.policy.longestTool = UInt32(sorted.map(\.id.count).max() ?? 0)
    }

    private mutating func compileGlobs(
        _ globs: [RuleSet], _ matcher: GlobMatcher, _ programs: inout [RuleSet: UInt32]
    ) {
        guard let dfa = matcher.dfa else { return }
        builder.contents.globPrograms = [noIndex]
        for set in dfa.acceptSets.dropFirst() {
            let rules = Self.union(set.map { globs[$0] })
            builder.contents.globPrograms.append(program(for: rules, &programs))
        }
        builder.contents.policy.globPattern = builder.append(.dfa(dfa), source: "globs")
    }

    private static func union(_ sets: [RuleSet]) -> RuleSet {
        sets.count == 1 ? sets[0] : Set(sets.joined()).sorted()
    }

    /// The program for a set of rules; one for all tools that have the same set.
    private mutating func program(
        for rules: RuleSet, _ programs: inout [RuleSet: UInt32]
    ) -> UInt32 {
        if let known = programs[rules] { return known }
        let index = decideProgram(rules)
        programs[rules] = index
        return index
    }
}
