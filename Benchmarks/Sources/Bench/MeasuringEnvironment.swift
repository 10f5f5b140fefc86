import Foundation

/// What counts depend on beside the code that is measured.
struct MeasuringEnvironment: Codable, Equatable {
    /// The first line of `swift --version`.
    var compiler: String
    /// The C library's version; it copies and compares memory.
    var libc: String
    var valgrind: String
    /// The architecture, and whether it has AVX2: the C library chooses its functions by that.
    var processor: String

    static func current() throws -> MeasuringEnvironment {
        let compiler = try ChildProcess.output("/usr/bin/env", ["swift", "--version"])
        let valgrind = try ChildProcess.output("/usr/bin/env", ["valgrind", "--version"])
        let libc = try ChildProcess.output("/usr/bin/env", ["getconf", "GNU_LIBC_VERSION"])
        let processors = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        return MeasuringEnvironment(
            compiler: compiler.split(separator: "\n").first.map(String.init) ?? "",
            libc: libc.trimmingCharacters(in: .whitespacesAndNewlines),
            valgrind: valgrind.trimmingCharacters(in: .whitespacesAndNewlines),
            processor: architecture + (processors.contains(" avx2 ") ? " with AVX2" : ""))
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "another architecture"
        #endif
    }

    /// A line for each thing that is not as it was.
    func differences(from other: MeasuringEnvironment) -> [String] {
        [(compiler, other.compiler), (libc, other.libc), (valgrind, other.valgrind),
            (processor, other.processor)]
            .filter { $0.0 != $0.1 }
            .map { "\($0.0), baseline: \($0.1)" }
    }
}
