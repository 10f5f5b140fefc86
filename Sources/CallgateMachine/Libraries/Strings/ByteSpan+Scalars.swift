// UTF-8 text by its scalar values. The text is valid: it is a string's.
extension ByteSpan {
    /// Where the scalar value of an index starts; the length for the index after the last one,
    /// nil past that and below 0.
    ///
    /// - Complexity: linear in what stands before it, eight bytes a step.
    func offset(ofScalar index: Int64) -> Int? {
        guard index >= 0, index <= Int64(count) else { return nil }
        var left = Int(index)
        var offset = 0
        while left >= 8, offset &+ 8 <= count {
            let word = word(offset)
            // A continuation byte is 10xxxxxx: top bit set, next bit clear.
            let continuing = (word &>> 7) & ~(word &>> 6) & 0x0101_0101_0101_0101
            left &-= 8 &- continuing.nonzeroBitCount
            offset &+= 8
        }
        while offset < count {
            if self[offset] & 0xC0 != 0x80 {
                if left == 0 { return offset }
                left &-= 1
            }
            offset &+= 1
        }
        return left == 0 ? count : nil
    }

    /// How many bytes the scalar value that starts at an offset has; 0 at the end.
    @inline(__always)
    func scalarLength(at offset: Int) -> Int {
        guard offset < count else { return 0 }
        let first = self[offset]
        return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    }

    /// Where the scalar value before an offset that is not 0 starts.
    @inline(__always)
    func scalarStart(before offset: Int) -> Int {
        var start = offset &- 1
        while start > 0, self[start] & 0xC0 == 0x80 { start &-= 1 }
        return start
    }

    /// The scalar value that starts at an offset; 0 at the end.
    @inline(__always)
    func scalar(at offset: Int) -> UInt32 {
        let first = UInt32(peek(offset))
        func next(_ index: Int) -> UInt32 { UInt32(peek(offset &+ index) & 0x3F) }
        return switch scalarLength(at: offset) {
        case 0, 1: first
        case 2: (first & 0x1F) &<< 6 | next(1)
        case 3: (first & 0x0F) &<< 12 | next(1) &<< 6 | next(2)
        default: (first & 0x07) &<< 18 | next(1) &<< 12 | next(2) &<< 6 | next(3)
        }
    }
}
