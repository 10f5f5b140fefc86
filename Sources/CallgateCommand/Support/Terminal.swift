import CallgateSystem

/// Standard input, output or error.
struct Terminal {
    static let input = Terminal(descriptor: 0)
    static let output = Terminal(descriptor: 1)
    static let error = Terminal(descriptor: 2)

    let descriptor: Int32

    /// Whether a person looks at it.
    var isInteractive: Bool { isatty(descriptor) == 1 }

    /// Whether colour is wanted: on a terminal, unless NO_COLOR is set or the terminal is dumb.
    var isColored: Bool {
        guard isInteractive else { return false }
        let noColor = unsafe getenv("NO_COLOR")
        if let noColor = unsafe noColor, unsafe noColor.pointee != 0 { return false }
        return unsafe getenv("TERM").map { unsafe String(cString: $0) } != "dumb"
    }

    /// Columns of the window; nil where there is none.
    var width: Int? {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes everything, or ends the tool: output that is lost silently would be worse.
    func write(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            // Bounded by the array's own count.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe systemWrite(descriptor, buffer.baseAddress! + start, buffer.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = unsafe String(cString: strerror(errno))
                if descriptor != 2 { Terminal.error.write("error: can't write the output: \(reason)\n") }
                endProcess(ExitStatus.wrongInput.rawValue)
            }
            start += count
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int) -> Int {
    unsafe write(descriptor, base, count)
}
