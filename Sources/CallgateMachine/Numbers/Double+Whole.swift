// Rounding to whole numbers. The standard library's takes its rule as a value whose layout is not
// fixed, which costs a look-up at run time.
extension Double {
    /// Without its fraction; zero keeps the sign.
    @inline(__always)
    var withoutFraction: Double {
        // From 2^52 on, doubles are whole; NaN is not below it either.
        guard magnitude < 0x1p52 else { return self }
        return Double(bitPattern: Double(Int64(self)).bitPattern | bitPattern & 1 &<< 63)
    }

    @inline(__always)
    var roundedDown: Double {
        let whole = withoutFraction
        return whole > self ? whole - 1 : whole
    }

    @inline(__always)
    var roundedUp: Double {
        let whole = withoutFraction
        return whole < self ? whole + 1 : whole
    }

    /// To the nearest whole number, halves away from zero.
    @inline(__always)
    var roundedToNearest: Double {
        let whole = withoutFraction
        // The difference is exact.
        guard (self - whole).magnitude >= 0.5 else { return whole }
        return self < 0 ? whole - 1 : whole + 1
    }
}
