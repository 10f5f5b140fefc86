extension IPAddress {
    /// The longest text of an address.
    static let longestText = 39

    /// Writes the canonical text: dotted for IPv4, else RFC 5952's, which is in lower case and has
    /// `::` for the first of the longest runs of two or more zero groups.
    func write(to buffer: inout TextBuffer) {
        isV4 ? writeV4(to: &buffer) : writeV6(to: &buffer)
    }

    private func writeV4(to buffer: inout TextBuffer) {
        for part in 0..<4 {
            if part > 0 { buffer.append(".") }
            buffer.append(high &>> UInt64(56 &- 8 &* part) & 0xFF)
        }
    }

    private func writeV6(to buffer: inout TextBuffer) {
        let zeros = longestZeros
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, zeros.count > 1 {
                buffer.append("::")
                index = zeros.upperBound
                continue
            }
            if index > 0, index != zeros.upperBound || zeros.count < 2 { buffer.append(":") }
            Self.write(group(index), to: &buffer)
            index &+= 1
        }
    }

    /// Hexadecimal digits without leading zeros.
    private static func write(_ group: UInt16, to buffer: inout TextBuffer) {
        var shift: UInt16 = 12
        while shift > 0, group &>> shift == 0 { shift &-= 4 }
        while true {
            let digit = UInt8(truncatingIfNeeded: group &>> shift & 0xF)
            buffer.append(byte: digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
            if shift == 0 { return }
            shift &-= 4
        }
    }

    private var longestZeros: Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            guard group(index) == 0 else {
                start = index &+ 1
                continue
            }
            if index &+ 1 &- start > longest.count { longest = start..<index &+ 1 }
        }
        return longest
    }
}
