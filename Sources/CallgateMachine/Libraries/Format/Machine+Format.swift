internal import CallgateBytecode

extension Machine {
    /// `text.format(list)`: the text with the list's elements, in their order, in place of its
    /// clauses. The first clause that is wrong, or whose element is, decides.
    mutating func format(_ text: Slot, _ list: Slot) -> Slot {
        guard text.isKind(.string), list.isKind(.list) else {
            return error(.noSuchOverload, text, list)
        }
        let span = bytes(of: text)
        var result = TextBuilder()
        var elements = ElementWalk(list, call)
        var start = 0
        var index = 0
        while index < span.count {
            guard span[index] == UInt8(ascii: "%") else {
                index &+= 1
                continue
            }
            guard append(span.slice(start, index &- start), to: &result) else { return .null }
            index &+= 1
            start = index
            if span.peek(index) == UInt8(ascii: "%") {
                // The second of the two starts the text that follows.
                index &+= 1
                continue
            }
            guard let clause = FormatClause(span, &index), let element = next(&elements) else {
                return trap == nil ? error(.invalidArgument, text, list) : .null
            }
            start = index
            if let failure = append(element, clause, to: &result) { return failure }
            guard trap == nil else { return .null }
        }
        guard append(span.slice(start, span.count &- start), to: &result) else { return .null }
        return finish(result)
    }

    /// - Returns: why the clause can't show the value, or nil; also nil at a trap.
    private mutating func append(
        _ value: Slot, _ clause: FormatClause, to text: inout TextBuilder
    ) -> Slot? {
        if value.isKind(.error) { return value }
        switch clause.letter {
        case UInt8(ascii: "s"):
            if let failure = valueWithoutText(in: value, depth: 0) { return failure }
            appendText(value, to: &text)
            return nil
        case UInt8(ascii: "d"): return appendDecimal(value, to: &text)
        case UInt8(ascii: "f"), UInt8(ascii: "e"): return appendDouble(value, clause, to: &text)
        case UInt8(ascii: "b"): return appendDigits(value, bits: 1, letters: 0, to: &text)
        case UInt8(ascii: "o"): return appendDigits(value, bits: 3, letters: 0, to: &text)
        default:
            // Digits from ten on: x has a to f, X has A to F.
            let letters = clause.letter &- UInt8(ascii: "x") &+ UInt8(ascii: "a")
            if value.isKind(.string) || value.isKind(.bytes) {
                return appendHexadecimal(bytes(of: value), letters: letters, to: &text)
            }
            return appendDigits(value, bits: 4, letters: letters, to: &text)
        }
    }

    /// `%d`
    private mutating func appendDecimal(_ value: Slot, to text: inout TextBuilder) -> Slot? {
        switch value.kind {
        case .int, .uint, .double: appendText(value, to: &text)
        default: return error(.invalidArgument, value)
        }
        return nil
    }

    /// `%f` and `%e`
    private mutating func appendDouble(
        _ value: Slot, _ clause: FormatClause, to text: inout TextBuilder
    ) -> Slot? {
        let number: Double
        switch value.kind {
        case .int: number = Double(value.int)
        case .uint: number = Double(value.payload)
        case .double: number = value.double
        default: return error(.invalidArgument, value)
        }
        guard number.isFinite else {
            appendNotFinite(number, to: &text)
            return nil
        }
        guard spend(DecimalWriter.placesCost) else { return nil }
        _ = append(atMost: DecimalWriter.longestText, to: &text) {
            if clause.letter == UInt8(ascii: "f") {
                DecimalWriter.write(number, places: clause.precision, to: &$0)
            } else {
                DecimalWriter.writeScientific(number, places: clause.precision, to: &$0)
            }
        }
        return nil
    }

    /// `%b`, `%o`, `%x` and `%X` of a number: a minus sign and the magnitude.
    ///
    /// - Parameters:
    ///   - bits: of one digit.
    ///   - letters: the digit for ten.
    private mutating func appendDigits(
        _ value: Slot, bits: UInt64, letters: UInt8, to text: inout TextBuilder
    ) -> Slot? {
        let magnitude: UInt64
        switch value.kind {
        case .int: magnitude = value.int.magnitude
        case .uint: magnitude = value.payload
        case .bool where bits == 1: magnitude = value.payload
        default: return error(.invalidArgument, value)
        }
        let isNegative = value.isKind(.int) && value.int < 0
        _ = append(atMost: 65, to: &text) { buffer in
            if isNegative { buffer.append("-") }
            let digits = UInt64(max(64 &- magnitude.leadingZeroBitCount, 1))
            var shift = (digits &+ bits &- 1) / bits &* bits
            while shift > 0 {
                shift &-= bits
                let digit = UInt8(truncatingIfNeeded: magnitude &>> shift & (1 &<< bits &- 1))
                buffer.append(byte: Self.digit(digit, letters))
            }
        }
        return nil
    }

    /// `%x` and `%X` of a string or of bytes: two digits a byte.
    private mutating func appendHexadecimal(
        _ bytes: ByteSpan, letters: UInt8, to text: inout TextBuilder
    ) -> Slot? {
        _ = append(atMost: 2 &* bytes.count, to: &text) { buffer in
            for index in 0..<bytes.count {
                buffer.append(byte: Self.digit(bytes[index] &>> 4, letters))
                buffer.append(byte: Self.digit(bytes[index] & 0xF, letters))
            }
        }
        return nil
    }

    @inline(__always)
    private static func digit(_ value: UInt8, _ letters: UInt8) -> UInt8 {
        value < 10 ? 0x30 &+ value : letters &+ value &- 10
    }
}
