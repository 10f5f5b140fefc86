/// Where the parts of a call stand in its text.
struct CallParts {
    /// The values of `args` and `context` as JSON; nil where the call has none.
    let args: Range<Int>?
    let context: Range<Int>?

    /// - Parameter call: JSON that a machine has found to be a well-formed call.
    init(_ call: [UInt8]) {
        let members = JSONObject(call)
        args = members.value("args")
        context = members.value("context")
    }
}
