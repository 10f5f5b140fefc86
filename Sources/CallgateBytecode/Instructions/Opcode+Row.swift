extension Opcode {
    /// This opcode's row: the one place where its operands, errors and meaning are stated.
    ///
    /// In a meaning, `R[a]` is a register, `K[x]` a constant and `e` a CEL error; every operation
    /// whose operand is an error yields the first such operand, unless it says otherwise.
    public var row: OpcodeRow {
        switch self {
        case .halt:
            OpcodeRow("halt", "stop")
        case .constant:
            OpcodeRow("constant", a: .writes, x: .constant([]), "R[a] := K[x]")
        case .move:
            OpcodeRow("move", a: .writes, b: .reads, "R[a] := R[b]")
        case .select:
            OpcodeRow(
                "select", a: .writes, b: .reads, x: .constant([.string]),
                errors: [.noSuchOverload, .noSuchKey, .nullField, .duplicateKey, .numberRange],
                traps: [.fuel, .memory],
                "R[a] := R[b].K[x]; null where an open record has no such field")
        case .presence:
            OpcodeRow(
                "presence", a: .writes, b: .reads, x: .constant([.string]),
                errors: [.noSuchOverload, .duplicateKey], traps: [.fuel, .memory],
                "R[a] := has(R[b].K[x]); false where R[b] is null or the error null_field")
        case .filled:
            OpcodeRow(
                "filled", a: .writes, b: .reads,
                "R[a] := whether the call held the field that R[b] was filled from; e where R[b] "
                    + "is an error other than null_field")
        case .index:
            OpcodeRow(
                "index", a: .writes, b: .reads, c: .reads,
                errors: [
                    .noSuchOverload, .noSuchKey, .indexRange, .nullField, .duplicateKey,
                    .numberRange,
                ], traps: [.fuel, .memory], "R[a] := R[b][R[c]]")
        case .contained:
            OpcodeRow(
                "in", a: .writes, b: .reads, c: .reads,
                errors: [.noSuchOverload, .duplicateKey, .numberRange], traps: [.fuel, .memory],
                "R[a] := R[b] in R[c]")

        case .not:
            OpcodeRow("not", a: .writes, b: .reads, errors: [.noSuchOverload], "R[a] := !R[b]")
        case .and:
            OpcodeRow(
                "and", a: .writes, b: .reads, c: .reads, errors: [.noSuchOverload],
                "R[a] := R[b] && R[c]: false if either is, true if both are, else the first e")
        case .or:
            OpcodeRow(
                "or", a: .writes, b: .reads, c: .reads, errors: [.noSuchOverload],
                "R[a] := R[b] || R[c]: true if either is, false if both are, else the first e")
        case .requireBool:
            OpcodeRow(
                "requireBool", a: .writes, b: .reads, errors: [.noSuchOverload],
                "R[a] := R[b] where it is a bool, else e")
        case .jump:
            OpcodeRow("jump", x: .forward, "pc := x")
        case .jumpIfTrue:
            OpcodeRow("jumpIfTrue", b: .reads, x: .forward, "if R[b] is true, pc := x")
        case .jumpIfFalse:
            OpcodeRow("jumpIfFalse", b: .reads, x: .forward, "if R[b] is false, pc := x")

        case .equal: Self.comparison("equal", "==", orders: false)
        case .notEqual: Self.comparison("notEqual", "!=", orders: false)
        case .less: Self.comparison("less", "<")
        case .lessEqual: Self.comparison("lessEqual", "<=")
        case .greater: Self.comparison("greater", ">")
        case .greaterEqual: Self.comparison("greaterEqual", ">=")
        case .equalConstant: Self.constantComparison("equalConstant", "==", orders: false)
        case .notEqualConstant: Self.constantComparison("notEqualConstant", "!=", orders: false)
        case .lessConstant: Self.constantComparison("lessConstant", "<")
        case .lessEqualConstant: Self.constantComparison("lessEqualConstant", "<=")
        case .greaterConstant: Self.constantComparison("greaterConstant", ">")
        case .greaterEqualConstant: Self.constantComparison("greaterEqualConstant", ">=")

        case .add:
            OpcodeRow(
                "add", a: .writes, b: .reads, c: .reads,
                errors: [.noSuchOverload, .overflow, .timeRange, .duplicateKey, .numberRange],
                traps: [.fuel, .memory],
                "R[a] := R[b] + R[c]; numbers, strings, bytes, lists, times")
        case .subtract:
            OpcodeRow(
                "subtract", a: .writes, b: .reads, c: .reads,
                errors: [.noSuchOverload, .overflow, .timeRange], "R[a] := R[b] - R[c]")
        case .multiply: Self.arithmetic("multiply", "*", [.noSuchOverload, .overflow])
        case .divide:
            Self.arithmetic("divide", "/", [.noSuchOverload, .overflow, .divisionByZero])
        case .modulo:
            Self.arithmetic("modulo", "%", [.noSuchOverload, .overflow, .divisionByZero])
        case .negate:
            OpcodeRow(
                "negate", a: .writes, b: .reads, errors: [.noSuchOverload, .overflow],
                "R[a] := -R[b]")

        case .size:
            OpcodeRow(
                "size", a: .writes, b: .reads, errors: [.noSuchOverload, .duplicateKey],
                traps: [.fuel, .memory],
                "R[a] := the number of scalar values, bytes, elements or entries of R[b]")
        case .contains: Self.stringTest("contains")
        case .startsWith: Self.stringTest("startsWith")
        case .endsWith: Self.stringTest("endsWith")
        case .match:
            OpcodeRow(
                "match", a: .writes, b: .reads, c: .passes, x: .pattern, errors: [.noSuchOverload],
                traps: [.fuel, .memory], "R[a] := whether pattern x matches anywhere in R[b]")

        case .toBool: Self.conversion("toBool", "bool")
        case .toBytes: Self.conversion("toBytes", "bytes")
        case .toDouble: Self.conversion("toDouble", "double")
        case .toDuration: Self.conversion("toDuration", "duration")
        case .toInt: Self.conversion("toInt", "int")
        case .toString: Self.conversion("toString", "string")
        case .toTimestamp: Self.conversion("toTimestamp", "timestamp")
        case .toUint: Self.conversion("toUint", "uint")
        case .typeOf:
            OpcodeRow("typeOf", a: .writes, b: .reads, "R[a] := type(R[b])")
        case .timePart:
            OpcodeRow(
                "timePart", a: .writes, b: .reads, x: .timePart, errors: [.noSuchOverload],
                "R[a] := part x of R[b], a timestamp in UTC or a duration")
        case .timePartZoned:
            OpcodeRow(
                "timePartZoned", a: .writes, b: .reads, c: .reads, x: .timePart,
                errors: [.noSuchOverload, .invalidZone], traps: [.fuel],
                "R[a] := part x of the timestamp R[b] in the time zone that R[c] names")

        case .newList:
            OpcodeRow(
                "newList", a: .writes, x: .capacity, traps: [.memory],
                "R[a] := an empty list with room for x elements")
        case .newListFor:
            OpcodeRow(
                "newListFor", a: .writes, b: .reads, traps: [.fuel, .memory],
                "R[a] := an empty list with room for what the iterator R[b] has left")
        case .append:
            OpcodeRow(
                "append", a: .updates, b: .reads, traps: [.memory],
                "R[a] := R[a] with R[b] at its end, in place; e where R[b] is an error")
        case .newMap:
            OpcodeRow(
                "newMap", a: .writes, x: .capacity, traps: [.memory],
                "R[a] := an empty map with room for x entries")
        case .insert:
            OpcodeRow(
                "insert", a: .updates, b: .reads, c: .reads,
                errors: [.noSuchOverload, .duplicateKey], traps: [.fuel, .memory],
                "R[a] := R[a] with the entry R[b]: R[c], in place")
        case .spoil:
            OpcodeRow(
                "spoil", a: .updates, b: .reads, errors: [.noSuchOverload],
                "R[a], which is being built, := R[b] where that is an error, else e")
        case .range:
            OpcodeRow(
                "range", a: .writes, b: .reads, x: .forward,
                errors: [.noSuchOverload, .duplicateKey], traps: [.fuel, .memory],
                "R[a] := an iterator over the elements or keys of R[b]; else e, and pc := x")
        case .first:
            OpcodeRow(
                "first", a: .writes, b: .updates, x: .forward, traps: [.fuel, .memory],
                "if the iterator R[b] has an element, R[a] := it; else pc := x")
        case .next:
            OpcodeRow(
                "next", a: .writes, b: .updates, x: .backward, traps: [.fuel, .memory],
                "if the iterator R[b] has another element, R[a] := it and pc := x")

        case .rule:
            OpcodeRow(
                "rule", b: .reads, x: .ruleIndex,
                "rule x matched where R[b] is true, did not where it is false, failed otherwise")
        case .output:
            OpcodeRow("output", b: .reads, x: .outputIndex, "output x := R[b]")
        case .trace:
            OpcodeRow(
                "trace", b: .reads, x: .note,
                "note, where there is room for it, that subexpression x had the value R[b] last")

        case .appendPresent:
            OpcodeRow(
                "appendPresent", a: .updates, b: .reads, errors: [.noSuchOverload],
                traps: [.memory],
                "R[a] := R[a] with the value of the optional R[b] at its end, in place; as it was "
                    + "where R[b] is empty; e where it is no optional")
        case .insertPresent:
            OpcodeRow(
                "insertPresent", a: .updates, b: .reads, c: .reads,
                errors: [.noSuchOverload, .duplicateKey], traps: [.fuel, .memory],
                "R[a] := R[a] with the entry R[b]: value of the optional R[c], in place; as it was "
                    + "where R[c] is empty; e where it is no optional")
        case .insertAll:
            OpcodeRow(
                "insertAll", a: .updates, b: .reads, errors: [.noSuchOverload, .duplicateKey],
                traps: [.fuel, .memory], "R[a] := R[a] with the entries of the map R[b], in place")
        case .firstPair:
            OpcodeRow(
                "firstPair", a: .writesPair, b: .updates, x: .forward, traps: [.fuel, .memory],
                "if the iterator R[b] has an element, R[a], R[a+1] := its index or key, and it; "
                    + "else pc := x")
        case .nextPair:
            OpcodeRow(
                "nextPair", a: .writesPair, b: .updates, x: .backward, traps: [.fuel, .memory],
                "if the iterator R[b] has another element, R[a], R[a+1] := its index or key, and "
                    + "it, and pc := x")

        case .call:
            OpcodeRow(
                "call", a: .writes, b: .readsRun, c: .counts, x: .builtin, traps: [.fuel, .memory],
                "R[a] := F[x](R[b], …, R[b+c-1])")
        case .firstMatch:
            OpcodeRow(
                "firstMatch", a: .writes, b: .reads, x: .capturingPattern,
                errors: [.noSuchOverload, .invalidArgument], traps: [.fuel, .memory],
                "R[a] := an optional of what pattern x matches first in R[b]: of its group, where "
                    + "it has one")
        case .allMatches:
            OpcodeRow(
                "allMatches", a: .writes, b: .reads, x: .capturingPattern,
                errors: [.noSuchOverload, .invalidArgument], traps: [.fuel, .memory],
                "R[a] := a list of what pattern x matches in R[b]: of its group, where it has one")
        case .replaceMatches:
            OpcodeRow(
                "replaceMatches", a: .writes, b: .readsRun, c: .counts, x: .capturingPattern,
                errors: [.noSuchOverload, .invalidArgument], traps: [.fuel, .memory],
                "R[a] := R[b] with what pattern x matches replaced by R[b+1], the first R[b+2] "
                    + "times where c is 3 and that is not negative")
        case .localTime:
            OpcodeRow(
                "localTime", a: .writes, b: .reads, x: .zone, errors: [.noSuchOverload],
                "R[a] := the timestamp R[b] moved by time zone x's offset from UTC at that time")

        case .equalText: Self.typed(.equal, .string)
        case .notEqualText: Self.typed(.notEqual, .string)
        case .equalTextConstant: Self.typed(.equalConstant, .string)
        case .notEqualTextConstant: Self.typed(.notEqualConstant, .string)
        case .equalInt: Self.typed(.equal, .int)
        case .notEqualInt: Self.typed(.notEqual, .int)
        case .equalIntConstant: Self.typed(.equalConstant, .int)
        case .notEqualIntConstant: Self.typed(.notEqualConstant, .int)
        case .addInt: Self.typed(.add, .int)
        case .subtractInt: Self.typed(.subtract, .int)
        case .multiplyInt: Self.typed(.multiply, .int)

        case .screen:
            OpcodeRow(
                "screen", b: .reads, x: .lookup([.values, .fragments, .truth]), traps: [.fuel],
                "note the rules of lookup x that R[b] may hold for")
        case .proceed:
            OpcodeRow(
                "proceed", x: .ruleAhead,
                "pc := the code of the first rule that is noted, and note it no more; of rule x where "
                    + "none before it is")
        case .member:
            OpcodeRow(
                "member", a: .writes, b: .reads, c: .passes, x: .lookup([.set]), traps: [.fuel],
                "R[a] := whether R[b] is equal to one of the constants of lookup x")
        case .matchTexts:
            OpcodeRow(
                "matchTexts", a: .writes, b: .reads, c: .passes, x: .lookup([.set, .prefixes, .suffixes, .parts]),
                errors: [.noSuchOverload], traps: [.fuel],
                "R[a] := whether the string R[b] is, starts with, ends with or contains one of the texts of "
                    + "lookup x")
        }
    }

    /// An operation that is mostly on operands of one kind, and quicker on these; of others it is the
    /// general one.
    private static func typed(_ general: Opcode, _ kind: ValueKind) -> OpcodeRow {
        let row = general.row
        var x = row.x
        if case .constant = x { x = .constant([kind]) }
        let suffix = kind == .int ? "Int" : "Text"
        let name =
            row.mnemonic.hasSuffix("Constant")
            ? row.mnemonic.dropLast(8) + suffix + "Constant" : row.mnemonic + suffix
        return OpcodeRow(
            String(name), a: row.a, b: row.b, c: row.c, x: x, errors: row.errors, traps: row.traps,
            "\(row.meaning); quick for values of kind \(kind)")
    }

    private static func comparison(_ name: String, _ sign: String, orders: Bool = true) -> OpcodeRow {
        OpcodeRow(
            name, a: .writes, b: .reads, c: .reads,
            errors: orders ? [.noSuchOverload] : [.duplicateKey, .numberRange],
            traps: [.fuel, .memory], "R[a] := R[b] \(sign) R[c]")
    }

    private static func constantComparison(
        _ name: String, _ sign: String, orders: Bool = true
    ) -> OpcodeRow {
        OpcodeRow(
            name, a: .writes, b: .reads, c: .passes, x: .constant([]),
            errors: orders ? [.noSuchOverload] : [.duplicateKey, .numberRange],
            traps: [.fuel, .memory], "R[a] := R[b] \(sign) K[x]")
    }

    private static func arithmetic(
        _ name: String, _ sign: String, _ errors: [ErrorKind]
    ) -> OpcodeRow {
        OpcodeRow(
            name, a: .writes, b: .reads, c: .reads, errors: errors, "R[a] := R[b] \(sign) R[c]")
    }

    private static func stringTest(_ name: String) -> OpcodeRow {
        OpcodeRow(
            name, a: .writes, b: .reads, c: .reads, errors: [.noSuchOverload], traps: [.fuel],
            "R[a] := R[b].\(name)(R[c])")
    }

    private static func conversion(_ name: String, _ type: String) -> OpcodeRow {
        OpcodeRow(
            name, a: .writes, b: .reads, errors: [.noSuchOverload, .badConversion],
            traps: [.fuel, .memory], "R[a] := \(type)(R[b])")
    }
}
