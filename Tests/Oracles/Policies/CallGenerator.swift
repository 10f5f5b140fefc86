/// Calls as JSON text: well formed ones with the fields that conditions ask for, of all types and
/// with the tricks that are well formed too, and, now and then, broken ones.
public struct CallGenerator {
    public var entropy: Entropy

    public init(_ entropy: Entropy) { self.entropy = entropy }

    public mutating func call(tools: [String]) -> [UInt8] {
        var members = ["\"tool\"\(space()):\(space())\(tool(tools))"]
        if !entropy.chance(1, in: 8) { members.append("\"args\":\(object(Self.argumentKeys, 3))") }
        if !entropy.chance(1, in: 4) { members.append("\"context\":\(object(["env", "a"], 2))") }
        if entropy.chance(1, in: 8) { members.append("\"other\":\(value(2))") }
        if entropy.chance(1, in: 40) { members.append("\"a\\u0072gs\":{}") }
        members.shuffle(using: &entropy)
        let text = "\(space()){\(members.joined(separator: "\(space()),\(space())"))}\(space())"
        var bytes = Array(text.utf8)
        if entropy.chance(1, in: 12) { damage(&bytes) }
        return bytes
    }

    static let argumentKeys = ["a", "b", "n", "s", "list", "obj", "items", "odd key"]

    private mutating func tool(_ tools: [String]) -> String {
        let id = entropy.pick(tools)
        if entropy.chance(1, in: 30) { return entropy.pick(["1", "null", "[]", "\"\""]) }
        return string(id)
    }

    private mutating func space() -> String {
        entropy.chance(1, in: 6) ? entropy.pick([" ", "\n", "\t", "\r\n", "  "]) : ""
    }

    private mutating func object(_ keys: [String], _ depth: Int) -> String {
        var members: [String] = []
        for key in keys where !entropy.chance(1, in: 3) {
            members.append("\(string(key)):\(space())\(self.value(for: key, depth))")
            // The same key again: an error for whoever reads it.
            if entropy.chance(1, in: 25) {
                for _ in 0...entropy.below(2) { members.append("\(string(key)):\(value(1))") }
            }
        }
        if entropy.chance(1, in: 3) { members.append("\"unread\":\(value(depth))") }
        members.shuffle(using: &entropy)
        return "{\(space())\(members.joined(separator: ",\(space())"))}"
    }

    private mutating func value(for key: String, _ depth: Int) -> String {
        if entropy.chance(1, in: 5) { return value(depth) }
        switch key {
        case "n", "a": return number()
        case "b": return entropy.pick(["true", "false"])
        case "s", "env": return string(text())
        case "list": return array { $0.value(1) }
        case "items": return array { $0.object(["x", "y", "a"], 1) }
        case "obj", "deep": return object(["x", "y", "deep", "z", "a"], depth - 1)
        default: return value(depth)
        }
    }

    private mutating func array(_ element: (inout CallGenerator) -> String) -> String {
        "[\((0..<entropy.below(5)).map { _ in element(&self) }.joined(separator: ",\(space())"))]"
    }

    private mutating func value(_ depth: Int) -> String {
        switch entropy.below(depth > 0 ? 10 : 7) {
        case 0, 1, 2: return number()
        case 3, 4: return string(text())
        case 5: return entropy.pick(["true", "false"])
        case 6: return "null"
        case 7: return array { $0.value(depth - 1) }
        default: return object(["x", "y", "a", "z"], depth - 1)
        }
    }

    private mutating func number() -> String {
        entropy.pick([
            "0", "1", "2", "-1", "3", "10", "50000", "50001", "-0", "1.0", "1.5", "2.5", "-0.0", "1e2", "1E+2", "25e-1",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
            "18446744073709551615", "1e300", "1e400", "-1e400", "1e-400", "0.1", "123456789012345678901234567890",
            "2.2250738585072014e-308", "4.9e-324", "9007199254740993", "0.30000000000000004", "1e23",
        ])
    }

    /// A text; one in five goes over several of the blocks that a scan takes at a time.
    private mutating func text() -> String {
        guard entropy.chance(1, in: 5) else { return entropy.pick(Self.texts) }
        return (0..<entropy.below(24)).map { _ in entropy.pick(Self.texts) }.joined()
    }

    static let texts = [
        "", "a", "x", "abc", "dev", "é", "e\u{301}", "日本", "12", "1.5", "true", "90s", "2024-02-29T12:30:00Z", "\n", "😀",
        "quote\"back\\slash/", "a longer text that takes more than one word of eight bytes", "ABC", "\u{0}", "xyz x",
    ]

    /// A JSON string; some characters are written as escapes that they don't need.
    private mutating func string(_ text: String) -> String {
        let escapes = entropy.chance(1, in: 5)
        var result = "\""
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || escapes && entropy.chance(1, in: 2) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: entropy.chance(1, in: 2))
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Breaks a text in one place.
    private mutating func damage(_ bytes: inout [UInt8]) {
        let index = Int(entropy.next() % UInt64(bytes.count))
        switch entropy.below(5) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = UInt8(truncatingIfNeeded: entropy.next())
        case 2: bytes.insert(UInt8(truncatingIfNeeded: entropy.next()), at: index)
        case 3: bytes.removeSubrange(index...)
        default: bytes.insert(contentsOf: Array(entropy.pick([",", "}", "\"", "01", "\\ud800", "[", "NaN"]).utf8), at: index)
        }
    }
}
