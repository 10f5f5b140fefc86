import CallgateBytecode
import CallgateLanguage

/// What each operator and function of CEL is compiled to, but for those that need jumps or tables.
enum OperationTable {
    /// Operators whose operands are all evaluated.
    static let operators: [Operator: Opcode] = [
        .not: .not, .equals: .equal, .notEquals: .notEqual, .less: .less, .lessEquals: .lessEqual,
        .greater: .greater, .greaterEquals: .greaterEqual, .add: .add, .subtract: .subtract,
        .multiply: .multiply, .divide: .divide, .modulo: .modulo, .negate: .negate, .index: .index,
        .in: .contained,
    ]

    static let optionalOperators: [Operator: Builtin] = [
        .optionalSelect: .optionalSelect, .optionalIndex: .optionalIndex,
    ]

    static let constantComparisons: [Operator: Opcode] = [
        .equals: .equalConstant, .notEquals: .notEqualConstant, .less: .lessConstant,
        .lessEquals: .lessEqualConstant, .greater: .greaterConstant,
        .greaterEquals: .greaterEqualConstant,
    ]

    /// An operation on operands of one kind.
    struct Typed: Hashable {
        var general: Opcode
        var kind: ValueKind

        init(_ general: Opcode, _ kind: ValueKind) {
            self.general = general
            self.kind = kind
        }
    }

    /// The instructions that are quick on operands of one kind.
    static let typed: [Typed: Opcode] = [
        Typed(.equal, .string): .equalText, Typed(.notEqual, .string): .notEqualText,
        Typed(.equalConstant, .string): .equalTextConstant,
        Typed(.notEqualConstant, .string): .notEqualTextConstant,
        Typed(.equal, .int): .equalInt, Typed(.notEqual, .int): .notEqualInt,
        Typed(.equalConstant, .int): .equalIntConstant,
        Typed(.notEqualConstant, .int): .notEqualIntConstant,
        Typed(.add, .int): .addInt, Typed(.subtract, .int): .subtractInt,
        Typed(.multiply, .int): .multiplyInt,
    ]

    /// Functions that have an opcode of their own, with the number of their operands.
    static let functions: [String: (Opcode, Int)] = [
        "size": (.size, 1), "contains": (.contains, 2), "startsWith": (.startsWith, 2),
        "endsWith": (.endsWith, 2), "bool": (.toBool, 1), "bytes": (.toBytes, 1),
        "double": (.toDouble, 1), "duration": (.toDuration, 1), "int": (.toInt, 1),
        "string": (.toString, 1), "timestamp": (.toTimestamp, 1), "uint": (.toUint, 1),
        "type": (.typeOf, 1),
    ]

    static let timeParts: [String: TimePart] = [
        "getFullYear": .fullYear, "getMonth": .month, "getDate": .date,
        "getDayOfMonth": .dayOfMonth, "getDayOfWeek": .dayOfWeek, "getDayOfYear": .dayOfYear,
        "getHours": .hours, "getMinutes": .minutes, "getSeconds": .seconds,
        "getMilliseconds": .milliseconds,
    ]

    /// Functions of the libraries, by their names after checking.
    static let builtins: [String: Builtin] = [
        "optional.none": .optionalNone, "optional.of": .optionalOf,
        "optional.ofNonZeroValue": .optionalOfNonZeroValue, "hasValue": .hasValue,
        "value": .value, "or": .or, "orValue": .orValue, "optional.unwrap": .unwrapOptionals,
        "unwrapOpt": .unwrapOptionals,

        "charAt": .charAt, "indexOf": .indexOf, "lastIndexOf": .lastIndexOf, "join": .join,
        "lowerAscii": .lowerASCII, "upperAscii": .upperASCII, "replace": .replace,
        "split": .split, "substring": .substring, "trim": .trim, "strings.quote": .quote,
        "format": .format, "reverse": .reverse,

        "slice": .slice, "flatten": .flatten, "sort": .sort,
        "@sortByAssociatedKeys": .sortByKeys, "distinct": .distinct, "lists.range": .listRange,
        "first": .first, "last": .last,

        "sets.contains": .setsContains, "sets.equivalent": .setsEquivalent,
        "sets.intersects": .setsIntersects,

        "math.greatest": .greatest, "math.least": .least, "math.ceil": .ceil,
        "math.floor": .floor, "math.round": .round, "math.trunc": .trunc, "math.abs": .absolute,
        "math.sign": .sign, "math.isInf": .isInfinite, "math.isNaN": .isNaN,
        "math.isFinite": .isFinite, "math.bitAnd": .bitAnd, "math.bitOr": .bitOr,
        "math.bitXor": .bitXor, "math.bitNot": .bitNot, "math.bitShiftLeft": .bitShiftLeft,
        "math.bitShiftRight": .bitShiftRight, "math.sqrt": .squareRoot,

        "ip": .ip, "isIP": .isIP, "ip.isCanonical": .isCanonicalIP, "family": .family,
        "isUnspecified": .isUnspecified, "isLoopback": .isLoopback,
        "isGlobalUnicast": .isGlobalUnicast, "isLinkLocalMulticast": .isLinkLocalMulticast,
        "isLinkLocalUnicast": .isLinkLocalUnicast, "cidr": .cidr, "isCIDR": .isCIDR,
        "containsIP": .containsIP, "containsCIDR": .containsCIDR, "masked": .masked,
        "prefixLength": .prefixLength, "cidr.ip": .prefixAddress,

        "base64.encode": .base64Encode, "base64.decode": .base64Decode,

        "@int32": .toInt32, "@uint32": .toUint32, "@float": .toFloat,
        "@timestamp": .makeTimestamp, "@duration": .makeDuration,
    ]
}
