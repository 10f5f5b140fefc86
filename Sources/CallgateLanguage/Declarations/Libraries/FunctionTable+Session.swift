extension FunctionTable {
    /// What conditions of policies may ask of the calls that a session has let through: how many calls of a
    /// tool, whether there was any, and whether there was one within a time.
    public static let session = FunctionTable([
        function("session.calls", [("session_calls", [.string], .int)]),
        function("session.called", [
            ("session_called", [.string], .bool),
            ("session_called_within", [.string, .duration], .bool),
        ]),
    ])

    /// Every library, and the session of a call.
    public static let policy: FunctionTable = {
        var table = complete
        table.add(session)
        return table
    }()
}
