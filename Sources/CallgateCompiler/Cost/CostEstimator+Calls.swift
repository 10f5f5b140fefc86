import CallgateBytecode
import CallgateLanguage

extension CostEstimator {
    /// The work of a call with that of its operands, and a bound of its value.
    mutating func call(_ function: String, _ args: [Expr]) -> Estimate {
        if function == Operator.in.rawValue, let cost = membership(args) { return (cost, .scalar) }
        var work = Cost.zero
        var bounds: [ValueBound] = []
        for arg in args {
            let (cost, bound) = estimate(arg)
            work += cost
            bounds.append(bound)
        }
        let all = bounds.reduce(ValueBound(bytes: .zero, count: .zero, slots: .zero)) { $0.joined($1) }
        if let operation = Operator(rawValue: function) {
            let (cost, bound) = self.operation(operation, args, bounds, all)
            return (work + cost, bound)
        }
        var (cost, bound) = libraryCall(function, args, bounds, all)
        bound.mayBeComputed = true
        return (work + cost, bound)
    }

    private func operation(
        _ operation: Operator, _ args: [Expr], _ bounds: [ValueBound], _ all: ValueBound
    ) -> Estimate {
        guard bounds.count >= 2 else { return (Cost(1), .scalar) }
        switch operation {
        case .equals, .notEquals: return (Self.comparison(bounds[0], bounds[1]), .scalar)
        case .less, .lessEquals, .greater, .greaterEquals:
            return (Cost(2) + min(bounds[0].bytes, bounds[1].bytes) / 16, .scalar)
        case .in:
            if let elements = Self.literalElements(args[1]) {
                let walking = Cost(2) + bounds[1].slots * 2 + bounds[1].bytes / 16
                return (elements.reduce(walking) { $0 + Self.comparison(bounds[0], $1) }, .scalar)
            }
            if case .ident("session.labels") = args[1].node {
                // Each label is a text: it is compared with texts of its length only.
                let each = Cost(3) + min(bounds[0].bytes, Cost(BytecodeLimits.labelBytes)) / 16
                return (Cost(2) + Cost(BytecodeLimits.labels) * each, .scalar)
            }
            // Of a list, each element is compared; of a map, each key.
            let element = bounds[1].element
            let each = Self.comparison(bounds[0], .scalar)
            let largest = Self.comparison(bounds[0], element)
            return (bounds[1].scan + bounds[1].count * each + largest, .scalar)
        case .add:
            // Beside a literal there is a value of its kind, or an error.
            switch args.lazy.compactMap(Self.constant).first {
            case nil: break
            case .string, .bytes: return (Cost(8) + all.bytes / 16, .text(all.bytes))
            default: return (Cost(2), .scalar)
            }
            return (all.scan + all.slots * 4, all)
        case .index, .optionalSelect, .optionalIndex:
            return (bounds[0].search + bounds[1].bytes / 16, bounds[0].element)
        case .conditional: return (Cost(1), bounds[1].union(bounds.last ?? .scalar))
        default: return (Cost(1), .scalar)
        }
    }

    private static func constant(_ expr: Expr) -> Literal? {
        if case .literal(let literal) = expr.node { literal } else { nil }
    }

    /// The elements of a list of nothing but literals.
    private static func literalElements(_ expr: Expr) -> [ValueBound]? {
        guard case .list(let elements, let optional) = expr.node, optional.isEmpty else { return nil }
        let bounds = elements.compactMap(constant).map(bound)
        return bounds.count == elements.count ? bounds : nil
    }

    /// `==`: it goes only as deep as both do. An object's keys are looked for among the other's.
    static func comparison(_ left: ValueBound, _ right: ValueBound) -> Cost {
        let common = min(left.slots, right.slots)
        // A scalar beside anything else differs by its kind, or is compared byte by byte.
        if common <= Cost(1) { return Cost(3) + min(left.bytes, right.bytes) / 16 }
        let each = Cost(8) + (left.bytes + right.bytes) / 4 + min(left.count, right.count)
        return common * each + ValueBound.numbers(left.bytes + right.bytes)
    }

    // MARK: Functions

    private func libraryCall(
        _ function: String, _ args: [Expr], _ bounds: [ValueBound], _ all: ValueBound
    ) -> Estimate {
        guard let first = bounds.first else { return (Cost(1), .scalar) }
        if PatternArguments.functions[function] != nil, args.count >= 2 {
            return match(function, args[1], bounds)
        }
        let scan = all.scan
        switch function {
        case "dyn", "value", "or", "orValue", "optional.of", "optional.ofNonZeroValue", "first", "last",
            "hasValue":
            return (scan, all)
        case "type": return (Cost(1), .scalar)
        case "string", "bytes": return (scan, .text(max(first.bytes, Cost(64))))
        case "replace":
            let new = bounds.count > 2 ? bounds[2].bytes : .zero
            let bytes = first.bytes + (first.bytes + 1) * new
            return (scan * 4 + bytes / 4 + Cost(8), .text(bytes))
        case "split":
            let pieces = first.bytes + 1
            return (
                scan * 4 + pieces * (Cost(4) + (bounds.count > 1 ? bounds[1].bytes / 16 : .zero)),
                ValueBound(bytes: first.bytes, count: pieces, slots: pieces + 1)
            )
        case "join":
            let separator = bounds.count > 1 ? bounds[1].bytes : .zero
            let bytes = first.bytes + first.slots * separator
            return (scan * 4 + bytes / 4 + Cost(8), .text(bytes))
        case "format":
            // A double with every digit that it has; a clause each.
            let values = bounds.count > 1 ? bounds[1] : .scalar
            let bytes = first.bytes + values.bytes * 3 + values.slots * 512
            return ((values.slots + first.bytes) * 300 + scan * 8 + bytes / 2 + sorting(values), .text(bytes))
        case "sort", "@sortByAssociatedKeys":
            return (scan * 2 + sorting(all), all)
        case "distinct", "sets.contains", "sets.equivalent", "sets.intersects":
            return (scan * 2 + all.count * all.count * 4 + all.count * Self.comparison(all, all), all)
        case "lists.range":
            let most = args.first.flatMap { Self.literal($0) } ?? 1 << 17
            return (Cost(most) + 1, ValueBound(bytes: .zero, count: Cost(most), slots: Cost(most) + 1))
        case "flatten":
            return (
                scan * 2 + all.slots * 8, ValueBound(bytes: all.bytes, count: all.slots, slots: all.slots)
            )
        case "slice", "reverse", "optional.unwrap", "unwrapOpt":
            return (scan * 2 + all.slots * 4 + all.bytes / 8, all)
        case "strings.quote", "base64.encode": return (scan * 4, .text(first.bytes * 2 + 4))
        case "math.greatest", "math.least": return (scan * 2, first.element.union(first))
        case "charAt", "substring", "trim", "lowerAscii", "upperAscii", "base64.decode":
            return (scan * 4, .text(first.bytes))
        case "cel.@mapInsert": return (scan, all)
        default: return (scan * 4, .scalar)
        }
    }

    private func sorting(_ keys: ValueBound) -> Cost {
        keys.slots * keys.slots.logarithm * 4 + keys.bytes * keys.slots.logarithm
    }

    private static func literal(_ expr: Expr) -> Int? {
        if case .literal(.int(let value)) = expr.node { Int(clamping: value) } else { nil }
    }

    private func match(_ function: String, _ pattern: Expr, _ bounds: [ValueBound]) -> Estimate {
        let text = bounds[0].bytes
        let running = Cost(16) + (text + 1) * (patternFactors[pattern.id] ?? Cost(1)) / 16
        switch function {
        case "regex.extract": return (running * 2, .text(text))
        case "regex.extractAll":
            return (running * 2 + text * 4, ValueBound(bytes: text, count: text + 1, slots: text + 2))
        case "regex.replace":
            let new = bounds.count > 2 ? bounds[2].bytes : .zero
            // Each reference to a group may stand for all of the text.
            let bytes = text + (text + 1) * new + new * text
            return (running * 2 + bytes, .text(bytes))
        default: return (running, .scalar)
        }
    }
}
