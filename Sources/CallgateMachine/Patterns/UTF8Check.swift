/// Whether bytes are well-formed UTF-8, by Unicode's table 3-7.
enum UTF8Check {
    @inline(__always)
    static func isValid(_ bytes: ByteSpan) -> Bool { bytes.isASCII || isWellFormed(bytes) }

    @inline(never)
    private static func isWellFormed(_ bytes: ByteSpan) -> Bool {
        var scanner = JSONScanner(bytes)
        var index = 0
        while index < bytes.count {
            if index &+ 8 <= bytes.count, bytes.word(index) & 0x8080_8080_8080_8080 == 0 {
                index &+= 8
            } else if bytes[index] < 0x80 {
                index &+= 1
            } else {
                guard scanner.multibyte(&index) else { return false }
            }
        }
        return true
    }
}
