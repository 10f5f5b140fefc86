/// Reads a file in the form of RFC 8536, TZif.
struct ZoneFileReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The counts in a header.
    private struct Header {
        var version: UInt8
        var isUTCount, isStandardCount, leapCount, timeCount, typeCount, nameCount: Int

        /// Bytes of the block behind it, whose times have so many bytes.
        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + nameCount + leapCount * (timeSize + 4)
                + isStandardCount + isUTCount
        }
    }

    mutating func rules() throws(ZoneDatabase.Failure) -> ZoneRules {
        let first = try header()
        guard first.version > 0 else { return try block(first, timeSize: 4, footer: false) }
        // Version 1's block is for readers of 32 bits; the same stands once more behind it.
        try skip(first.blockSize(timeSize: 4))
        return try block(try header(), timeSize: 8, footer: true)
    }

    private mutating func block(
        _ header: Header, timeSize: Int, footer: Bool
    ) throws(ZoneDatabase.Failure) -> ZoneRules {
        guard header.leapCount == 0 else { throw .damaged("it counts leap seconds") }
        guard header.typeCount > 0 else { throw .damaged("it has no offsets") }
        var times: [Int64] = []
        for _ in 0..<header.timeCount { times.append(try number(timeSize)) }
        var kinds: [Int] = []
        for _ in 0..<header.timeCount { kinds.append(Int(try number(1)) & 0xFF) }
        var offsets: [Int] = []
        for _ in 0..<header.typeCount {
            let offset = Int(try number(4))
            guard abs(offset) < 93_600 else { throw .damaged("an offset of \(offset) seconds") }
            offsets.append(offset)
            try skip(2)
        }
        try skip(header.nameCount + header.isStandardCount + header.isUTCount)
        var shifts: [ZoneRules.Shift] = []
        for (time, kind) in zip(times, kinds) {
            guard kind < offsets.count else { throw .damaged("offset \(kind) of \(offsets.count)") }
            guard shifts.last.map({ $0.start < time }) ?? true else {
                throw .damaged("its times are not in order")
            }
            shifts.append(ZoneRules.Shift(start: time, offset: offsets[kind]))
        }
        let text = footer ? try line() : []
        guard let rule = try ZoneRule(text) else {
            return ZoneRules(firstOffset: offsets[0], shifts: shifts, cycleStart: nil)
        }
        return rule.continuing(shifts, from: offsets[0])
    }

    private mutating func header() throws(ZoneDatabase.Failure) -> Header {
        guard bytes.count >= place + 44, bytes[place..<place + 4].elementsEqual("TZif".utf8) else {
            throw .damaged("it is no file of the tz database")
        }
        let version = bytes[place + 4]
        place += 20
        var counts: [Int] = []
        for _ in 0..<6 {
            let count = Int(try number(4))
            guard count >= 0, count <= ZoneDatabase.fileBytes else { throw .damaged("a count of \(count)") }
            counts.append(count)
        }
        return Header(
            version: version, isUTCount: counts[0], isStandardCount: counts[1], leapCount: counts[2],
            timeCount: counts[3], typeCount: counts[4], nameCount: counts[5])
    }

    /// A signed big-endian number.
    private mutating func number(_ size: Int) throws(ZoneDatabase.Failure) -> Int64 {
        guard place + size <= bytes.count else { throw .damaged("it ends too early") }
        var value: Int64 = bytes[place] >= 0x80 ? -1 : 0
        for byte in bytes[place..<place + size] { value = value << 8 | Int64(byte) }
        place += size
        return value
    }

    private mutating func skip(_ count: Int) throws(ZoneDatabase.Failure) {
        guard place + count <= bytes.count else { throw .damaged("it ends too early") }
        place += count
    }

    /// The line of text between two line ends that ends the file.
    private mutating func line() throws(ZoneDatabase.Failure) -> [UInt8] {
        try skip(1)
        let text = bytes[place...].prefix { $0 != UInt8(ascii: "\n") }
        guard bytes[place - 1] == UInt8(ascii: "\n"), text.endIndex < bytes.count else {
            throw .damaged("its last line does not end")
        }
        return Array(text)
    }
}
