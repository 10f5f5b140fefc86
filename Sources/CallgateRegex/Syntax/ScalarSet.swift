/// A set of Unicode scalar values as sorted ranges that neither overlap nor touch.
///
/// Surrogates (U+D800 to U+DFFF) are never members: valid UTF-8 cannot hold them.
public struct ScalarSet: Sendable, Hashable {
    public let ranges: [ClosedRange<UInt32>]

    static let largestScalar: UInt32 = 0x10_FFFF
    static let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF

    /// The union of the ranges, in any order; what lies past U+10FFFF is left out.
    ///
    /// - Complexity: O(*n* log *n*) in their number.
    public init(_ given: [ClosedRange<UInt32>]) {
        var pieces: [ClosedRange<UInt32>] = []
        pieces.reserveCapacity(given.count)
        for range in given where range.lowerBound <= Self.largestScalar {
            let high = min(range.upperBound, Self.largestScalar)
            if range.lowerBound > Self.surrogates.upperBound || high < Self.surrogates.lowerBound {
                pieces.append(range.lowerBound...high)
                continue
            }
            if range.lowerBound < Self.surrogates.lowerBound {
                pieces.append(range.lowerBound...(Self.surrogates.lowerBound - 1))
            }
            if high > Self.surrogates.upperBound {
                pieces.append((Self.surrogates.upperBound + 1)...high)
            }
        }
        ranges = Self.merged(pieces)
    }

    public init(_ scalar: UInt32) {
        self.init([scalar...scalar])
    }

    public static let empty = ScalarSet([])
    public static let all = ScalarSet([0...largestScalar])
    /// What `.` stands for unless the flag `s` is set.
    public static let allButNewline = ScalarSet([0...9, 11...largestScalar])

    public var isEmpty: Bool { ranges.isEmpty }

    /// The number of members.
    public var count: Int {
        ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 }
    }

    /// - Complexity: O(log *n*) in the number of ranges.
    public func contains(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar
    }

    /// All scalars that are not members.
    public var complement: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next {
                gaps.append(next...(range.lowerBound - 1))
            }
            next = range.upperBound + 1
        }
        if next <= Self.largestScalar {
            gaps.append(next...Self.largestScalar)
        }
        return ScalarSet(gaps)
    }

    public func union(_ other: ScalarSet) -> ScalarSet {
        ScalarSet(ranges + other.ranges)
    }

    private static func merged(_ pieces: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        if pieces.count < 2 {
            return pieces
        }
        var result: [ClosedRange<UInt32>] = []
        for piece in pieces.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, piece.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, piece.upperBound)
            } else {
                result.append(piece)
            }
        }
        return result
    }
}
