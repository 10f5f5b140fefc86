internal import CallgateBytecode

// The call read by its tokens. Whatever is unusual about a call, be it malformed, a key written with
// escapes or a field that occurs twice, ends this reading, and the call is read byte by byte; so
// these functions know the plain cases only, and answer yes only where they have read all.
extension Machine {
    /// Checks the whole call and fills the registers of the program that governs its tool, as
    /// ``readBytes(_:at:)`` does.
    ///
    /// - Returns: false where the call has to be read byte by byte, whatever was filled so far.
    mutating func readTokens(_ state: inout CallState, at time: CallTime) -> Bool {
        if !state.isReadAgain { state.ahead = toolAhead() }
        let tokens = state.isReadAgain ? TokenList(again: call, lastTokens, room) : TokenList(call, scan, room)
        lastTokens = tokens.facts
        guard tokens.facts.isSound, tokens.byte(0) == UInt8(ascii: "{") else { return false }
        var token = 0
        var arguments = -1
        var context = -1
        repeat {
            guard tokens.two(token &+ 1) == TokenList.key else { return false }
            let key = tokens.string(token &+ 1)
            guard !key.hasEscapes else { return false }
            token &+= 3
            switch (key.end &- key.start, tokens.text.head(key.start, key.end)) {
            case (4, Self.toolKey):
                guard tool.isKind(.null), tokens.byte(token) == UInt8(ascii: "\"") else { return false }
                resolve(tokens.string(token), &state, at: time)
                guard trap == nil else { return false }
                token &+= 1
            case (4, Self.argumentsKey):
                guard arguments < 0 else { return false }
                arguments = token
                token = root(0, state.program, token, tokens, &state.hasArguments)
            case (7, Self.contextKey):
                guard context < 0 else { return false }
                context = token
                token = root(1, state.program, token, tokens, &state.hasContext)
            default:
                token = tokens.skip(token)
            }
            guard token > 0 else { return false }
        } while tokens.byte(token) == UInt8(ascii: ",")
        guard tokens.byte(token) == UInt8(ascii: "}"), tokens.isLast(token), tool.isKind(.string)
        else { return false }
        if let program = state.program {
            // What stood before the tool was only checked.
            if arguments >= 0, !state.hasArguments {
                guard fillRoot(0, program, arguments, tokens) > 0 else { return false }
            }
            if context >= 0, !state.hasContext {
                guard fillRoot(1, program, context, tokens) > 0 else { return false }
            }
        }
        return trap == nil
    }

    /// Past `args` or `context`; fills from it where the program is known.
    @inline(__always)
    private mutating func root(
        _ root: Int, _ program: GoverningProgram?, _ token: Int, _ tokens: TokenList, _ isFilled: inout Bool
    ) -> Int {
        guard tokens.byte(token) == UInt8(ascii: "{") else { return -1 }
        guard let program else { return tokens.skip(token) }
        isFilled = true
        return fillRoot(root, program, token, tokens)
    }

    // Keys' first eight bytes as little-endian words.
    @inline(__always)
    private static var toolKey: UInt64 { 0x6C6F_6F74 }
    @inline(__always)
    private static var argumentsKey: UInt64 { 0x7367_7261 }
    @inline(__always)
    private static var contextKey: UInt64 { 0x74_7865_746E_6F63 }
}
