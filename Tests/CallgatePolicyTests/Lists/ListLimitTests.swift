import CallgateLanguage
import Testing

@testable import CallgatePolicy

/// The limits of lists, at, under and over.
@Suite struct ListLimitTests {
    @Test func values() throws {
        let most = PolicyLimits.listValues
        #expect(try ListValues(repeatElement(.null, count: most - 1)).count == most - 1)
        var values = try ListValues(repeatElement(.null, count: most))
        #expect(throws: ListError.tooManyValues) { try values.append(.null) }
        #expect(throws: ListError.tooManyValues) { try values.append(text: [0x61]) }
        #expect(values.count == most)
    }

    @Test func bytesOfTexts() throws {
        var values = ListValues()
        try values.append(text: [UInt8](repeating: 0x61, count: PolicyLimits.listBytes - 1)[...])
        #expect(throws: ListError.tooManyBytes) { try values.append(text: [0x61, 0x61]) }
        try values.append(text: [0x61])
        #expect(throws: ListError.tooManyBytes) { try values.append(text: [0x61]) }
        #expect(values.count == 2)
    }

    @Test(arguments: [-1, 0, 1]) func lists(_ more: Int) {
        let lines = (0..<PolicyLimits.lists + more).map { "  l\($0): []" }.joined(separator: "\n")
        let found = errors(listing(lines)).map(\.message)
        #expect(found == (more > 0 ? ["the policy has more than 256 lists"] : []))
    }

    @Test(arguments: [-1, 0, 1]) func names(_ more: Int) {
        let name = String(repeating: "n", count: PolicyLimits.nameBytes + more)
        #expect(errors(listing("  \(name): []")).isEmpty == (more <= 0))
    }

    @Test(arguments: [-1, 0, 1]) func paths(_ more: Int) {
        let path = String(repeating: "n", count: PolicyLimits.pathBytes + more - 4) + ".txt"
        #expect(errors([listing("  a: {file: \(path)}")], files: [path: []]).isEmpty == (more <= 0))
    }

    @Test(arguments: [-1, 0, 1]) func columns(_ more: Int) {
        let width = PolicyLimits.columns + more
        let row = Array(String(repeating: ",", count: width - 1).utf8)
        let found = errors([listing("  a: {file: x.csv, column: \(width)}")], files: ["x.csv": row])
        #expect(found.map(\.message) == (more > 0 ? ["`column` is 1 to 65536"] : []))
    }

    @Test func bytesOfAFile() {
        // A file at the limit is read; its one line is a comment.
        let most = [UInt8](repeating: UInt8(ascii: "#"), count: PolicyLimits.listBytes)
        #expect(errors([listing("  a: {file: x.txt}")], files: ["x.txt": most]).isEmpty)
        let found = errors([listing("  a: {file: x.txt}")], files: ["x.txt": most + [0x0A]])
        #expect(found.map(\.message) == ["the file `dir/x.txt` has 134217729 bytes; the limit is 134217728"])
        #expect(found[0].file == "0.yaml" && found[0].line == 2 && found[0].column == 13)
        #expect(problem(most + [0x0A], as: .text).contains("the file has 134217729 bytes"))
    }

    /// A reader of two lists that has little left of what all lists may have together.
    private func found(bytesLeft: Int, valuesLeft: Int) -> [String] {
        let text = DocumentText(name: "d", bytes: Array(listing("  a: {file: a.txt}\n  b: {file: b.txt}").utf8))
        var reader = PolicyReader([text], toolTexts: [], findings: Findings())
        reader.listBytesLeft = bytesLeft
        reader.listValuesLeft = valuesLeft
        reader.readLists(of: [text]) { file throws(ListFileError) in
            PolicyDocumentSource(name: file.path, text: "x\ny\n")
        }
        return reader.findings.diagnostics(.error, in: reader.texts).0.map(\.message)
    }

    @Test func allLists() {
        #expect(found(bytesLeft: 8, valuesLeft: 4) == [])
        #expect(found(bytesLeft: 9, valuesLeft: 5) == [])
        #expect(found(bytesLeft: 7, valuesLeft: 4) == ["the files of lists have more than 268435456 bytes together"])
        #expect(found(bytesLeft: 8, valuesLeft: 3) == ["the lists have more than 8388608 values together"])
    }
}
