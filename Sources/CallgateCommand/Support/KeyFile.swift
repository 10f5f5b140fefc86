import Callgate

/// Ed25519 keys in files: a word that says which kind it is, then 64 hexadecimal digits, 32 bytes.
enum KeyFile {
    /// The word tells a published key from a secret one: either would do as bytes to sign with.
    enum Kind: String {
        case secret = "callgate-private-key"
        case open = "callgate-public-key"

        var name: String { self == .secret ? "private" : "public" }
        var other: Kind { self == .secret ? .open : .secret }
    }

    static func read(_ path: String, _ kind: Kind) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: 4096)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        let words = bytes.split { $0 <= 0x20 }
        if words.first?.elementsEqual(kind.other.rawValue.utf8) == true {
            throw CommandFailure(
                "error: \(path): this is a \(kind.other.name) key, a \(kind.name) one is wanted")
        }
        guard words.count == 2, words[0].elementsEqual(kind.rawValue.utf8), let key = key(words[1]) else {
            throw CommandFailure(
                "error: \(path): expected a \(kind.name) key of 64 hexadecimal digits; `callgate keygen` makes a pair")
        }
        return key
    }

    static func text(_ key: [UInt8], _ kind: Kind) -> String {
        let digits = key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(kind.rawValue) \(digits)\n"
    }

    private static func key(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        let values = digits.compactMap(digit)
        guard digits.count == 64, values.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        case 0x41...0x46: byte - 0x41 + 10
        default: nil
        }
    }
}
