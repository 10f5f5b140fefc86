/// Whether bytes are well-formed UTF-8, by Unicode's table 3-7.
enum UTF8Check {
    static func isValid(_ bytes: ByteSpan) -> Bool {
        var scanner = JSONScanner(bytes)
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index &+= 1
            } else {
                guard scanner.multibyte(&index) else { return false }
            }
        }
        return true
    }
}
