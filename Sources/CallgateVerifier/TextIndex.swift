/// Where the data section is not UTF-8: made in one pass, so that many texts over the same bytes cost
/// no more than their number.
struct TextIndex {
    /// Offsets of bytes that belong to no well-formed sequence, ascending.
    private let faults: [Int]

    init(_ data: UnsafeRawBufferPointer) {
        var faults: [Int] = []
        var index = 0
        while index < data.count {
            // Most texts are ASCII.
            while index + 8 <= data.count,
                unsafe data.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
            }
            guard index < data.count else { break }
            let length = unsafe Self.sequenceLength(data, at: index)
            if length == 0 { faults.append(index) }
            index += max(length, 1)
        }
        self.faults = faults
    }

    /// Whether a range of the data, which lies within it, is UTF-8 on its own.
    func isText(_ range: Range<Int>, in data: UnsafeRawBufferPointer) -> Bool {
        guard !range.isEmpty else { return true }
        // A sequence that the range starts within, or that it cuts off, is none.
        guard unsafe data[range.lowerBound] & 0xC0 != 0x80 else { return false }
        var last = range.upperBound - 1
        while last > range.lowerBound, unsafe data[last] & 0xC0 == 0x80 { last -= 1 }
        guard unsafe last + Self.sequenceLength(data, at: last) == range.upperBound else { return false }
        var low = 0
        var high = faults.count
        while low < high {
            let middle = (low + high) / 2
            if faults[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low == faults.count || faults[low] >= range.upperBound
    }

    /// The length of the well-formed sequence at a place, by Unicode's table 3-7; 0 for none.
    private static func sequenceLength(_ data: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = unsafe data[index]
        if first < 0x80 { return 1 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, index + length <= data.count else { return 0 }
        let second = unsafe data[index + 1]
        let low: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
        let high: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
        guard second >= low, second <= high else { return 0 }
        for follower in 2..<max(length, 2) {
            guard unsafe data[index + follower] & 0xC0 == 0x80 else { return 0 }
        }
        return length
    }
}
