import CallgateLanguage

/// Decodes a scalar from the bytes of its document once more, to learn where each byte of its
/// value comes from; libyaml tells where the scalar begins and what it means, no more.
///
/// What libyaml says is what holds. The decoder follows the source as long as it yields the same
/// bytes; where it doesn't, every offset is the scalar's start: coarse, but not wrong. Takes time
/// linear in the scalar's source.
struct ScalarDecoder {
    let source: [UInt8]
    let end: Int
    let value: [UInt8]
    var position: Int
    var offsets: [Int] = []
    /// Whether something was decoded that is not what libyaml says.
    var hasDiverged = false

    /// The value of a scalar with its offsets in the document.
    static func decode(_ scalar: YAMLScalar, in source: [UInt8]) -> MappedText {
        var decoder = ScalarDecoder(scalar, source)
        switch scalar.style {
        case .plain: decoder.decodePlain()
        case .singleQuoted: decoder.decodeSingleQuoted()
        case .doubleQuoted: decoder.decodeDoubleQuoted()
        case .literal, .folded: decoder.decodeBlock(isFolded: scalar.style == .folded)
        }
        guard !decoder.hasDiverged, decoder.isFinished else {
            let start = scalar.source.lowerBound
            return MappedText(
                bytes: scalar.bytes, offsets: Array(repeating: start, count: scalar.bytes.count + 1))
        }
        decoder.offsets.append(min(decoder.position, decoder.end))
        return MappedText(bytes: scalar.bytes, offsets: decoder.offsets)
    }

    private init(_ scalar: YAMLScalar, _ source: [UInt8]) {
        self.source = source
        end = min(scalar.source.upperBound, source.count)
        value = scalar.bytes
        position = scalar.source.lowerBound
        offsets.reserveCapacity(value.count + 1)
    }

    /// Whether the whole value has been accounted for.
    var isFinished: Bool { offsets.count == value.count }

    /// Whether decoding goes on.
    var isRunning: Bool { !hasDiverged && !isFinished && position < end }

    /// The byte at a distance from the position, 0 past the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < end ? source[position + distance] : 0
    }

    /// Notes that the value goes on with a byte that comes from an offset.
    mutating func emit(_ byte: UInt8, from offset: Int) {
        guard offsets.count < value.count, value[offsets.count] == byte else {
            hasDiverged = true
            return
        }
        offsets.append(offset)
    }

    mutating func emit(_ scalar: Unicode.Scalar, from offset: Int) {
        for byte in Array(String(scalar).utf8) { emit(byte, from: offset) }
    }

    /// Takes the byte at the position as it is.
    mutating func copy() {
        emit(source[position], from: position)
        position += 1
    }

    /// Passes one line end: CRLF, LF or CR.
    mutating func skipBreak() {
        position += peek() == 0x0D && peek(1) == 0x0A ? 2 : 1
    }

    mutating func skipBlanks() {
        while position < end, source[position].isBlank { position += 1 }
    }

    /// Folds the white space at the position as plain and quoted scalars do: blanks within a line stay;
    /// one line end is a space, each further one a line feed; blanks around them vanish.
    /// - Parameter isEscaped: whether a backslash before the first line end makes that one vanish.
    mutating func fold(isEscaped: Bool = false) {
        let start = position
        skipBlanks()
        guard position < end, source[position].isBreak else {
            // A plain scalar ends before its blanks, a quoted one after them.
            position = start
            while isRunning, source[position].isBlank { copy() }
            return
        }
        let first = position
        skipBreak()
        skipBlanks()
        var hasMore = false
        while position < end, source[position].isBreak {
            emit(0x0A, from: position)
            hasMore = true
            skipBreak()
            skipBlanks()
        }
        if !hasMore, !isEscaped { emit(0x20, from: first) }
    }
}
