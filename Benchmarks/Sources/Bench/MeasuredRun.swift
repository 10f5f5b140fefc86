import Foundation

/// What a command cost as a whole, from before its process was made to its end.
struct MeasuredRun {
    var nanoseconds: Double
    var userMicroseconds: Double
    var systemMicroseconds: Double
    /// The most memory at once.
    var kibibytes: Int

    /// Runs a command with `measured-run`.
    /// - Parameters:
    ///   - programs: where that program is.
    ///   - output: where the command's standard output goes.
    init(_ command: [String], programs: URL, output: String) throws {
        let line = try ChildProcess.output(
            programs.appending(path: "measured-run").path, [output] + command)
        let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 4 else { throw BenchFailure(description: "no costs in “\(line)”") }
        (nanoseconds, userMicroseconds, systemMicroseconds) = (numbers[0], numbers[1], numbers[2])
        kibibytes = Int(numbers[3])
    }
}

extension URL {
    /// The bytes of a file.
    func fileBytes() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }
}
