/// Reads addresses and prefixes, strictly: no zones, no spaces, no other notations of numbers.
extension IPAddress {
    /// - Returns: nil where the text is no address.
    init?(text: ByteSpan) {
        if let bits = Self.v4(text, from: 0) {
            self.init(v4: bits)
        } else {
            guard let address = Self.v6(text) else { return nil }
            self = address
        }
    }

    /// Four decimal numbers up to 255, without leading zeros, to the end of the text.
    private static func v4(_ text: ByteSpan, from start: Int) -> UInt32? {
        var bits: UInt32 = 0
        var index = start
        for part in 0..<4 {
            if part > 0 {
                guard text.peek(index) == UInt8(ascii: ".") else { return nil }
                index &+= 1
            }
            guard let number = decimal(text, &index, atMost: 255) else { return nil }
            bits = bits &<< 8 | UInt32(number)
        }
        return index == text.count ? bits : nil
    }

    /// A decimal number without leading zeros.
    private static func decimal(_ text: ByteSpan, _ index: inout Int, atMost limit: Int) -> Int? {
        let start = index
        var value = 0
        while text.peek(index) &- 0x30 < 10 {
            value = value &* 10 &+ Int(text[index] &- 0x30)
            index &+= 1
            guard value <= limit, index &- start == 1 || text[start] != 0x30 else { return nil }
        }
        return index > start ? value : nil
    }

    /// Eight groups of up to four hexadecimal digits (RFC 4291, section 2.2). `::` stands for one
    /// group of zeros or more; the last two groups may be written as an IPv4 address, but not
    /// where the address would be a mapped IPv4 one. In hexadecimal that is the IPv4 address.
    private static func v6(_ text: ByteSpan) -> IPAddress? {
        var groups = InlineArray<8, UInt16>(repeating: 0)
        var count = 0
        var gap = -1
        var index = 0
        var isDotted = false
        if text.peek(0) == UInt8(ascii: ":") {
            guard text.peek(1) == UInt8(ascii: ":") else { return nil }
            gap = 0
            index = 2
        }
        while index < text.count {
            guard count < 8 else { return nil }
            let start = index
            guard let group = hexadecimal(text, &index) else { return nil }
            if text.peek(index) == UInt8(ascii: ".") {
                guard count <= 6, let bits = v4(text, from: start) else { return nil }
                groups[count] = UInt16(truncatingIfNeeded: bits &>> 16)
                groups[count &+ 1] = UInt16(truncatingIfNeeded: bits)
                count &+= 2
                isDotted = true
                break
            }
            groups[count] = group
            count &+= 1
            if index == text.count { break }
            guard text[index] == UInt8(ascii: ":") else { return nil }
            index &+= 1
            if text.peek(index) == UInt8(ascii: ":") {
                guard gap < 0 else { return nil }
                gap = count
                index &+= 1
            } else {
                guard index < text.count else { return nil }
            }
        }
        guard gap >= 0 ? count < 8 : count == 8 else { return nil }
        let address = address(groups, count, gap: gap < 0 ? count : gap)
        let isMapped = address.high == 0 && address.low &>> 32 == 0xFFFF
        guard isMapped else { return address }
        return isDotted ? nil : IPAddress(v4: UInt32(truncatingIfNeeded: address.low))
    }

    /// One to four hexadecimal digits.
    @inline(__always)
    private static func hexadecimal(_ text: ByteSpan, _ index: inout Int) -> UInt16? {
        let start = index
        var value: UInt16 = 0
        while index &- start < 4 {
            let byte = text.peek(index)
            let lower = byte | 0x20
            if byte &- 0x30 < 10 {
                value = value &<< 4 | UInt16(byte &- 0x30)
            } else if lower &- 0x61 < 6 {
                value = value &<< 4 | UInt16(lower &- 0x61 &+ 10)
            } else {
                break
            }
            index &+= 1
        }
        return index > start ? value : nil
    }

    /// Groups with zeros where the gap is, up to eight of them.
    private static func address(
        _ groups: InlineArray<8, UInt16>, _ count: Int, gap: Int
    ) -> IPAddress {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for place in 0..<8 {
            let behind = place &- (8 &- count)
            let group = place < gap ? groups[place] : behind >= gap ? groups[behind] : 0
            high = high &<< 16 | low &>> 48
            low = low &<< 16 | UInt64(group)
        }
        return IPAddress(v6: high, low)
    }

    /// An address, a slash and the length of a prefix, which keeps the bits behind that length. A
    /// mapped IPv4 address has none: it could be meant of 32 bits or of 128.
    static func prefix(_ text: ByteSpan) -> (address: IPAddress, length: Int)? {
        var slash = 0
        var hasColon = false
        while slash < text.count, text[slash] != UInt8(ascii: "/") {
            if text[slash] == UInt8(ascii: ":") { hasColon = true }
            slash &+= 1
        }
        guard let address = IPAddress(text: text.slice(0, slash)), hasColon == (address.bitCount == 128)
        else { return nil }
        var index = slash &+ 1
        guard let length = decimal(text, &index, atMost: address.bitCount), index == text.count
        else { return nil }
        return (address, length)
    }
}
