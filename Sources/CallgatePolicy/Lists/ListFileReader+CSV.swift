import CallgateLanguage

/// RFC 4180, in UTF-8; lines end with CRLF or LF.
extension ListFileReader {
    /// A field as it stands: between its quotes, where it has some.
    private struct Field {
        var content: Range<Int>
        /// Whether two quotes in it stand for one.
        var hasEscapes = false
    }

    /// Takes one field of each row. Empty ones are left out, as empty lines of a text are.
    mutating func readRows(_ column: ListColumn) throws(Failure) {
        values.reserveCapacity(min(bytes.count / 32, PolicyLimits.listValues), bytes: bytes.count / 2)
        var place = 0
        var row: [Field] = []
        var wanted = 0
        var width: Int?
        while place < bytes.count {
            let start = place
            try readRow(&row, at: &place)
            if let width {
                guard row.count == width else { throw ragged(row.count, width, start) }
            } else {
                width = row.count
                wanted = try index(of: column, in: row)
                if case .name = column { continue }
            }
            try append(row[wanted])
        }
        if width == nil, case .name(let name) = column { throw missing(name, in: []) }
    }

    private func ragged(_ count: Int, _ width: Int, _ start: Int) -> Failure {
        Failure(
            message: "this row has \(count) field\(count == 1 ? "" : "s"), the first one has \(width)",
            range: SourceRange(start, start))
    }

    /// Which field of a row is wanted.
    private func index(of column: ListColumn, in first: [Field]) throws(Failure) -> Int {
        switch column {
        case .number(let number):
            guard number <= first.count else {
                throw Failure(
                    message: "there is no column \(number): the first row has \(first.count)", range: SourceRange(0, 0))
            }
            return number - 1
        case .name(let name):
            let found = first.indices.filter { text(of: first[$0]).elementsEqual(name.utf8) }
            guard let index = found.first else { throw missing(name, in: first) }
            guard found.count == 1 else {
                throw Failure(
                    message: "two columns are called `\(PolicyReader.shortened(name))`",
                    range: range(of: first[found[1]]), suggestion: "name the column by its number")
            }
            return index
        }
    }

    private func missing(_ name: String, in first: [Field]) -> Failure {
        let names = first.prefix(PolicyLimits.diagnostics).map { String(decoding: text(of: $0), as: UTF8.self) }
        let message = "the first row has no column `\(PolicyReader.shortened(name))`"
        return Failure(message: message, range: SourceRange(0, 0), suggestion: nearest(to: name, among: names))
    }

    private func range(of field: Field) -> SourceRange {
        SourceRange(field.content.lowerBound, field.content.upperBound)
    }

    private func text(of field: Field) -> [UInt8] {
        let content = bytes[field.content]
        guard field.hasEscapes else { return Array(content) }
        var text: [UInt8] = []
        var isSecond = false
        for byte in content {
            isSecond = byte == UInt8(ascii: "\"") && !isSecond
            if byte != UInt8(ascii: "\"") || isSecond { text.append(byte) }
        }
        return text
    }

    private mutating func append(_ field: Field) throws(Failure) {
        guard !field.content.isEmpty else { return }
        guard field.hasEscapes else { return try append(field.content, at: field.content.lowerBound) }
        do {
            try values.append(text: text(of: field)[...])
        } catch {
            throw Failure(message: "\(error)", range: range(of: field))
        }
    }

    /// Reads one row with its line end.
    private func readRow(_ row: inout [Field], at place: inout Int) throws(Failure) {
        row.removeAll(keepingCapacity: true)
        while true {
            row.append(try readField(at: &place))
            guard place < bytes.count else { return }
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: ",") { continue }
            if byte == 0x0D { place += 1 }
            return
        }
    }

    /// Reads one field, up to the comma or line end behind it.
    private func readField(at place: inout Int) throws(Failure) -> Field {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return try readPlain(at: &place) }
        let start = place
        var hasEscapes = false
        place += 1
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "\"") else {
                place += 1
                continue
            }
            if place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") {
                hasEscapes = true
                place += 2
                continue
            }
            let content = start + 1..<place
            place += 1
            guard isEnd(place) else {
                throw Failure(
                    message: "behind the closing quote, a comma or the end of the line is expected",
                    range: SourceRange(place, place + 1), suggestion: "write a quote in quotes twice")
            }
            return Field(content: content, hasEscapes: hasEscapes)
        }
        throw Failure(message: "the quote that opens here is not closed", range: SourceRange(start, start + 1))
    }

    private func readPlain(at place: inout Int) throws(Failure) -> Field {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: ","), !bytes[place].isBreak {
            guard bytes[place] != UInt8(ascii: "\"") else {
                throw Failure(
                    message: "a quote stands within a field that has none at its start",
                    range: SourceRange(place, place + 1),
                    suggestion: "put the whole field in quotes, and write the quote in it twice")
            }
            place += 1
        }
        guard isEnd(place) else { throw loneReturn(place) }
        return Field(content: start..<place)
    }

    /// Whether a field ends here.
    private func isEnd(_ place: Int) -> Bool {
        guard place < bytes.count else { return true }
        if bytes[place] == 0x0D { return place + 1 < bytes.count && bytes[place + 1] == 0x0A }
        return bytes[place] == UInt8(ascii: ",") || bytes[place] == 0x0A
    }
}
