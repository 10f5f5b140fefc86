/// A function of CEL's libraries that an instruction `call` carries out. Raw values are part of the
/// image format, as those of ``Opcode`` are; they are dense from 0.
///
/// Each case has its row in ``row``. What needs its own registers, jumps or tables is an opcode
/// instead.
@frozen
public enum Builtin: UInt8, Sendable {
    // Optional values.
    case optionalNone = 0
    case optionalOf = 1
    case optionalOfNonZeroValue = 2
    case hasValue = 3
    case value = 4
    case or = 5
    case orValue = 6
    case optionalSelect = 7
    case optionalIndex = 8
    case unwrapOptionals = 9

    // Strings.
    case charAt = 10
    case indexOf = 11
    case lastIndexOf = 12
    case join = 13
    case lowerASCII = 14
    case upperASCII = 15
    case replace = 16
    case split = 17
    case substring = 18
    case trim = 19
    case quote = 20
    case format = 21

    // Strings and lists.
    case reverse = 22

    // Lists.
    case slice = 23
    case flatten = 24
    case sort = 25
    case sortByKeys = 26
    case distinct = 27
    case listRange = 28
    case first = 29
    case last = 30

    // Sets.
    case setsContains = 31
    case setsEquivalent = 32
    case setsIntersects = 33

    // Numbers.
    case greatest = 34
    case least = 35
    case ceil = 36
    case floor = 37
    case round = 38
    case trunc = 39
    case absolute = 40
    case sign = 41
    case isInfinite = 42
    case isNaN = 43
    case isFinite = 44
    case bitAnd = 45
    case bitOr = 46
    case bitXor = 47
    case bitNot = 48
    case bitShiftLeft = 49
    case bitShiftRight = 50
    case squareRoot = 51

    // Addresses.
    case ip = 52
    case isIP = 53
    case isCanonicalIP = 54
    case family = 55
    case isUnspecified = 56
    case isLoopback = 57
    case isGlobalUnicast = 58
    case isLinkLocalMulticast = 59
    case isLinkLocalUnicast = 60
    case cidr = 61
    case isCIDR = 62
    case containsIP = 63
    case containsCIDR = 64
    case masked = 65
    case prefixLength = 66

    // Encodings.
    case base64Encode = 67
    case base64Decode = 68

    // Well-known messages.
    case toInt32 = 69
    case toUint32 = 70
    case toFloat = 71
    case makeTimestamp = 72
    case makeDuration = 73

    case prefixAddress = 74
}

extension Builtin {
    /// The function of a byte that the verifier has passed, without a look-up.
    @inlinable @inline(__always)
    public init(verified byte: UInt8) {
        assert(Builtin(rawValue: byte) != nil)
        // V6: the byte is the raw value of a case; cases are dense, so it is also its bits.
        self = unsafe unsafeBitCast(byte, to: Builtin.self)
    }
}
