extension Builtin {
    /// This function's row: the one place where its operands, errors and meaning are stated.
    ///
    /// `x`, `y`, `z` are its operands.
    public var row: BuiltinRow {
        switch self {
        case .optionalNone: BuiltinRow("optional.none", 0...0, [], "an empty optional")
        case .optionalOf: BuiltinRow("optional.of", 1...1, [], "an optional of x")
        case .optionalOfNonZeroValue:
            BuiltinRow(
                "optional.ofNonZeroValue", 1...1, [.duplicateKey],
                "an optional of x, an empty one where x is its type's zero value")
        case .hasValue: Self.of("hasValue", 1...1, [], "whether the optional x has a value")
        case .value: Self.of("value", 1...1, [.noValue], "the value of the optional x")
        case .or:
            Self.of("or", 2...2, [], "the optional x, or y where it is empty; an error of y only then")
        case .orValue:
            Self.of(
                "orValue", 2...2, [],
                "the value of the optional x, or y where it is empty; an error of y only then")
        case .optionalSelect:
            Self.of(
                "optionalSelect", 2...2, [.duplicateKey, .numberRange],
                "an optional of the field y of x, empty where has(x.y) is false")
        case .optionalIndex:
            Self.of(
                "optionalIndex", 2...2, [.duplicateKey, .numberRange],
                "an optional of x[y], empty where x has no such element")
        case .unwrapOptionals:
            Self.of("unwrapOptionals", 1...1, [], "the values of the optionals of the list x that have one")

        case .charAt: Self.of("charAt", 2...2, [.indexRange], "the scalar value of x at y; empty at its end")
        case .indexOf: Self.of("indexOf", 2...3, [.indexRange], "where y first stands in x, from z; else -1")
        case .lastIndexOf:
            Self.of("lastIndexOf", 2...3, [.indexRange], "where y last stands in x, up to z; else -1")
        case .join: Self.of("join", 1...2, [], "the strings of the list x, with y between them")
        case .lowerASCII: Self.of("lowerAscii", 1...1, [], "x with ASCII letters in lower case")
        case .upperASCII: Self.of("upperAscii", 1...1, [], "x with ASCII letters in upper case")
        case .replace:
            Self.of(
                "replace", 3...4, [], "x with y replaced by z, at most as often as the fourth operand says")
        case .split:
            Self.of(
                "split", 2...3, [], "the pieces of x between y, at most z of them where z is not negative")
        case .substring: Self.of("substring", 2...3, [.indexRange], "x from y to z, or to its end")
        case .trim: Self.of("trim", 1...1, [], "x without white space at either end")
        case .quote: Self.of("strings.quote", 1...1, [], "x as a string literal of CEL")
        case .format:
            Self.of(
                "format", 2...2, [.invalidArgument, .duplicateKey],
                "x with the elements of the list y in place of its clauses")

        case .reverse: Self.of("reverse", 1...1, [], "the list or string x from its end")
        case .slice: Self.of("slice", 3...3, [.indexRange], "the elements of the list x from y to z")
        case .flatten:
            Self.of(
                "flatten", 1...2, [.invalidArgument],
                "the list x with the elements of its lists in their place, y levels deep")
        case .sort: Self.of("sort", 1...1, [], "the list x in ascending order")
        case .sortByKeys: Self.of("sortByKeys", 2...2, [], "the list x in the ascending order of the keys y")
        case .distinct:
            Self.of(
                "distinct", 1...1, [.duplicateKey, .numberRange], "the list x, of equal elements the first")
        case .listRange: Self.of("lists.range", 1...1, [], "the ints from 0 to x - 1")
        case .first: Self.of("first", 1...1, [], "an optional of the first element of the list x")
        case .last: Self.of("last", 1...1, [], "an optional of the last element of the list x")

        case .setsContains: Self.sets("contains", "whether each element of the list y is in the list x")
        case .setsEquivalent: Self.sets("equivalent", "whether the lists x and y contain each other")
        case .setsIntersects: Self.sets("intersects", "whether an element of the list x is in the list y")

        case .greatest:
            Self.of("math.greatest", 1...2, [.invalidArgument], "the greatest of x and y, or of the list x")
        case .least:
            Self.of("math.least", 1...2, [.invalidArgument], "the least of x and y, or of the list x")
        case .ceil: Self.number("ceil", "the double x rounded up")
        case .floor: Self.number("floor", "the double x rounded down")
        case .round:
            Self.number("round", "the double x rounded to the nearest whole number, halves away from zero")
        case .trunc: Self.number("trunc", "the double x without its fraction")
        case .absolute: Self.number("abs", "the magnitude of x", [.overflow])
        case .sign: Self.number("sign", "-1, 0 or 1, or NaN, of the kind of x")
        case .isInfinite: Self.number("isInf", "whether the double x is infinite")
        case .isNaN: Self.number("isNaN", "whether the double x is NaN")
        case .isFinite: Self.number("isFinite", "whether the double x is finite")
        case .bitAnd: Self.bits("bitAnd", 2, "the bits that x and y have")
        case .bitOr: Self.bits("bitOr", 2, "the bits that x or y has")
        case .bitXor: Self.bits("bitXor", 2, "the bits that one of x and y has")
        case .bitNot: Self.bits("bitNot", 1, "the bits that x has not")
        case .bitShiftLeft: Self.bits("bitShiftLeft", 2, "x moved y bits up", [.invalidArgument])
        case .bitShiftRight:
            Self.bits("bitShiftRight", 2, "x moved y bits down, zeros from above", [.invalidArgument])
        case .squareRoot: Self.number("sqrt", "the square root of the number x, a double")

        case .ip: Self.of("ip", 1...1, [.badConversion], "the address that the string x spells")
        case .isIP: Self.of("isIP", 1...1, [], "whether the string x spells an address")
        case .isCanonicalIP:
            Self.of(
                "ip.isCanonical", 1...1, [.badConversion], "whether x spells an address as string() would")
        case .family: Self.of("family", 1...1, [], "4 or 6")
        case .isUnspecified: Self.of("isUnspecified", 1...1, [], "whether the address x is 0.0.0.0 or ::")
        case .isLoopback: Self.of("isLoopback", 1...1, [], "whether the address x is in 127.0.0.0/8 or ::1")
        case .isGlobalUnicast:
            Self.of(
                "isGlobalUnicast", 1...1, [],
                "whether the address x is none of the others, nor a multicast or the broadcast address")
        case .isLinkLocalMulticast:
            Self.of(
                "isLinkLocalMulticast", 1...1, [], "whether the address x is in 224.0.0.0/24 or ff02::/16")
        case .isLinkLocalUnicast:
            Self.of(
                "isLinkLocalUnicast", 1...1, [], "whether the address x is in 169.254.0.0/16 or fe80::/10")
        case .cidr: Self.of("cidr", 1...1, [.badConversion], "the prefix that the string x spells")
        case .isCIDR: Self.of("isCIDR", 1...1, [], "whether the string x spells a prefix")
        case .containsIP:
            Self.of(
                "containsIP", 2...2, [.badConversion],
                "whether the address y, or the one it spells, is in the prefix x")
        case .containsCIDR:
            Self.of(
                "containsCIDR", 2...2, [.badConversion],
                "whether the prefix y, or the one it spells, lies in the prefix x")
        case .masked: Self.of("masked", 1...1, [], "the prefix x with zeros behind its length")
        case .prefixAddress: Self.of("cidr.ip", 1...1, [], "the address of the prefix x")
        case .prefixLength: Self.of("prefixLength", 1...1, [], "the length of the prefix x in bits")

        case .base64Encode: Self.of("base64.encode", 1...1, [], "the bytes x in base64, padded")
        case .base64Decode:
            Self.of("base64.decode", 1...1, [.badConversion], "the bytes that the string x is in base64")

        case .toInt32: Self.of("int32", 1...1, [.overflow], "the int x where it fits 32 bits")
        case .toUint32: Self.of("uint32", 1...1, [.overflow], "the uint x where it fits 32 bits")
        case .toFloat: Self.of("float", 1...1, [], "the double x rounded to 32 bits")
        case .makeTimestamp:
            Self.of("makeTimestamp", 2...2, [.timeRange], "the timestamp of x seconds and y nanoseconds")
        case .makeDuration:
            Self.of("makeDuration", 2...2, [.timeRange], "the duration of x seconds and y nanoseconds")
        }
    }

    /// A function that takes operands of certain kinds only.
    private static func of(
        _ mnemonic: String, _ operands: ClosedRange<Int>, _ errors: [ErrorKind], _ meaning: String
    ) -> BuiltinRow {
        BuiltinRow(mnemonic, operands, [.noSuchOverload] + errors, meaning)
    }

    private static func sets(_ name: String, _ meaning: String) -> BuiltinRow {
        of("sets.\(name)", 2...2, [.duplicateKey, .numberRange], meaning)
    }

    private static func number(
        _ name: String, _ meaning: String, _ errors: [ErrorKind] = []
    ) -> BuiltinRow {
        of("math.\(name)", 1...1, errors, meaning)
    }

    private static func bits(
        _ name: String, _ operands: Int, _ meaning: String, _ errors: [ErrorKind] = []
    ) -> BuiltinRow {
        of("math.\(name)", operands...operands, errors, meaning)
    }
}
