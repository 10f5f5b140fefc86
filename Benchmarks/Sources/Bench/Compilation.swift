/// What compiling 30,000 rules like the examples, and a list of a million values, takes: the quickest of several runs
/// each.
struct Compilation: Codable {
    /// From YAML to an image.
    var whole: Time
    /// The conditions alone, each by itself: parsed, checked and lowered to a program.
    var conditions: Time

    /// A list of a million e-mail addresses: from the bytes of its file to an image.
    var list: Time
    /// Verifying that image.
    var gate: Time
    /// From the bytes of a file to a gate in which the list is replaced.
    var replacement: Time
    /// A million decisions about different addresses, half of them on the list.
    var decisions: Time

    struct Time: Codable {
        /// Of the processor outside of the system: what else the computer does hardly moves it.
        var userSeconds: Double
        var seconds: Double
    }

    var table: String {
        Format.table([
            ["30,000 rules, or a list", "s user", "s"],
            ["whole, YAML to image", Format.number(whole.userSeconds), Format.number(whole.seconds)],
            ["conditions", Format.number(conditions.userSeconds), Format.number(conditions.seconds)],
            ["a list of 1,000,000, file to image", Format.number(list.userSeconds), Format.number(list.seconds)],
            ["its image to a gate", Format.number(gate.userSeconds), Format.number(gate.seconds)],
            ["a million decisions by it", Format.number(decisions.userSeconds), Format.number(decisions.seconds)],
            ["the list replaced, file to gate", Format.number(replacement.userSeconds), Format.number(replacement.seconds)],
        ])
    }
}
