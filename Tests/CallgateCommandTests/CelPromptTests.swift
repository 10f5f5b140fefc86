import Foundation
import Testing

@Suite("callgate cel, the prompt")
struct CelPromptTests {
    private func prompt(_ lines: String, _ arguments: [String] = []) async throws -> Outcome {
        try await Workspace().run(["cel"] + arguments, input: Array(lines.utf8))
    }

    @Test("Lines are evaluated one by one, and an error does not end it")
    func lines() async throws {
        let outcome = try await prompt("1 + 1\n\n  \n1 / 0\n'a' + 'b'\n1 +\n[3]\n")
        #expect(outcome.output == "2\n\"ab\"\n[3]\n")
        #expect(outcome.error == """
            expression:1:1: error: division_by_zero
            1 / 0
            ^~~~~
            expression:1:4: error: an operand is expected, but the expression ends
            1 +
               ^

            """)
        #expect(outcome.status == 1)
    }

    @Test("The last line needs no end; no line is no error", arguments: [("1 + 1", "2\n"), ("", ""), ("\n\n", ""), ("1\r\n", "1\n"), ("  7  ", "7\n")])
    func ends(_ input: String, _ wanted: String) async throws {
        let outcome = try await prompt(input)
        #expect(outcome.output == wanted)
        #expect(outcome.error == "")
        #expect(outcome.status == 0)
    }

    @Test("Commands")
    func commands() async throws {
        let outcome = try await prompt(":type [1]\n:bindings {\"a\": 5}\na + 1\n:type a\n  :type\t1.5\n:bindings {}\na\n:quit\n99\n")
        #expect(outcome.output == "list(int)\n6\ndyn\ndouble\n")
        #expect(outcome.error.hasPrefix("expression:1:1: error: `a` is not declared\n"))
        #expect(outcome.status == 1)
    }

    @Test("Help names every command")
    func help() async throws {
        let outcome = try await prompt(":help\n")
        for command in [":type", ":bindings", ":help", ":quit"] { #expect(outcome.output.contains("\n  \(command) ")) }
        #expect(outcome.status == 0)
    }

    @Test("What is wrong with a command is said, and the prompt goes on", arguments: [
        (":nope", "error: there is no command `:nope`; :help names them\n"), (":", "error: there is no command `:`"),
        (":TYPE 1", "error: there is no command `:TYPE`"), (":bindings 5", "error: the bindings are no JSON object\n"), (":bindings", "error: the bindings are no JSON object\n"),
        (":bindings {\"a-b\": 1}", "can't be the name of a variable"), (":type", "an operand is expected"), (":type 1 +", "expression:1:4: error: "),
        (":\u{1B}[31m", "error: there is no command `:"),
    ])
    func wrong(_ command: String, _ wanted: String) async throws {
        let outcome = try await prompt("\(command)\nx + 1\n", ["--bindings", #"{"x": 1}"#])
        #expect(outcome.error.contains(wanted), "\(outcome.error)")
        #expect(!Array(outcome.error.utf8).contains(0x1B))
        #expect(outcome.output == "2\n")
        #expect(outcome.status == 1)
    }

    @Test("Options hold for every line")
    func options() async throws {
        let outcome = try await prompt("x\n'a'.matches('a+')\n", ["--reference", "--bindings", #"{"x": [1]}"#])
        #expect(outcome.output == "[1]\ntrue\n")
    }

    // MARK: A terminal

    /// Types lines into prompts on a pseudo-terminal, and prints what the terminal shows after each. Its
    /// arguments are the tool and the lines of each run, with Python's escapes.
    private static let driver = #"""
        import os, pty, re, select, sys

        def read_until_prompt(terminal):
            shown = b""
            while not re.search(rb"cel> (\x1b\[[0-9;?]*[A-Za-z])*$", shown):
                if not select.select([terminal], [], [], 60)[0]:
                    sys.exit("no prompt after " + repr(shown))
                shown += os.read(terminal, 4096)
            return shown

        for lines in sys.argv[2:]:
            child, terminal = pty.fork()
            if child == 0:
                os.execv(sys.argv[1], [sys.argv[1], "cel"])
            print(read_until_prompt(terminal))
            for line in lines.encode().decode("unicode_escape").split("\n"):
                os.write(terminal, (line + "\r").encode("latin-1"))
                if line == ":quit":
                    break
                print(read_until_prompt(terminal))
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

        """#

    private static let canDrive: Bool = {
        let python = ["/usr/bin/python3", "/usr/local/bin/python3"].contains(where: FileManager.default.isExecutableFile(atPath:))
        let libraries = ["libedit.so.2", "libedit.so.0", "libedit.so", "libedit.dylib"]
        return python && libraries.contains { name in
            guard let library = dlopen(name, RTLD_NOW) else { return false }
            return dlclose(library) == 0
        }
    }()

    private func drive(_ runs: String...) async throws -> [String] {
        let workspace = try Workspace()
        try workspace.write(Self.driver, to: "drive_prompt.py")
        let quoted = runs.map { "'\($0)'" }.joined(separator: " ")
        let outcome = try await workspace.shell("HOME=\"$PWD\" XDG_STATE_HOME= TERM=xterm python3 drive_prompt.py \"$TOOL\" \(quoted)")
        #expect(outcome.error == "")
        #expect(outcome.status == 0)
        return outcome.lines
    }

    @Test("On a terminal the up arrow recalls a line", .enabled(if: canDrive, "python3 and libedit drive a pseudo-terminal"))
    func history() async throws {
        let shown = try await drive(#"1 + 1\n40 + 2\n\x1b[A\x1b[A\n:quit"#)
        try #require(shown.count == 5)
        #expect(shown[0].contains("CEL, evaluated by callgate. :help says more."))
        #expect(shown[1].contains(#"\r\n2\r\n"#))
        #expect(shown[2].contains(#"\r\n42\r\n"#))
        #expect(shown[3].contains("1 + 1"))
        #expect(shown[3].contains(#"\r\n2\r\n"#))
        #expect(shown[4] == "0")
    }

    @Test("The history outlives the prompt", .enabled(if: canDrive, "python3 and libedit drive a pseudo-terminal"))
    func keepsHistory() async throws {
        let shown = try await drive(#"6 * 7\n:quit"#, #"\x1b[A\x1b[A\n:quit"#)
        try #require(shown.count == 6)
        #expect(shown[1].contains(#"\r\n42\r\n"#))
        #expect(shown[4].contains("6 * 7"))
        #expect(shown[4].contains(#"\r\n42\r\n"#))
    }

    @Test("A line is edited, and an error does not end the prompt", .enabled(if: canDrive, "python3 and libedit drive a pseudo-terminal"))
    func edits() async throws {
        let shown = try await drive(#"1 / 0\n12 + 30\x7f\x7f5\n:nope\n:quit"#)
        try #require(shown.count == 5)
        #expect(shown[1].contains("division_by_zero"))
        #expect(shown[2].contains(#"\r\n17\r\n"#))
        #expect(shown[3].contains("there is no command `:nope`"))
    }
}
