/// An IP address with the length of a prefix, as in `10.1.2.3/8`. The bits behind the prefix are kept.
public struct IPPrefix: Sendable, Hashable {
    public let address: IPAddress
    /// 0 ... 32 or 128.
    public let length: Int

    public init(address: IPAddress, length: Int) {
        precondition((0...address.bytes.count * 8).contains(length))
        self.address = address
        self.length = length
    }

    /// With zeros behind the prefix.
    var masked: IPPrefix {
        let bytes = address.bytes.enumerated().map { index, byte in
            let count = min(max(length - index * 8, 0), 8)
            return byte & UInt8(truncatingIfNeeded: 0xFF00 >> count)
        }
        return IPPrefix(address: IPAddress(bytes: bytes), length: length)
    }

    func contains(_ other: IPAddress) -> Bool {
        other.bytes.count == address.bytes.count
            && IPPrefix(address: other, length: length).masked.address == masked.address
    }

    func contains(_ other: IPPrefix) -> Bool {
        length <= other.length && contains(other.address)
    }
}

extension IPPrefix: CustomStringConvertible {
    /// Nil for what is no prefix. An address of version 4 within version 6 has none: its length could be meant
    /// of 32 bits or of 128.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            address.isVersion4 != parts[0].contains(":")
        else { return nil }
        let digits = parts[1].utf8
        let isPlain = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let hasLeadingZero = digits.count > 1 && digits.first == UInt8(ascii: "0")
        guard isPlain, !hasLeadingZero, let length = Int(parts[1]), length <= address.bytes.count * 8 else { return nil }
        self.init(address: address, length: length)
    }

    public var description: String { "\(address)/\(length)" }
}
