import CallgateLanguage

/// Reads the values of a list from a file. The first thing that is wrong ends it.
struct ListFileReader {
    /// What is wrong, and where.
    struct Failure: Error {
        var message: String
        var range: SourceRange
        var suggestion: String?
    }

    let bytes: [UInt8]
    var values = ListValues()

    /// - Parameter bytes: at most ``PolicyLimits/listBytes``.
    /// - Complexity: linear in the bytes.
    static func read(_ bytes: [UInt8], as format: ListFormat) throws(Failure) -> ListValues {
        try checkText(bytes)
        var reader = ListFileReader(bytes: bytes)
        switch format {
        case .text: try reader.readLines()
        case .csv(let column): try reader.readRows(column)
        case .json: try reader.readArray()
        }
        reader.values.areTexts = format != .json
        return reader.values
    }

    /// Refuses what is no UTF-8, byte order marks, and control characters but tabs and line ends.
    private static func checkText(_ bytes: [UInt8]) throws(Failure) {
        if let problem = byteOrderMark(bytes) {
            throw Failure(
                message: problem.message.replacingDocument, range: problem.range, suggestion: problem.suggestion)
        }
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte >= 0x20, byte < 0x7F {
                offset += 1
            } else if byte >= 0x80 {
                guard let (length, _) = decodeScalar(bytes, at: offset) else {
                    let shown = hexadecimal(UInt32(byte), digits: 2)
                    throw Failure(
                        message: "the file is not UTF-8: byte 0x\(shown) at offset \(offset) begins no character",
                        range: SourceRange(offset, offset + 1), suggestion: "save the file as UTF-8")
                }
                offset += length
            } else {
                guard byte.isBlankOrBreak else {
                    throw Failure(
                        message: "the control character U+\(hexadecimal(UInt32(byte), digits: 4)) can't stand in a list",
                        range: SourceRange(offset, offset + 1),
                        suggestion: "where it is needed, write the list as JSON, with an escape")
                }
                offset += 1
            }
        }
    }

    /// One text a line. Blanks around it are no part of it; empty lines and those whose first character
    /// is `#` say nothing.
    private mutating func readLines() throws(Failure) {
        // Most lines are longer than this.
        values.reserveCapacity(min(bytes.count / 16, PolicyLimits.listValues), bytes: bytes.count)
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            let next = end + 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            while start < end, bytes[start].isBlank { start += 1 }
            while start < end, bytes[end - 1].isBlank { end -= 1 }
            if start < end, bytes[start] != UInt8(ascii: "#") {
                if let odd = bytes[start..<end].firstIndex(of: 0x0D) { throw loneReturn(odd) }
                try append(start..<end, at: start)
            }
            start = next
        }
    }

    func loneReturn(_ offset: Int) -> Failure {
        Failure(
            message: "a carriage return stands alone: lines end with LF or CRLF", range: SourceRange(offset, offset + 1))
    }

    /// Appends a text of the file.
    mutating func append(_ range: Range<Int>, at offset: Int) throws(Failure) {
        do {
            try values.append(text: bytes[range])
        } catch {
            throw Failure(message: "\(error)", range: SourceRange(offset, offset))
        }
    }
}

extension ListValues {
    /// The values of a file, for a list that is replaced.
    /// - Throws: one diagnostic, with line and column.
    public init(reading file: PolicyDocumentSource, as format: ListFormat) throws(PolicyErrors) {
        guard file.bytes.count <= PolicyLimits.listBytes else {
            let message = "the file has \(file.bytes.count) bytes; the limit is \(PolicyLimits.listBytes)"
            throw PolicyErrors(diagnostics: [Diagnostic(.error, message, file: file.name)], omittedCount: 0)
        }
        do {
            self = try ListFileReader.read(file.bytes, as: format)
        } catch {
            var findings = Findings()
            findings.report(.error, error.message, in: 0, at: error.range, suggestion: error.suggestion)
            let text = DocumentText(name: file.name, bytes: file.bytes)
            throw PolicyErrors(diagnostics: findings.diagnostics(.error, in: [text]).0, omittedCount: 0)
        }
    }
}

extension String {
    /// Messages about documents, said of a file of a list.
    fileprivate var replacingDocument: String {
        hasPrefix("the document") ? "the file" + dropFirst("the document".count) : self
    }
}
