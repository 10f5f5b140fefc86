/// What an instruction does. Raw values are part of the image format: they never change within
/// one major format version, and a new opcode takes the next free byte.
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

    case equal = 16
    case notEqual = 17
    case less = 18
    case lessEqual = 19
    case greater = 20
    case greaterEqual = 21
    case equalConstant = 22
    case notEqualConstant = 23
    case lessConstant = 24
    case lessEqualConstant = 25
    case greaterConstant = 26
    case greaterEqualConstant = 27

    case add = 32
    case subtract = 33
    case multiply = 34
    case divide = 35
    case modulo = 36
    case negate = 37

    case size = 40
    case contains = 41
    case startsWith = 42
    case endsWith = 43
    case match = 44

    case toBool = 48
    case toBytes = 49
    case toDouble = 50
    case toDuration = 51
    case toInt = 52
    case toString = 53
    case toTimestamp = 54
    case toUint = 55
    case typeOf = 56
    case timePart = 57
    case timePartZoned = 58

    case newList = 64
    case newListFor = 65
    case append = 66
    case newMap = 67
    case insert = 68
    case range = 69
    case first = 70
    case next = 71

    case rule = 80
    case output = 81
    case trace = 82
}
