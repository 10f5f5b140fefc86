/// Bytes as hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var result = String.UnicodeScalarView()
    for byte in bytes { result += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(result)
}

/// A number as 16 hexadecimal digits.
func hexadecimal(_ value: UInt64) -> String {
    hexadecimal((0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) })
}
