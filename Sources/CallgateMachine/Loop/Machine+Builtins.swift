internal import CallgateBytecode

extension Machine {
    /// Carries out a `call`: the operands stand in the registers from b on, c of them.
    ///
    /// Apart from the loop, which stays small that way. V6: the function exists and takes so many
    /// operands; V7: they were written.
    @inline(never)
    mutating func invoke(_ instruction: Instruction) -> Slot {
        let builtin = Builtin(verified: UInt8(truncatingIfNeeded: instruction.x))
        let count = Int(instruction.c)
        let x = count > 0 ? registers[instruction.b] : .null
        let y = count > 1 ? registers[instruction.b &+ 1] : .null
        let z = count > 2 ? registers[instruction.b &+ 2] : nil
        let w = count > 3 ? registers[instruction.b &+ 3] : nil
        if x.isKind(.error) { return x }
        switch builtin {
        case .or, .orValue:
            // Only where the first operand is empty does an error of the second count.
            break
        default:
            if y.isKind(.error) { return y }
            if let z, z.isKind(.error) { return z }
            if let w, w.isKind(.error) { return w }
        }
        return apply(builtin, x, count > 1 ? y : nil, z, w)
    }

    /// Applies a function to operands of which none is an error that counts.
    @inline(__always)
    private mutating func apply(
        _ builtin: Builtin, _ x: Slot, _ second: Slot?, _ z: Slot?, _ w: Slot?
    ) -> Slot {
        let y = second ?? .null
        switch builtin {
        case .optionalNone: return .emptyOptional
        case .optionalOf: return optional(of: x)
        case .optionalOfNonZeroValue: return optional(ofNonZero: x)
        case .hasValue: return hasValue(x)
        case .value: return value(of: x)
        case .or: return or(x, else: y)
        case .orValue: return orValue(x, else: y)
        case .optionalSelect: return optionalSelect(x, y)
        case .optionalIndex: return optionalIndex(x, y)
        case .unwrapOptionals: return unwrapOptionals(x)

        case .charAt: return charAt(x, y)
        case .indexOf: return indexOf(x, y, from: z)
        case .lastIndexOf: return lastIndexOf(x, y, to: z)
        case .join: return join(x, separator: second)
        case .lowerASCII: return asciiCased(x, from: UInt8(ascii: "A"))
        case .upperASCII: return asciiCased(x, from: UInt8(ascii: "a"))
        case .replace: return replace(x, y, with: z ?? .null, count: w)
        case .split: return split(x, y, count: z)
        case .substring: return substring(x, y, z)
        case .trim: return trim(x)
        case .quote: return quote(x)
        case .format: return format(x, y)

        case .reverse: return reverse(x)
        case .slice: return slice(x, y, z ?? .null)
        case .flatten: return flatten(x, levels: second)
        case .sort: return sort(x, keys: x)
        case .sortByKeys: return sort(x, keys: y)
        case .distinct: return distinct(x)
        case .listRange: return listRange(x)
        case .first: return first(of: x)
        case .last: return last(of: x)

        case .setsContains: return setsContain(x, y)
        case .setsEquivalent: return setsAreEquivalent(x, y)
        case .setsIntersects: return setsIntersect(x, y)

        case .greatest: return extreme(x, second, .greater)
        case .least: return extreme(x, second, .less)
        case .ceil: return rounded(x) { $0.roundedUp }
        case .floor: return rounded(x) { $0.roundedDown }
        case .round: return rounded(x) { $0.roundedToNearest }
        case .trunc: return rounded(x) { $0.withoutFraction }
        case .absolute: return absolute(x)
        case .sign: return sign(x)
        case .isInfinite: return isInfinite(x)
        case .isNaN: return isNaN(x)
        case .isFinite: return isFinite(x)
        case .bitAnd: return bits(x, y) { $0 & $1 }
        case .bitOr: return bits(x, y) { $0 | $1 }
        case .bitXor: return bits(x, y) { $0 ^ $1 }
        case .bitNot: return bitNot(x)
        case .bitShiftLeft: return bitShift(x, y) { $0 &<< $1 }
        case .bitShiftRight: return bitShift(x, y) { $0 &>> $1 }
        case .squareRoot: return squareRoot(x)

        case .ip: return ip(x)
        case .prefixAddress: return prefixAddress(x)
        case .isIP: return isIP(x)
        case .isCanonicalIP: return isCanonicalIP(x)
        case .family: return family(x)
        case .isUnspecified: return isAddress(x) { $0.isUnspecified }
        case .isLoopback: return isAddress(x) { $0.isLoopback }
        case .isGlobalUnicast: return isAddress(x) { $0.isGlobalUnicast }
        case .isLinkLocalMulticast: return isAddress(x) { $0.isLinkLocalMulticast }
        case .isLinkLocalUnicast: return isAddress(x) { $0.isLinkLocalUnicast }
        case .cidr: return cidr(x)
        case .isCIDR: return isCIDR(x)
        case .containsIP: return containsIP(x, y)
        case .containsCIDR: return containsCIDR(x, y)
        case .masked: return masked(x)
        case .prefixLength: return prefixLength(x)

        case .base64Encode: return base64Encode(x)
        case .base64Decode: return base64Decode(x)

        case .toInt32: return toInt32(x)
        case .toUint32: return toUint32(x)
        case .toFloat: return toFloat(x)
        case .makeTimestamp: return makeTimestamp(x, y)
        case .makeDuration: return makeDuration(x, y)
        }
    }
}
