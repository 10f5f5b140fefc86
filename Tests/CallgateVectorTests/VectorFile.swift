import Foundation
import Testing

/// A file of test vectors: a policy, and what it decides on calls. `spec/vectors/README.md` has the form.
struct VectorFile: Decodable, Sendable, CustomTestStringConvertible {
    let description: String
    /// The lines of one YAML document.
    let policy: [String]
    let now: String
    let cases: [Case]
    /// The file's name without its ending.
    var name = ""

    var testDescription: String { name }

    private enum CodingKeys: CodingKey { case description, policy, now, cases }

    struct Case: Decodable, Sendable {
        let name: String
        /// One of these three holds the call.
        let call: String?
        let callHex: String?
        let callPieces: [Piece]?
        /// False where the limits of the machine decide, which the reference does not have.
        let reference: Bool?
        let line: String

        private enum CodingKeys: String, CodingKey {
            case name, call, reference, line
            case callHex = "call_hex"
            case callPieces = "call_pieces"
        }
    }

    struct Piece: Decodable, Sendable {
        let text: String
        let times: Int?
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../spec/vectors").standardized

    /// Every file, by name. One that can't be read is missing here, and fails a test of its own.
    static let all: [VectorFile] = names.compactMap { try? VectorFile(named: $0) }

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    init(named name: String) throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        self = try JSONDecoder().decode(VectorFile.self, from: data)
        self.name = name
    }
}

extension VectorFile.Case {
    /// The call's bytes.
    func bytes() throws -> [UInt8] {
        try #require([call != nil, callHex != nil, callPieces != nil].filter { $0 }.count == 1)
        if let call { return Array(call.utf8) }
        if let callPieces {
            return callPieces.flatMap { Array(String(repeating: $0.text, count: $0.times ?? 1).utf8) }
        }
        let digits = Array((callHex ?? "").utf8)
        try #require(digits.count.isMultiple(of: 2))
        return try stride(from: 0, to: digits.count, by: 2).map { index in
            try #require(UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16))
        }
    }
}
