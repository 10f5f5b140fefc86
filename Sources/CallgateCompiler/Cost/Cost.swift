/// Units of work or amounts of data, which stop growing at the largest number.
struct Cost: Hashable, Comparable {
    var units: UInt64

    init(_ units: UInt64) { self.units = units }
    init(_ units: Int) { self.units = UInt64(max(units, 0)) }

    static let zero = Cost(0 as UInt64)

    static func < (left: Cost, right: Cost) -> Bool { left.units < right.units }

    static func + (left: Cost, right: Cost) -> Cost {
        let (sum, overflow) = left.units.addingReportingOverflow(right.units)
        return Cost(overflow ? .max : sum)
    }

    static func + (left: Cost, right: Int) -> Cost { left + Cost(right) }

    static func += (left: inout Cost, right: Cost) { left = left + right }

    /// Not below zero.
    static func - (left: Cost, right: Cost) -> Cost {
        left.units == .max ? left : Cost(left.units > right.units ? left.units - right.units : 0)
    }

    static func * (left: Cost, right: Cost) -> Cost {
        let (product, overflow) = left.units.multipliedReportingOverflow(by: right.units)
        return Cost(overflow ? .max : product)
    }

    static func * (left: Cost, right: Int) -> Cost { left * Cost(right) }

    static func / (left: Cost, right: Int) -> Cost {
        left.units == .max ? left : Cost(left.units / UInt64(right))
    }

    /// At least 1: how often it can be halved.
    var logarithm: Cost { Cost(65 - min(units, UInt64.max).leadingZeroBitCount) }
}
