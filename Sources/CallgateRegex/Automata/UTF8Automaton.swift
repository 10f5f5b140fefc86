/// The smallest acyclic automaton that reads the UTF-8 of one scalar of a set.
///
/// A node is a set of suffixes, made once however many prefixes lead to it: `[80-BF]` stands for
/// the last byte of every range that is complete.
struct UTF8Automaton {
    struct Arc {
        var low: UInt8
        var high: UInt8
        /// Index of a node, nil where the scalar ends.
        var target: Int?
    }

    /// The arcs of each node, in rising order; targets come before the nodes that lead to them,
    /// so that the last node is the root.
    private(set) var nodes: [[Arc]] = []
    private var known: [Suffixes: Int] = [:]

    /// What the rest of a sequence may be: `length` bytes whose payloads make a value in `ranges`.
    private struct Suffixes: Hashable {
        var length: Int
        var ranges: [ClosedRange<UInt32>]
    }

    /// For sequences of 1 to 4 bytes: the values that they encode and the lead byte's marker.
    private static let forms: [(values: ClosedRange<UInt32>, marker: UInt8)] = [
        (0x00...0x7F, 0x00), (0x80...0x7FF, 0xC0), (0x800...0xFFFF, 0xE0), (0x1_0000...0x10_FFFF, 0xF0),
    ]

    init(_ set: ScalarSet) {
        var root: [Arc] = []
        for (continuations, form) in Self.forms.enumerated() {
            let ranges = set.ranges.compactMap { range in
                range.overlaps(form.values) ? range.clamped(to: form.values) : nil
            }
            root += arcs(for: ranges, continuations: continuations, marker: form.marker)
        }
        nodes.append(root)
    }

    /// One arc for each run of leading payloads whose suffixes are the same.
    private mutating func arcs(
        for ranges: [ClosedRange<UInt32>], continuations: Int, marker: UInt8
    ) -> [Arc] {
        var leads: [(lead: UInt32, rest: [ClosedRange<UInt32>])] = []
        let shift = UInt32(6 * continuations)
        let full: UInt32 = (1 << shift) - 1
        for range in ranges {
            for lead in (range.lowerBound >> shift)...(range.upperBound >> shift) {
                let base = lead << shift
                let rest = (max(range.lowerBound, base) - base)...(min(range.upperBound, base + full) - base)
                if let last = leads.last, last.lead == lead {
                    leads[leads.count - 1].rest.append(rest)
                } else {
                    leads.append((lead, [rest]))
                }
            }
        }
        var arcs: [Arc] = []
        for (lead, rest) in leads {
            let byte = marker | UInt8(truncatingIfNeeded: lead)
            let target = continuations == 0 ? nil : node(Suffixes(length: continuations, ranges: rest))
            if let last = arcs.last, last.target == target, Int(last.high) + 1 == Int(byte) {
                arcs[arcs.count - 1].high = byte
            } else {
                arcs.append(Arc(low: byte, high: byte, target: target))
            }
        }
        return arcs
    }

    private mutating func node(_ suffixes: Suffixes) -> Int {
        if let index = known[suffixes] {
            return index
        }
        let arcs = arcs(for: suffixes.ranges, continuations: suffixes.length - 1, marker: 0x80)
        nodes.append(arcs)
        known[suffixes] = nodes.count - 1
        return nodes.count - 1
    }
}
