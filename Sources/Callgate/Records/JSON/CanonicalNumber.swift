extension LineBuffer {
    /// Appends the canonical form of the number that a text starts with.
    /// - Returns: how long the number is in the text; nil where it is none.
    mutating func appendCanonicalNumber(_ text: UnsafeRawBufferPointer) -> Int? {
        var position = 0
        // Everything is read within the text.
        func current() -> UInt8 { unsafe position < text.count ? text[position] : 0 }
        func digits() -> Int {
            let start = position
            while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current()) { position += 1 }
            return position - start
        }
        if current() == UInt8(ascii: "-") { position += 1 }
        let isZero = current() == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !isZero else { return nil }
        var isInteger = true
        if current() == UInt8(ascii: ".") {
            position += 1
            isInteger = false
            guard digits() > 0 else { return nil }
        }
        if current() | 0x20 == UInt8(ascii: "e") {
            position += 1
            isInteger = false
            if current() == UInt8(ascii: "+") || current() == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { return nil }
        }
        let number = unsafe UnsafeRawBufferPointer(rebasing: text[..<position])
        if isInteger, !isZero {
            unsafe append(number)
        } else if isInteger {
            append(UInt8(ascii: "0"))
        } else if let value = unsafe Double(String(decoding: number, as: UTF8.self)), value.isFinite {
            append(canonical: value)
        } else {
            unsafe append(number)
        }
        return position
    }

    /// A number as ECMAScript's Number::toString writes it.
    /// - Parameter value: finite.
    mutating func append(canonical value: Double) {
        guard value != 0 else { return append(UInt8(ascii: "0")) }
        if value < 0 { append(UInt8(ascii: "-")) }
        let (digits, point) = Self.shortest(value.magnitude)
        let count = digits.count
        switch point {
        case count...21:
            append(digits[...])
            for _ in count..<point { append(UInt8(ascii: "0")) }
        case 1...21:
            append(digits[..<point])
            append(UInt8(ascii: "."))
            append(digits[point...])
        case -5...0:
            append("0.")
            for _ in point..<0 { append(UInt8(ascii: "0")) }
            append(digits[...])
        default:
            append(digits[0])
            if count > 1 {
                append(UInt8(ascii: "."))
                append(digits[1...])
            }
            append(UInt8(ascii: "e"))
            append(point > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
            append(Int((point - 1).magnitude))
        }
    }

    private mutating func append(_ digits: ArraySlice<UInt8>) {
        for digit in digits { append(digit) }
    }

    /// The fewest digits that tell a number from its neighbours, and the nearest of those.
    ///
    /// Swift's own description has the digits that ECMAScript asks for, in another layout.
    /// - Returns: the digits, and where the point stands: the value is 0.digits times ten to its power.
    private static func shortest(_ value: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(value.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        var place = (point ?? digits.count) + exponent
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        place -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, place)
    }
}
