import CallgateBytecode
import CallgateLanguage

/// Something that an expression asks of the call's session.
struct SessionInput: Hashable {
    var kind: InputKind
    /// The ID of the tool that it is about; nil where that is the call's own, or it is about none.
    var tool: [UInt8]?

    /// What a name stands for, or nil.
    init?(name: String) {
        switch name {
        case "session.id", ".session.id": self.init(.id)
        case "session.labels", ".session.labels": self.init(.labels)
        case "session.trust", ".session.trust": self.init(.trust)
        default: return nil
        }
    }

    /// What a call asks for, or nil where it is no question about the session.
    /// - Throws: where the tool is not written out.
    init?(function: String, _ args: [Expr]) throws(LoweringError) {
        guard let kind = Self.kind(of: function, args), let tool = args.first else { return nil }
        switch tool.node {
        case .literal(.string(let id)): self.init(kind, tool: Array(id.utf8))
        case .ident("tool"), .ident(".tool"): self.init(kind)
        default:
            throw LoweringError(
                "the tool that `\(function)` asks about is a text that is written out, or `tool`, the call's own",
                at: tool.range)
        }
    }

    private init(_ kind: InputKind, tool: [UInt8]? = nil) {
        self.kind = kind
        self.tool = tool
    }

    private static func kind(of function: String, _ args: [Expr]) -> InputKind? {
        switch (function, args.count) {
        case ("session.calls", 1), ("session.called", 1): .calls
        case ("session.called", 2): .since
        default: nil
        }
    }

    /// Whether the session's trust or labels are read.
    var isTaint: Bool { kind == .labels || kind == .trust }
}

extension ExpressionLowering {
    /// Puts the value of a call about the session into a register.
    /// - Returns: false where the call is about something else.
    mutating func session(
        _ function: String, _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) -> Bool {
        guard let input = try SessionInput(function: function, args), let source = builder.inputs[input] else {
            return false
        }
        switch (function, args.count) {
        case ("session.called", 1):
            builder.emit(.greaterConstant, a: register, b: source, x: builder.constant(.int(0)))
        case ("session.called", _):
            let window = try evaluate(args[1], &image)
            builder.emit(.lessEqual, a: register, b: source, c: window)
        default: builder.emit(.move, a: register, b: source)
        }
        return true
    }
}
