/// What an instruction does. Raw values are part of the image format: they never change within
/// one major format version, and a new opcode takes the next free byte. They are dense from 0, so
/// that a verified byte is the enum's own representation.
///
/// Each case has its row in ``row``; whatever needs to know about opcodes asks the row.
@frozen
public enum Opcode: UInt8, Sendable {
    case halt = 0
    case constant = 1
    case move = 2
    case select = 3
    case presence = 4
    case filled = 5
    case index = 6
    case contained = 7

    case not = 8
    case and = 9
    case or = 10
    case requireBool = 11
    case jump = 12
    case jumpIfTrue = 13
    case jumpIfFalse = 14

    case equal = 15
    case notEqual = 16
    case less = 17
    case lessEqual = 18
    case greater = 19
    case greaterEqual = 20
    case equalConstant = 21
    case notEqualConstant = 22
    case lessConstant = 23
    case lessEqualConstant = 24
    case greaterConstant = 25
    case greaterEqualConstant = 26

    case add = 27
    case subtract = 28
    case multiply = 29
    case divide = 30
    case modulo = 31
    case negate = 32

    case size = 33
    case contains = 34
    case startsWith = 35
    case endsWith = 36
    case match = 37

    case toBool = 38
    case toBytes = 39
    case toDouble = 40
    case toDuration = 41
    case toInt = 42
    case toString = 43
    case toTimestamp = 44
    case toUint = 45
    case typeOf = 46
    case timePart = 47
    case timePartZoned = 48

    case newList = 49
    case newListFor = 50
    case append = 51
    case newMap = 52
    case insert = 53
    case spoil = 54
    case range = 55
    case first = 56
    case next = 57

    case rule = 58
    case output = 59
    case trace = 60

    case appendPresent = 61
    case insertPresent = 62
    case insertAll = 63
    case firstPair = 64
    case nextPair = 65

    case call = 66
    case firstMatch = 67
    case allMatches = 68
    case replaceMatches = 69
    case localTime = 70

    case equalText = 71
    case notEqualText = 72
    case equalTextConstant = 73
    case notEqualTextConstant = 74
    case equalInt = 75
    case notEqualInt = 76
    case equalIntConstant = 77
    case notEqualIntConstant = 78
    case addInt = 79
    case subtractInt = 80
    case multiplyInt = 81

    case screen = 82
    case proceed = 83
    case member = 84
    case matchTexts = 85
}

extension Opcode {
    /// The opcode of a byte that the verifier has passed, without a look-up.
    @inlinable @inline(__always)
    public init(verified byte: UInt8) {
        assert(Opcode(rawValue: byte) != nil)
        // V6: the byte is the raw value of a case; cases are dense, so it is also its bits.
        self = unsafe unsafeBitCast(byte, to: Opcode.self)
    }
}
