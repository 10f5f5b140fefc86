/// A set of register numbers.
struct RegisterSet: Equatable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static func == (left: RegisterSet, right: RegisterSet) -> Bool { left.words == right.words }

    func contains(_ register: UInt8) -> Bool {
        let bit: UInt64 = 1 << UInt64(register & 63)
        switch register >> 6 {
        case 0: return words.0 & bit != 0
        case 1: return words.1 & bit != 0
        case 2: return words.2 & bit != 0
        default: return words.3 & bit != 0
        }
    }

    /// - Returns: whether it was not there.
    @discardableResult
    mutating func insert(_ register: UInt8) -> Bool {
        guard !contains(register) else { return false }
        toggle(register)
        return true
    }

    mutating func remove(_ register: UInt8) {
        if contains(register) { toggle(register) }
    }

    private mutating func toggle(_ register: UInt8) {
        let bit: UInt64 = 1 << UInt64(register & 63)
        switch register >> 6 {
        case 0: words.0 ^= bit
        case 1: words.1 ^= bit
        case 2: words.2 ^= bit
        default: words.3 ^= bit
        }
    }

    func isSubset(of other: RegisterSet) -> Bool {
        var common = self
        common.formIntersection(other)
        return common == self
    }

    func union(_ other: RegisterSet) -> RegisterSet {
        var result = self
        result.words.0 |= other.words.0
        result.words.1 |= other.words.1
        result.words.2 |= other.words.2
        result.words.3 |= other.words.3
        return result
    }

    func subtracting(_ other: RegisterSet) -> RegisterSet {
        var result = self
        result.words.0 &= ~other.words.0
        result.words.1 &= ~other.words.1
        result.words.2 &= ~other.words.2
        result.words.3 &= ~other.words.3
        return result
    }

    mutating func formIntersection(_ other: RegisterSet) {
        words.0 &= other.words.0
        words.1 &= other.words.1
        words.2 &= other.words.2
        words.3 &= other.words.3
    }
}
