import CallgateSystem

/// Reads lines from a person: with editing and a history by libedit where the system has it, else as
/// they come.
///
/// The library is looked for when a prompt starts, not linked: the tool must run without it, and
/// start as fast.
@safe
struct LineEditor {
    private typealias ReadLine = @convention(c) (UnsafePointer<CChar>?) -> UnsafeMutablePointer<CChar>?
    private typealias WithText = @convention(c) (UnsafePointer<CChar>?) -> Int32
    private typealias WithCount = @convention(c) (Int32) -> Void

    private let editor: Functions?
    private let historyPath: String?

    @safe
    private struct Functions {
        var readLine: ReadLine
        var addHistory: WithText
        var readHistory: WithText
        var writeHistory: WithText
        var limitHistory: WithCount
    }

    /// Lines that the history keeps.
    static let historyLength: Int32 = 1_000

    /// - Parameter historyPath: a file that keeps the history from one prompt to the next.
    init(historyPath: String?) {
        self.historyPath = historyPath
        editor = Terminal.input.isInteractive ? Self.functions : nil
        guard let editor else { return }
        // Text of people is in their encoding, which setlocale takes from the environment.
        unsafe setlocale(LC_CTYPE, "")
        editor.limitHistory(Self.historyLength)
        // There is no file before the first prompt has ended.
        if let historyPath { _ = unsafe editor.readHistory(historyPath) }
    }

    /// The next line without its end; nil at the end of the input.
    func line(prompt: String) -> String? {
        guard let editor else { return readLine(strippingNewline: true) }
        guard let text = unsafe editor.readLine(prompt) else { return nil }
        // The library hands over a string that ends with a zero, to be freed.
        defer { unsafe free(text) }
        let line = unsafe String(cString: text)
        if !line.isEmpty { _ = unsafe editor.addHistory(text) }
        return line
    }

    /// Keeps the history; without a place for it, it is gone.
    func close() {
        guard let editor, let historyPath else { return }
        _ = unsafe editor.writeHistory(historyPath)
    }

    private static let functions: Functions? = {
        let names = ["libedit.so.2", "libedit.so.0", "libedit.so", "libedit.dylib"]
        for name in names {
            guard let library = unsafe dlopen(name, RTLD_NOW) else { continue }
            func function<T>(_ name: String, as type: T.Type) -> T? {
                guard let symbol = unsafe dlsym(library, name) else { return nil }
                // The types are those of editline/readline.h.
                return unsafe unsafeBitCast(symbol, to: type)
            }
            guard let readLine = unsafe function("readline", as: ReadLine.self),
                let addHistory = unsafe function("add_history", as: WithText.self),
                let readHistory = unsafe function("read_history", as: WithText.self),
                let writeHistory = unsafe function("write_history", as: WithText.self),
                let limitHistory = function("stifle_history", as: WithCount.self)
            else { continue }
            return unsafe Functions(
                readLine: readLine, addHistory: addHistory, readHistory: readHistory,
                writeHistory: writeHistory, limitHistory: limitHistory)
        }
        return nil
    }()
}
