import ArgumentParser
import Callgate
import CallgateMachine

/// The options that name a policy and one call.
struct CallOptions: ParsableArguments {
    @OptionGroup var policyOptions: PolicyOptions

    @Option(name: .long, help: "The tool of a single call.")
    var tool: String?

    @Option(name: .long, help: "The arguments of a single call, as a JSON object.")
    var args: String?

    @Option(name: .long, help: "The context of a single call, as a JSON object.")
    var context: String?

    /// The call as JSON. The parts are put in as they are: what is wrong with them is decided on.
    func call(tool: String) -> [UInt8] {
        var bytes = Array("{\"tool\":".utf8)
        bytes += Array(JSONText.quoted(tool).utf8)
        bytes += Array(",\"args\":".utf8) + Self.part(args) + Array(",\"context\":".utf8)
        bytes += Self.part(context) + Array("}".utf8)
        return bytes
    }

    /// An option's text. One that is no object, but might make the call another well-formed one, gets
    /// a byte at its end that no JSON has: the call is then malformed whatever it holds.
    private static func part(_ option: String?) -> [UInt8] {
        let text = Array((option ?? "{}").utf8)
        return JSONObjectCheck.isObject(text) ? text : text + [0]
    }
}
