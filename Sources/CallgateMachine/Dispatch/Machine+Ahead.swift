internal import CXXHash
internal import CallgateBytecode

/// The tool that the text of a call seems to begin with.
struct ToolAhead {
    /// Where its ID stands, without the quotes.
    let start: Int
    let end: Int
    /// Where the ID leads.
    let place: Int

    /// No text has an ID there.
    @inline(__always)
    static var none: ToolAhead { ToolAhead(start: 0, end: -1, place: -1) }
}

extension Machine {
    /// The tool that the text of a call begins with, if it does, is asked for before the text is scanned: among
    /// 100,000 tools at random, that hides a sixth of the time.
    ///
    /// Nothing hangs on it but time: what is read lies in the text, and the scan says what the ID is.
    @inline(__always)
    func toolAhead() -> ToolAhead {
        view.tools.count < ToolPlace.manyTools ? .none : lookAhead()
    }

    @inline(never)
    private func lookAhead() -> ToolAhead {
        guard call.count > 16, call.word(0) == Self.textStart else { return .none }
        let first = call[8] == UInt8(ascii: " ") ? 10 : 9
        guard call[first &- 1] == UInt8(ascii: "\"") else { return .none }
        let end = call.quote(from: first, through: first &+ Int(view.policy.longestTool))
        guard end >= 0 else { return .none }
        let place = place(of: call.slice(first, end &- first))
        guard place >= 0 else { return .none }
        // V5: a place is a tool. Nothing is read here.
        unsafe callgate_prefetch(view.tools.address(of: place))
        let start = toolStarts.start(of: place)
        prefetch(constants: start.constants, rules: start.rules)
        return ToolAhead(start: first, end: end, place: place)
    }

    /// Where the ID of a call leads, if it is what was asked for ahead.
    @inline(__always)
    func place(of text: StringRange, _ ahead: ToolAhead) -> Int? {
        ahead.end == text.end && ahead.start == text.start && !text.hasEscapes ? ahead.place : nil
    }

    /// `{"tool":` as a little-endian word.
    @inline(__always)
    private static var textStart: UInt64 { 0x3A22_6C6F_6F74_227B }
}
