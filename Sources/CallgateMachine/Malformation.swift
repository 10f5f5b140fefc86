/// What is wrong with the bytes of a call, and where.
@frozen
public struct Malformation: Hashable, Sendable {
    public var kind: Kind
    /// The offset of the first byte that can't be right, 0 ... the call's length.
    public var offset: Int

    @inline(__always)
    init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    @frozen
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        case none
        case tooLarge, tooDeep
        case expectedValue, expectedObject, expectedKey, expectedColon, expectedCommaOrBrace
        case expectedCommaOrBracket, expectedEnd, expectedDigit, leadingZero
        case unterminatedString, controlCharacter, badEscape, loneSurrogate, badUTF8
        case missingTool, toolNotString, argumentsNotObject, contextNotObject
        case duplicateTool, duplicateArguments, duplicateContext

        /// The name in decision lines.
        public var name: StaticString {
            switch self {
            case .none: "none"
            case .tooLarge: "call_too_large"
            case .tooDeep: "nesting_too_deep"
            case .expectedValue, .expectedObject, .expectedKey, .expectedColon,
                .expectedCommaOrBrace, .expectedCommaOrBracket, .expectedEnd, .unterminatedString,
                .controlCharacter, .badEscape:
                "invalid_json"
            case .expectedDigit, .leadingZero: "invalid_number"
            case .loneSurrogate: "lone_surrogate"
            case .badUTF8: "invalid_utf8"
            case .missingTool, .toolNotString: "invalid_tool"
            case .argumentsNotObject: "invalid_args"
            case .contextNotObject: "invalid_context"
            case .duplicateTool, .duplicateArguments, .duplicateContext: "duplicate_key"
            }
        }

        /// What was expected, for people.
        public var detail: StaticString {
            switch self {
            case .none: "nothing is wrong"
            case .tooLarge: "the call is larger than the limit"
            case .tooDeep: "arrays and objects are nested more than 128 levels deep"
            case .expectedValue: "expected a JSON value"
            case .expectedObject: "expected an object: a call is one"
            case .expectedKey: "expected a key in double quotes"
            case .expectedColon: "expected a colon after the key"
            case .expectedCommaOrBrace: "expected a comma or a closing brace"
            case .expectedCommaOrBracket: "expected a comma or a closing bracket"
            case .expectedEnd: "expected nothing after the call"
            case .expectedDigit: "expected a digit"
            case .leadingZero: "a number must not start with a zero that other digits follow"
            case .unterminatedString: "expected a closing double quote"
            case .controlCharacter: "a control character in a string must be written as an escape"
            case .badEscape: "this escape does not exist"
            case .loneSurrogate: "half of a surrogate pair stands alone"
            case .badUTF8: "the bytes are not UTF-8"
            case .missingTool: "the call names no tool"
            case .toolNotString: "expected a string: the tool's ID"
            case .argumentsNotObject: "expected an object: args"
            case .contextNotObject: "expected an object: context"
            case .duplicateTool: "the key tool occurs twice"
            case .duplicateArguments: "the key args occurs twice"
            case .duplicateContext: "the key context occurs twice"
            }
        }
    }
}
