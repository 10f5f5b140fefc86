import CallgateSystem

/// How the tool ends.
enum ExitStatus: Int32, Error {
    case done = 0
    case wrongInput = 1
    case usage = 2
    /// A single call that wants review, or is denied.
    case review = 3
    case deny = 4
    /// Records that nothing is wrong with, and of which none is signed.
    case unsigned = 5
}

/// Something is wrong with what the tool was given.
struct CommandFailure: Error {
    var status: ExitStatus
    /// What standard error shows, line feed at its end included.
    var text: String

    init(_ text: String, status: ExitStatus = .wrongInput) {
        self.text = text.hasSuffix("\n") ? text : text + "\n"
        self.status = status
    }

    func print() { Terminal.error.write(text) }
}

/// Ends the process.
func endProcess(_ status: Int32) -> Never { exit(status) }
