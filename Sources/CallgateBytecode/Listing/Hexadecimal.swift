/// Bytes as hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".unicodeScalars)
    var result = String.UnicodeScalarView()
    for byte in bytes { result += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(result)
}

/// A number as hexadecimal digits, two for each of its bytes.
func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(_ value: Number) -> String {
    let bytes = (0..<Number.bitWidth / 8).reversed()
    return hexadecimal(bytes.map { UInt8(truncatingIfNeeded: value >> Number($0 * 8)) })
}
