/// The orbits of simple case folding: scalars that fold to the same one, as `k`, `K` and U+212A.
enum CaseFolds {
    struct Link {
        var scalar: UInt32
        /// The next of the orbit; the last leads to the first.
        var next: UInt32
    }

    /// All scalars whose orbit has more than one, sorted.
    static let links: [Link] = {
        var numbers = EncodedNumbers(Array(UnicodeTables.encodedCaseFolds.utf8)[...])
        var links: [Link] = []
        var start: UInt32 = 0
        while let gap = numbers.next(), let extent = numbers.next(),
            let skip = numbers.next(), let zigzag = numbers.next()
        {
            start += gap
            let distance = zigzag & 1 == 0 ? zigzag >> 1 : 0 &- ((zigzag >> 1) + 1)
            for index in 0...extent {
                let scalar = start + index * (skip + 1)
                links.append(Link(scalar: scalar, next: scalar &+ distance))
            }
        }
        return links.sorted { $0.scalar < $1.scalar }
    }()

    /// The first link whose scalar is not below the given one, as an index.
    static func firstIndex(notBelow scalar: UInt32) -> Int {
        var low = 0
        var high = links.count
        while low < high {
            let middle = (low + high) / 2
            if links[middle].scalar < scalar {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The scalar and all others of its orbit.
    static func orbit(of scalar: UInt32) -> ScalarSet {
        var members = [scalar...scalar]
        var current = scalar
        while true {
            let index = firstIndex(notBelow: current)
            guard index < links.count, links[index].scalar == current, links[index].next != scalar else {
                return ScalarSet(members)
            }
            current = links[index].next
            members.append(current...current)
        }
    }
}

extension ScalarSet {
    /// The union of the orbits of its members.
    ///
    /// - Complexity: one step for each of some 2,800 links at most, beside the set's ranges.
    var caseFolded: ScalarSet {
        var additions: [ClosedRange<UInt32>] = []
        for range in ranges {
            var index = CaseFolds.firstIndex(notBelow: range.lowerBound)
            while index < CaseFolds.links.count, CaseFolds.links[index].scalar <= range.upperBound {
                let first = CaseFolds.links[index].scalar
                var current = CaseFolds.links[index].next
                while current != first {
                    if !range.contains(current) {
                        additions.append(current...current)
                    }
                    current = CaseFolds.links[CaseFolds.firstIndex(notBelow: current)].next
                }
                index += 1
            }
        }
        return additions.isEmpty ? self : ScalarSet(ranges + additions)
    }
}
