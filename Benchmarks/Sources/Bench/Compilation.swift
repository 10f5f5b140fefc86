/// What compiling 30,000 rules like the examples takes: the quickest of several runs each.
struct Compilation: Codable {
    /// From YAML to an image.
    var whole: Time
    /// The conditions alone, each by itself: parsed, checked and lowered to a program.
    var conditions: Time

    struct Time: Codable {
        /// Of the processor outside of the system: what else the computer does hardly moves it.
        var userSeconds: Double
        var seconds: Double
    }

    var table: String {
        Format.table([
            ["30,000 rules", "s user", "s"],
            ["whole, YAML to image", Format.number(whole.userSeconds), Format.number(whole.seconds)],
            ["conditions", Format.number(conditions.userSeconds), Format.number(conditions.seconds)],
        ])
    }
}
