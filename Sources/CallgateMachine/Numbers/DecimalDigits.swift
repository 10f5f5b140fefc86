/// The decimal digits of a natural number of up to 432 of them, on the stack.
///
/// The largest double with 100 digits after its point has 409.
struct DecimalDigits {
    private static let capacity = 432
    private var digits = InlineArray<432, UInt8>(repeating: 0)
    private var start = Self.capacity

    /// No digits for zero.
    init(_ number: BigNumber) {
        var number = number
        while !number.isZero {
            var part = number.divide(by: 1_000_000_000)
            for _ in 0..<9 {
                precondition(start > 0)
                start &-= 1
                digits[start] = UInt8(truncatingIfNeeded: part % 10)
                part /= 10
            }
        }
        while start < Self.capacity, digits[start] == 0 { start &+= 1 }
    }

    var count: Int { Self.capacity &- start }

    /// The digit that stands for so many powers of ten; 0 above the first.
    @inline(__always)
    subscript(power power: Int) -> UInt8 {
        power < count ? digits[Self.capacity &- 1 &- power] : 0
    }
}
