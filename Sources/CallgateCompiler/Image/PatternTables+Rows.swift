import CallgateBytecode
import CallgateRegex

extension PatternTables {
    /// Bytes of rows of two bytes a step: half of what a core's first cache holds.
    private static let mostPairBytes = 16_384
    /// Bytes of all tables up to which there are such rows: they are five times as large as others.
    private static let mostTableBytes = 1 << 20

    /// A DFA in rows, or nil where its states have too large numbers for that.
    ///
    /// - Parameters:
    ///   - literal: a text that each match has in it, where it lies, and which of its bytes is rare.
    ///   - start: how many bytes of tables there are already.
    static func rows(_ dfa: DFA, literal: (text: TextRef, rareByte: Int)?, at start: Int) -> [UInt8]? {
        let classes = dfa.classCount
        let pairs = RowHeader(classes: classes, states: dfa.stateCount, start: 0, stride: 2)
        let isSmall = 2 * pairs.rowLength * dfa.stateCount <= mostPairBytes && start < mostTableBytes
        let stride = isSmall ? 2 : 1
        var header = RowHeader(
            classes: classes, states: dfa.stateCount, start: 0, stride: stride,
            literal: literal?.text ?? .empty, rareByte: literal?.rareByte ?? 0)
        let length = header.rowLength
        guard length * dfa.stateCount <= 1 << 16 else { return nil }
        header.start = UInt16(Int(dfa.start) * length)
        var bytes: [UInt8] = []
        for half in [header.classes, header.states, header.start, header.stride] { bytes += self.bytes(half) }
        for word in [header.literal.offset, header.literal.length, header.rareByte, header.reserved] {
            bytes += self.bytes(word)
        }
        bytes += dfa.classOf
        func next(_ state: Int, _ byteClass: Int) -> Int { Int(dfa.transitions[state * classes + byteClass]) }
        for state in 0..<dfa.stateCount {
            if stride == 2 {
                for first in 0..<classes {
                    let middle = next(state, first)
                    for second in 0..<classes { bytes += self.bytes(UInt16(next(middle, second) * length)) }
                }
            }
            for byteClass in 0..<classes { bytes += self.bytes(UInt16(next(state, byteClass) * length)) }
            bytes += self.bytes(UInt16(dfa.acceptAtEnd[state] == 0 ? 0 : 1))
        }
        return bytes
    }

    /// Which byte of a text is rarest in what calls hold: names, addresses and words.
    static func rareByte(_ text: [UInt8]) -> Int {
        text.indices.min { frequency(text[$0]) < frequency(text[$1]) } ?? 0
    }

    private static let common = Array("etaoinsrhldcumfpgwybvk /.-_:0123456789xjqz@".utf8)

    private static func frequency(_ byte: UInt8) -> Int {
        common.firstIndex(of: byte).map { common.count - $0 } ?? 0
    }
}
