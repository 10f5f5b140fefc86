/// An IP address.
public struct IPAddress: Sendable, Hashable {
    /// Four of version 4, or sixteen of version 6.
    public let bytes: [UInt8]

    /// - Parameter bytes: four or sixteen.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == 4 || bytes.count == 16)
        self.bytes = bytes
    }

    var isVersion4: Bool { bytes.count == 4 }

    // MARK: Kinds

    var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

    /// 127.0.0.0/8, ::1.
    var isLoopback: Bool { isVersion4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1 }

    /// 224.0.0.0/4, ff00::/8.
    private var isMulticast: Bool { isVersion4 ? bytes[0] >> 4 == 14 : bytes[0] == 0xFF }

    /// 224.0.0.0/24, ff02::/16 whatever its flags.
    var isLinkLocalMulticast: Bool {
        isVersion4 ? bytes.starts(with: [224, 0, 0]) : bytes[0] == 0xFF && bytes[1] & 0x0F == 2
    }

    /// 169.254.0.0/16, fe80::/10.
    var isLinkLocalUnicast: Bool {
        isVersion4 ? bytes.starts(with: [169, 254]) : bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    }

    var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && bytes != [255, 255, 255, 255]
    }
}

// MARK: Texts

extension IPAddress: CustomStringConvertible {
    /// Nil for what is no address. An address of version 4 within version 6 (::ffff:102:304) is the one of version
    /// 4, so that no list of addresses is passed by; written as ::ffff:1.2.3.4 it is refused, as in Kubernetes.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let bytes = parts.count == 1 ? Self.version4(text[...]) : Self.version6(text) else { return nil }
        self.bytes = bytes
    }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in
            let isPlain = part == "0" || (part.utf8.first != UInt8(ascii: "0") && part.utf8.allSatisfy(isDigit))
            return isPlain ? UInt8(part) : nil
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func version6(_ text: String) -> [UInt8]? {
        let halves = text.halves
        guard let first = groups(halves.first, isLast: halves.second == nil) else { return nil }
        guard let second = halves.second else { return first.count == 16 ? resolvingMapped(first, text) : nil }
        // The double colon stands for at least one group.
        guard let last = groups(second, isLast: true), first.count + last.count <= 14 else { return nil }
        return resolvingMapped(first + Array(repeating: 0, count: 16 - first.count - last.count) + last, text)
    }

    /// The bytes of groups between colons, of which the last may be an address of version 4.
    private static func groups(_ text: Substring, isLast: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.contains(".") {
                guard isLast, index == parts.count - 1, let tail = version4(part) else { return nil }
                bytes += tail
            } else {
                let digits = part.utf8.filter { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
                guard (1...4).contains(part.utf8.count), digits.count == part.utf8.count,
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }

    private static func resolvingMapped(_ bytes: [UInt8], _ text: String) -> [UInt8]? {
        guard bytes.starts(with: Array(repeating: 0, count: 10) + [0xFF, 0xFF]) else { return bytes }
        return text.contains(".") ? nil : Array(bytes[12...])
    }

    /// As in RFC 5952, but never with an address of version 4 in it, so that every text can be read.
    public var description: String {
        if isVersion4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        let texts = groups.map { String($0, radix: 16) }
        guard let gap = Self.longestRun(ofZerosIn: groups) else { return texts.joined(separator: ":") }
        return texts[..<gap.lowerBound].joined(separator: ":") + "::" + texts[gap.upperBound...].joined(separator: ":")
    }

    /// The longest run of two or more, of equals the first.
    private static func longestRun(ofZerosIn groups: [Int]) -> Range<Int>? {
        var longest: Range<Int>?
        for start in groups.indices {
            let run = start..<start + groups[start...].prefix { $0 == 0 }.count
            if run.count >= 2, run.count > longest?.count ?? 0 { longest = run }
        }
        return longest
    }
}

extension String {
    /// What is before and after the first double colon, or all of it; a second one is left in the second half.
    fileprivate var halves: (first: Substring, second: Substring?) {
        let colon = UInt8(ascii: ":")
        guard let place = utf8.indices.first(where: { utf8[$0...].starts(with: [colon, colon]) }) else {
            return (self[...], nil)
        }
        return (self[..<place], self[utf8.index(place, offsetBy: 2)...])
    }
}
