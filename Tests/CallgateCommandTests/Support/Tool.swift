import Foundation
import Testing

/// What a run of the tool came to.
struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number where a signal ended it.
    var status: Int32
    var outputBytes: [UInt8]
    /// Standard error.
    var error: String

    var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard output's lines, without their line feeds; what follows the last one is a line, too.
    var lines: [String] {
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

/// The tool, as it is built beside the tests.
enum Tool {
    /// A run that takes longer hangs. Nothing here takes a second on an idle machine.
    static let patience: TimeInterval = 120

    static let url: URL = {
        let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let folders = bundles.map { $0.deletingLastPathComponent() } + [Bundle.main.bundleURL]
        let places = folders.map { $0.appending(path: "callgate") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? places[0]
    }()

    /// The project's folder.
    static let project = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../..").standardized

    static func text(_ path: String) throws -> String {
        try String(contentsOf: project.appending(path: path), encoding: .utf8)
    }
}
