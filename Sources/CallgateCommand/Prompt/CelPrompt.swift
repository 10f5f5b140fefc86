/// Lines of a person, each an expression or a command.
struct CelPrompt {
    private var session: CelSession
    private var hasFailed = false

    init(_ session: CelSession) { self.session = session }

    private static let help = """
        An expression is evaluated and its value shown. Names are those of the bindings, and `now`.
          :type EXPRESSION   the type that the checker deduces
          :bindings JSON     other variables: the members of a JSON object
          :help              this
          :quit              the end, as is Ctrl-D
        """

    /// Reads lines to the end of the input.
    /// - Returns: whether all went well, as a script that hands over lines must know; what a person
    ///   mistyped at a terminal is no failure.
    mutating func run() -> Bool {
        let editor = LineEditor(historyPath: HistoryFile.path)
        let isInteractive = Terminal.input.isInteractive && Terminal.output.isInteractive
        if isInteractive { Terminal.output.write("CEL, evaluated by callgate. :help says more.\n") }
        while let line = editor.line(prompt: isInteractive ? "cel> " : "") {
            let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first else { continue }
            if first == ":quit" { break }
            respond(to: line, command: first, rest: words.count > 1 ? words[1] : "")
        }
        // The line of the last prompt ends here, not in the shell's.
        if isInteractive { Terminal.output.write("\n") }
        editor.close()
        return isInteractive || !hasFailed
    }

    private mutating func respond(to line: String, command: String, rest: String) {
        do {
            switch command {
            case ":help": Terminal.output.write(Self.help + "\n")
            case ":type": Terminal.output.write(try session.type(of: rest) + "\n")
            case ":bindings": session = try session.with(bindings: rest)
            case _ where command.hasPrefix(":"):
                hasFailed = true
                Terminal.error.write(
                    "error: there is no command `\(Palette.harmless(command))`; :help names them\n")
            default: Terminal.output.write(try session.text(of: line, asJSON: false) + "\n")
            }
        } catch let failure as CelFailure {
            hasFailed = true
            Terminal.error.write(failure.rendered(colored: Terminal.error.isColored) + "\n")
        } catch let failure as CommandFailure {
            hasFailed = true
            failure.print()
        } catch {
            hasFailed = true
            Terminal.error.write("error: \(error)\n")
        }
    }
}
