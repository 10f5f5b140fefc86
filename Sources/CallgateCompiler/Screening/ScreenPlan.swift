import CallgateBytecode
import CallgateLanguage

/// Which rules of a program are passed over unless a lookup notes them.
///
/// Each rule that has a trigger shared with enough others is noted by what triggers it, and its code is
/// what it would be anyway: a rule that is noted in vain comes to false. So a lookup may note too many
/// rules, but never one too few.
struct ScreenPlan {
    /// A lookup to come, and what it looks at.
    struct Screen {
        let kind: LookupKind
        let operand: Trigger.Operand
        /// Of the rule whose expression `operand` is.
        let condition: Int
        var rules: Set<UInt32> = []
        var notes: [LookupKey: [UInt32]] = [:]
    }

    /// Rules that share what is looked at; fewer are quicker one by one.
    static let fewestRules = 8

    private(set) var screens: [Screen] = []
    /// For each rule that is passed over, the next one that is not, or their number; the rule itself for
    /// all others.
    private(set) var ends: [Int]

    private struct Group: Hashable {
        let kind: LookupKind
        let number: Int
    }

    private struct Key: Hashable {
        let group: Group
        let key: LookupKey
    }

    private var sizes: [Group: Int] = [:]
    private var shares: [Key: Int] = [:]
    private var places: [Group: Int] = [:]

    /// - Parameters:
    ///   - choices: for each condition its rule and the choices of its triggers.
    ///   - rules: how many there are.
    init(_ choices: [(rule: Int, condition: Int, choices: [[Trigger]])], rules ruleCount: Int) {
        ends = Array(0..<ruleCount)
        for entry in choices { count(entry.choices) }
        for entry in choices {
            let possible = entry.choices.filter { $0.allSatisfy { sizes[group($0), default: 0] >= Self.fewestRules } }
            guard let best = possible.min(by: { cost($0) < cost($1) }) else { continue }
            for trigger in best { note(entry.rule, entry.condition, trigger) }
            ends[entry.rule] = entry.rule + 1
        }
        for rule in ends.indices.dropLast().reversed() where ends[rule] > rule { ends[rule] = max(rule + 1, ends[rule + 1]) }
    }

    private func group(_ trigger: Trigger) -> Group {
        let kind: LookupKind =
            switch trigger {
            case .equals: .values
            case .texts: .fragments
            case .truth: .truth
            }
        return Group(kind: kind, number: trigger.operand.number)
    }

    private mutating func count(_ choices: [[Trigger]]) {
        var groups: Set<Group> = []
        var keys: Set<Key> = []
        for trigger in choices.joined() {
            let group = group(trigger)
            groups.insert(group)
            switch trigger {
            case .equals(_, let values): for key in values { keys.insert(Key(group: group, key: key)) }
            case .texts(_, let sets):
                for text in sets.joined() {
                    for fragment in Self.fragments(text) { keys.insert(Key(group: group, key: fragment)) }
                }
            case .truth: break
            }
        }
        for group in groups { sizes[group, default: 0] += 1 }
        for key in keys { shares[key, default: 0] += 1 }
    }

    /// The pieces of a text that it may be noted by: of four bytes, or the whole of a shorter one.
    private static func fragments(_ text: [UInt8]) -> [LookupKey] {
        let length = min(4, text.count)
        return (0...text.count - length).map { .fragment(text[$0..<$0 + length]) }
    }

    private func rarest(_ text: [UInt8], _ group: Group) -> (key: LookupKey, share: Int) {
        let counted = Self.fragments(text).map { ($0, shares[Key(group: group, key: $0), default: 0]) }
        return counted.min { $0.1 < $1.1 } ?? (.fragment(0), 0)
    }

    /// How many rules share the most frequent thing that a choice is noted by. Pieces are looked for at
    /// each byte, so that of equals a value is better.
    private func cost(_ choice: [Trigger]) -> Int { choice.map(cost).max() ?? 0 }

    private func cost(_ trigger: Trigger) -> Int {
        let group = group(trigger)
        switch trigger {
        case .equals(_, let keys): return 2 * (keys.map { shares[Key(group: group, key: $0), default: 0] }.max() ?? 0)
        case .texts(_, let sets): return 2 * (sets.map { cost($0, group) }.min() ?? 0) + 1
        case .truth: return 2 * sizes[group, default: 0]
        }
    }

    private func cost(_ set: [[UInt8]], _ group: Group) -> Int { set.map { rarest($0, group).share }.max() ?? 0 }

    private mutating func note(_ rule: Int, _ condition: Int, _ trigger: Trigger) {
        let group = group(trigger)
        let rule = UInt32(rule)
        let place = places[group] ?? screens.count
        if place == screens.count {
            places[group] = place
            screens.append(Screen(kind: group.kind, operand: trigger.operand, condition: condition))
        }
        screens[place].rules.insert(rule)
        var keys: [LookupKey] = []
        switch trigger {
        case .equals(_, let values): keys = values
        case .texts(_, let sets):
            let best = sets.min { cost($0, group) < cost($1, group) } ?? []
            keys = Array(Set(best.map { rarest($0, group).key }))
        case .truth: break
        }
        for key in keys where screens[place].notes[key]?.last != rule {
            screens[place].notes[key, default: []].append(rule)
        }
    }
}
