import Foundation
import Testing

@Suite(
    "Programs in C use the libraries", .serialized,
    .disabled(if: Embedding.missing != nil, "\(Embedding.missing.map { "skipped: \($0)" } ?? "")"))
struct ProgramTests {
    static let programs = ["decisions", "slots", "guards", "threads"]
    private static let shared = "-L '\(Embedding.libraries.path)' -lcallgate -lpthread"
    /// As callgate.pc has it.
    private static let archived = "'\(Embedding.libraries.path)/libcallgate.a' -lstdc++ -lm -lpthread -ldl"

    @Test("With the shared library", arguments: programs)
    func sharedLibrary(_ program: String) throws { try run(program, Self.shared) }

    @Test("With the static library", arguments: programs)
    func staticLibrary(_ program: String) throws { try run(program, Self.archived) }

    private func run(_ program: String, _ library: String) throws {
        let workspace = try Workspace()
        let compiled = try workspace.compile(program, linking: library)
        try #require(compiled.status == 0, "\(compiled.output)")
        let outcome = try workspace.run("./\(program)")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("checks, 0 failures"))
    }

    @Test("No access that valgrind refuses, and no memory that is left over", arguments: programs)
    func memory(_ program: String) throws {
        let workspace = try Workspace()
        let compiled = try workspace.compile(program, linking: Self.shared)
        try #require(compiled.status == 0, "\(compiled.output)")
        // What is made once for the process, such as the runtime's tables, is not given back, and its pointers have bits
        // of the runtime in them, so that valgrind takes some of it for lost. So a leak is what is left after more rounds.
        let (few, many) = (try left(program, rounds: 2, workspace), try left(program, rounds: 6, workspace))
        #expect(few == many)
    }

    /// Blocks and bytes that valgrind finds at the end.
    private func left(_ program: String, rounds: Int, _ workspace: Workspace) throws -> String {
        let outcome = try workspace.run(
            "valgrind --error-exitcode=99 --leak-check=no --suppressions='\(Embedding.programs.path)/valgrind.supp' "
                + "./\(program) \(rounds)")
        #expect(outcome.status == 0, "\(outcome.output)")
        let line = try #require(outcome.output.split(separator: "\n").first { $0.contains("in use at exit:") })
        return String(line.split(separator: ":", maxSplits: 1)[1])
    }

    @Test("Whoever exits with a machine, a guard or a thread that decides alive, exits all the same")
    func exit() throws {
        let workspace = try Workspace()
        let compiled = try workspace.compile("leaving", linking: Self.shared)
        try #require(compiled.status == 0, "\(compiled.output)")
        for way in ["return", "exit", "thread"] {
            let outcome = try workspace.run("./leaving \(way)")
            #expect(outcome.status == 0 && outcome.output == "leaving\n", "\(way): \(outcome.output)")
        }
    }

    @Test("The libraries export what the header declares, and need no library of Swift")
    func symbols() throws {
        let workspace = try Workspace()
        let (library, archive) = ("\(Embedding.libraries.path)/libcallgate.so", "\(Embedding.libraries.path)/libcallgate.a")
        let header = try String(contentsOf: Embedding.header.appending(path: "callgate.h"), encoding: .utf8)
        let code = header.replacing(/(?s)\/\*.*?\*\//, with: "")
        let declared = Set(code.matches(of: /\b(callgate_[a-z_]+)\(/).map { String($0.1) })
        #expect(declared.count > 40)
        for command in ["nm -D --defined-only '\(library)'", "nm -g --defined-only '\(archive)'"] {
            let names = try workspace.run(command).output.split(separator: "\n")
                .compactMap { line -> String? in
                    let words = line.split(separator: " ")
                    return words.count == 3 ? String(words[2]) : nil
                }
            #expect(Set(names) == declared, "\(command)")
        }
        let needed = try workspace.run("readelf -d '\(library)'").output
        #expect(needed.contains("Library soname: [libcallgate.so.1]"))
        let libraries = needed.matches(of: /Shared library: \[([^\]]+)\]/).map { String($0.1) }
        #expect(Set(libraries).isSubset(of: ["libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"]))
    }

    @Test("What is installed can be found and used by pkg-config")
    func install() throws {
        let workspace = try Workspace()
        let prefix = workspace.folder.appending(path: "usr").path
        let installed = try workspace.run(
            "make -C '\(Embedding.project.path)' --no-print-directory install-files PREFIX='\(prefix)'")
        try #require(installed.status == 0, "\(installed.output)")
        let find = "PKG_CONFIG_PATH='\(prefix)/lib/pkgconfig' pkg-config"
        let source = "'\(Embedding.programs.path)/slots.c'"
        let outcome = try workspace.run(
            """
            set -e
            gcc $(\(find) --cflags callgate) \(source) -o shared $(\(find) --libs callgate)
            LD_LIBRARY_PATH='\(prefix)/lib' ./shared
            gcc $(\(find) --cflags callgate) \(source) -o archived -Wl,-Bstatic $(\(find) --libs-only-L callgate) \
            -lcallgate -Wl,-Bdynamic $(\(find) --static --libs callgate | sed 's/-lcallgate//')
            LD_LIBRARY_PATH= ./archived
            '\(prefix)/bin/callgate' --version
            """)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("callgate 0.1.0"))
    }
}
