import Callgate

/// Ed25519 keys in files: 64 hexadecimal digits, 32 bytes.
enum KeyFile {
    static func read(_ path: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: 4096)
        } catch {
            throw CommandFailure("error: \(error)")
        }
        let digits = bytes.filter { $0 > 0x20 }
        var key: [UInt8] = []
        for pair in stride(from: 0, to: digits.count - 1, by: 2) {
            guard let high = digit(digits[pair]), let low = digit(digits[pair + 1]) else {
                key = []
                break
            }
            key.append(high << 4 | low)
        }
        guard digits.count == 64, key.count == 32 else {
            throw CommandFailure(
                "error: \(path): expected a key of 64 hexadecimal digits; `callgate keygen` makes a pair")
        }
        return key
    }

    static func text(_ key: [UInt8]) -> String {
        key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
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
