import Foundation
import Testing

/// The counts of `spec/performance.md` are those of the committed baseline, within the one per cent that the gate on
/// counts lets pass.
@Suite("Counts that are written down are those that are measured")
struct FiguresTests {
    private struct Baseline: Decodable {
        struct Counts: Decodable { var instructions: Double }
        var benchmarks: [String: Counts]
    }

    private static let counts: [String: Double] = {
        do {
            let data = try Data(contentsOf: Tree.root.appending(path: "Benchmarks/baseline.json"))
            return try JSONDecoder().decode(Baseline.self, from: data).benchmarks.mapValues(\.instructions)
        } catch {
            fatalError("Benchmarks/baseline.json: \(error)")
        }
    }()

    /// The benchmarks that the document names, with the counts that it gives.
    private static func figures() throws -> [(name: String, count: Double)] {
        let text = try String(contentsOf: Tree.root.appending(path: "spec/performance.md"), encoding: .utf8)
        var header: [String] = []
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            guard line.hasPrefix("|") else {
                header = []
                return [(name: String, count: Double)]()
            }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if header.isEmpty { header = cells }
            return named(cells) + sized(cells, header)
        }
    }

    /// `decide/large_refund` | count, `add` … | count for an opcode, and `field` | rules | count | ns | rules | count.
    private static func named(_ cells: [String]) -> [(name: String, count: Double)] {
        cells.indices.dropLast().flatMap { place in
            guard let name = cells[place].wholeMatch(of: /`([A-Za-z_\/]+)`(?: …)?/).map({ String($0.1) }),
                let first = number(cells[place + 1])
            else { return [(name: String, count: Double)]() }
            if counts[name] != nil || name.contains("/") { return [(name, first)] }
            if counts["opcode/\(name)"] != nil { return [("opcode/\(name)", first)] }
            guard cells.count > place + 5, let last = number(cells[place + 4]) else { return [] }
            return [("\(name)/\(Int(first))", number(cells[place + 2])), ("\(name)/\(Int(last))", number(cells[place + 5]))]
                .compactMap { name, count in count.map { (name, $0) } }
        }
    }

    /// Rows that a number of tools or bytes begins.
    private static func sized(_ cells: [String], _ header: [String]) -> [(name: String, count: Double)] {
        guard cells.count > 2, let size = number(cells[0]), let first = number(cells[1]) else { return [] }
        if header[0].hasPrefix("tools") { return [("tools/\(Int(size))_hot", first)] }
        guard header[0] == "bytes", let second = number(cells[2]) else { return [] }
        let name = size < 1_000 ? "\(Int(size))" : size < 1e6 ? "\(Int(size / 1e3))k" : "\(Int(size / 1e6))M"
        return [("size/\(name)_text", first), ("size/\(name)_nested", second)]
    }

    private static func number(_ cell: String) -> Double? { Double(cell.replacing(",", with: "")) }

    @Test("Each is within one per cent")
    func counts() throws {
        let figures = try Self.figures()
        for figure in figures {
            guard let count = Self.counts[figure.name] else {
                Issue.record("no benchmark is called \(figure.name)")
                continue
            }
            #expect(abs(figure.count - count) <= max(count / 100, 0.5), "\(figure.name): \(figure.count), measured \(count)")
        }
    }

    @Test("Every opcode and every decision is there")
    func complete() throws {
        let named = Set(try Self.figures().map(\.name))
        let wanted = Self.counts.keys.filter { name in
            ["opcode/", "decide/", "slots/", "line/", "size/", "load/", "compile/"].contains { name.hasPrefix($0) }
        }
        #expect(wanted.count > 90)
        #expect(Set(wanted).subtracting(named).sorted() == [])
    }
}
