import Foundation
import Testing

@testable import CallgateMachine

@Suite("Addresses")
struct AddressTests {
    private func address(_ text: String) -> IPAddress? { withSpan(text) { IPAddress(text: $0) } }

    private func text(_ address: IPAddress) -> String {
        var arena = Arena(capacity: 64)
        defer { arena.deallocate() }
        let offset = arena.reserve(IPAddress.longestText)!
        var buffer = TextBuffer(arena, at: offset, capacity: IPAddress.longestText)
        address.write(to: &buffer)
        let bytes = arena.bytes(offset, buffer.count)
        return String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    }

    /// The bytes that the C library reads.
    private func libraryBytes(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    private func bytes(_ address: IPAddress) -> [UInt8] {
        let words = [address.high, address.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) } }
        return Array(words.prefix(address.isV4 ? 4 : 16))
    }

    /// Texts of hexadecimal groups, colons, dots and digits, some of which are addresses.
    private func generated(_ generator: inout SplitMix) -> String {
        func below(_ bound: UInt64) -> Int { Int(generator.next() % bound) }
        let isV4 = below(4) == 0
        let count = isV4 ? [4, 4, 4, 3, 5][below(5)] : [8, 8, 7, 6, 5, 3, 1, 9][below(8)]
        var parts: [String] = (0..<count).map { _ in
            switch below(6) {
            case 0, 1: "0"
            case 2: isV4 ? "255" : "ffff"
            case 3: isV4 ? String(below(300)) : "00a\(below(10))"
            case 4: isV4 ? "0\(below(9))" : "A\(below(10_000))"
            default: String(below(10))
            }
        }
        if isV4 { return parts.joined(separator: ".") }
        if below(2) == 0 { parts[below(UInt64(parts.count))] = "" }
        if below(6) == 0 { parts[parts.count - 1] = "1.2.3.\(below(300))" }
        let text = parts.joined(separator: ":")
        return below(8) == 0 ? ":" + text : below(8) == 0 ? text + ":" : text
    }

    @Test("What is an address, the C library reads alike; mapped ones are IPv4, but none with dots")
    func reading() {
        var generator = SplitMix(state: 41)
        var accepted = 0
        for _ in 0..<20_000 {
            let text = generated(&generator)
            let expected = libraryBytes(text)
            let isMapped = expected?.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            let wanted = isMapped ? text.contains(".") ? nil : expected?.suffix(4) : expected?[...]
            let found = address(text)
            #expect(found.map { bytes($0)[...] } == wanted, "\(text)")
            accepted += found == nil ? 0 : 1
        }
        #expect(accepted > 1_000 && accepted < 19_000, "\(accepted)")
    }

    @Test("The text of an address is the C library's, but without a dotted tail")
    func writing() {
        var generator = SplitMix(state: 43)
        for _ in 0..<5_000 {
            // Groups of zeros in many places.
            let mask = generator.next()
            var words: [UInt64] = []
            for word in 0..<2 {
                let groups = (0..<4).map { group in mask >> UInt64(8 * word + group) & 1 == 1 ? 0 : generator.next() & 0xFFFF >> (generator.next() % 16) }
                words.append(groups.reduce(0) { $0 << 16 | $1 })
            }
            let address = IPAddress(v6: words[0], words[1])
            var raw = bytes(address)
            var buffer = [CChar](repeating: 0, count: 64)
            inet_ntop(AF_INET6, &raw, &buffer, 64)
            let expected = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // A dotted tail, or a mapped address, which would be read as the IPv4 one.
            if expected.contains(".") || expected.hasPrefix("::ffff:") { continue }
            #expect(text(address) == expected)
            #expect(self.address(text(address))?.equals(address) == true)
        }
        #expect(text(IPAddress(v6: 0, 0)) == "::")
        #expect(text(IPAddress(v4: 0x0A00_00FF)) == "10.0.0.255")
    }

    @Test("Prefixes", arguments: [
        ("10.0.0.0/8", 8), ("10.0.0.0/0", 0), ("10.0.0.0/32", 32), ("::/0", 0), ("::/128", 128), ("::1/64", 64), ("10.0.0.0/33", nil), ("::/129", nil),
        ("10.0.0.0/08", nil), ("10.0.0.0/", nil), ("10.0.0.0", nil), ("/8", nil), ("10.0.0.0/-1", nil), ("10.0.0.0/+1", nil), ("10.0.0.0/8 ", nil),
        ("10.0.0/8", nil), ("::ffff:1.2.3.4/96", nil), ("::ffff:102:304/96", nil), ("::fffe:102:304/96", 96), ("fe80::1%en0/64", nil), ("10.0.0.0/8/8", nil), ("10.0.0.0/00", nil), ("", nil), ("/", nil),
        ("10.0.0.0/99999999999999999999", nil),
    ] as [(String, Int?)])
    func prefixes(_ text: String, _ length: Int?) {
        #expect(withSpan(text) { IPAddress.prefix($0)?.length } == length)
    }

    @Test("Zeros behind every length", arguments: [0, 1, 31, 32, 33, 63, 64, 65, 127, 128])
    func masks(_ length: Int) {
        let masked = IPAddress(v6: .max, .max).masked(to: length)
        #expect(masked.high.nonzeroBitCount + masked.low.nonzeroBitCount == length)
        #expect(masked.high.leadingZeroBitCount == (length == 0 ? 64 : 0))
    }
}
