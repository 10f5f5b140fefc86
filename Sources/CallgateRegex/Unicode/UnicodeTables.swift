/// Properties of scalars as of Unicode 15.0.0, whatever the platform's own tables say, so that a
/// pattern means the same everywhere. `generate.py` describes the encoding.
enum UnicodeTables {
    /// The set that `\p{name}` stands for, or nil where RE2 has no such name. Names are
    /// case-sensitive: a general category of one or two letters, a script, or `Any`.
    static func set(named name: String) -> ScalarSet? {
        if name == "Any" {
            return .all
        }
        if let encoded = categories[name] ?? scripts[name] {
            return ScalarSet(ranges(in: encoded))
        }
        let members = categories.filter { name.utf8.count == 1 && $0.key.utf8.first == name.utf8.first }
        if members.isEmpty {
            return nil
        }
        return ScalarSet(members.values.flatMap { ranges(in: $0) })
    }

    /// All names that ``set(named:)`` knows, sorted.
    static let names: [String] = {
        let letters = Set(categories.keys.map { String($0.prefix(1)) })
        return (Array(categories.keys) + scripts.keys + letters + ["Any"]).sorted()
    }()

    private static let categories = rows(of: encodedCategories)
    private static let scripts = rows(of: encodedScripts)

    private static func rows(of table: String) -> [String: ArraySlice<UInt8>] {
        var rows: [String: ArraySlice<UInt8>] = [:]
        for row in Array(table.utf8).split(separator: UInt8(ascii: "\n")) {
            guard let space = row.firstIndex(of: UInt8(ascii: " ")) else { continue }
            rows[String(decoding: row[..<space], as: UTF8.self)] = row[(space + 1)...]
        }
        return rows
    }

    private static func ranges(in encoded: ArraySlice<UInt8>) -> [ClosedRange<UInt32>] {
        var numbers = EncodedNumbers(encoded)
        var result: [ClosedRange<UInt32>] = []
        var end: UInt32 = 0
        while let gap = numbers.next(), let extent = numbers.next() {
            result.append((end + gap)...(end + gap + extent))
            end += gap + extent + 1
        }
        return result
    }
}

/// Reads the numbers of an encoded table.
struct EncodedNumbers {
    private var digits: ArraySlice<UInt8>

    init(_ digits: ArraySlice<UInt8>) {
        self.digits = digits
    }

    mutating func next() -> UInt32? {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while let digit = digits.popFirst() {
            let bits = Self.value(of: digit)
            value |= (bits & 31) << shift
            shift += 5
            if bits < 32 {
                return value
            }
        }
        return nil
    }

    private static func value(of digit: UInt8) -> UInt32 {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A")) + 10
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 36
        case UInt8(ascii: "-"): 62
        default: 63
        }
    }
}
