import CallgateSystem

/// Where the prompt's history is kept, as the XDG base directories have it.
enum HistoryFile {
    /// The path, its directory made; nil without a home.
    static var path: String? {
        guard let state = variable("XDG_STATE_HOME") ?? variable("HOME").map({ "\($0)/.local/state" }),
            state.hasPrefix("/")
        else { return nil }
        let directory = "\(state)/callgate"
        var made = ""
        for part in directory.split(separator: "/") {
            made += "/\(part)"
            // What is there already stays as it is; what can't be made shows when it is written to.
            _ = unsafe mkdir(made, 0o700)
        }
        return "\(directory)/cel_history"
    }

    private static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
