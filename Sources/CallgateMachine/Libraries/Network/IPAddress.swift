/// An IPv4 or IPv6 address. Its bits stand at the top of 128, so that prefixes of both families
/// are alike; the bits below an IPv4 address are zero.
struct IPAddress {
    var high: UInt64
    var low: UInt64
    let isV4: Bool

    /// Of a family's addresses.
    @inline(__always)
    var bitCount: Int { isV4 ? 32 : 128 }

    @inline(__always)
    init(v4 bits: UInt32) {
        high = UInt64(bits) &<< 32
        low = 0
        isV4 = true
    }

    @inline(__always)
    init(v6 high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
        isV4 = false
    }

    /// - Parameter bytes: 4 or 16, the highest first.
    init(_ bytes: ByteSpan) {
        isV4 = bytes.count == 4
        high = isV4 ? UInt64(Self.word(bytes, 0)) &<< 32 : Self.doubleWord(bytes, 0)
        low = isV4 ? 0 : Self.doubleWord(bytes, 8)
    }

    @inline(__always)
    private static func word(_ bytes: ByteSpan, _ start: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in start..<start &+ 4 { value = value &<< 8 | UInt32(bytes[index]) }
        return value
    }

    @inline(__always)
    private static func doubleWord(_ bytes: ByteSpan, _ start: Int) -> UInt64 {
        UInt64(word(bytes, start)) &<< 32 | UInt64(word(bytes, start &+ 4))
    }

    /// One of the 16 bits of an IPv6 address, 0 ... 7.
    @inline(__always)
    func group(_ index: Int) -> UInt16 {
        let word = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: word &>> UInt64(48 &- 16 &* (index & 3)))
    }

    /// The address with zeros behind its first bits.
    func masked(to length: Int) -> IPAddress {
        var result = self
        result.high &= Self.mask(length)
        result.low &= Self.mask(length &- 64)
        return result
    }

    /// The first bits of a word: none below 0, all from 64 on.
    @inline(__always)
    private static func mask(_ length: Int) -> UInt64 {
        length <= 0 ? 0 : length >= 64 ? .max : .max &<< UInt64(64 &- length)
    }

    @inline(__always)
    func equals(_ other: IPAddress) -> Bool {
        isV4 == other.isV4 && high == other.high && low == other.low
    }

    // What an address is for, by IANA's registries of special-purpose and multicast addresses.

    var isUnspecified: Bool { high == 0 && low == 0 }
    /// 127.0.0.0/8 or ::1
    var isLoopback: Bool { isV4 ? high &>> 56 == 127 : high == 0 && low == 1 }
    /// 224.0.0.0/24 or ff02::/16, whatever the flags say.
    var isLinkLocalMulticast: Bool {
        isV4 ? high &>> 40 == 0xE0_0000 : high &>> 48 & 0xFF0F == 0xFF02
    }
    /// 169.254.0.0/16 or fe80::/10
    var isLinkLocalUnicast: Bool { isV4 ? high &>> 48 == 0xA9FE : high &>> 54 == 0xFE80 &>> 6 }
    /// 224.0.0.0/4 or ff00::/8
    private var isMulticast: Bool { isV4 ? high &>> 60 == 0xE : high &>> 56 == 0xFF }
    private var isBroadcast: Bool { isV4 && high &>> 32 == 0xFFFF_FFFF }
    var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && !isBroadcast
    }
}
