import CallgateLanguage

/// Fields of calls, as records and approvals name them.
extension PolicyReader {
    /// Paths of fields of `args` and `context`; those that are none are reported where they stop to be one.
    /// - Parameter root: where a field stands, most likely, that is written without `args` and `context`.
    mutating func fields(of entry: YAMLEntry, _ what: String, in root: String = "args") -> [(path: FieldPath, range: SourceRange)] {
        let found = texts(of: entry, what, item: "a field", .path, limit: PolicyLimits.recordedFields) ?? []
        return found.compactMap { scalar, range in field(scalar, at: range, in: root).map { ($0, range) } }
    }

    private mutating func field(_ scalar: YAMLScalar, at range: SourceRange, in root: String) -> FieldPath? {
        let path: FieldPath
        do throws(FieldPathError) { path = try FieldPath(scalar.text) } catch {
            report(error, in: scalar, root)
            return nil
        }
        guard path.steps.count > 1 else {
            error("`\(path.text)` is all of it and no field, such as `args.card.number` is one", at: range)
            return nil
        }
        guard case .field = path.steps[1] else {
            error("`\(path.root)` has fields and no elements, so that `\(shortened(path.text))` is nothing", at: range)
            return nil
        }
        return path
    }

    private mutating func report(_ failure: FieldPathError, in scalar: YAMLScalar, _ root: String) {
        let offsets = ScalarDecoder.decode(scalar, in: texts[document].bytes).offsets
        let likely = findings.isFull ? nil : FieldPath.likely(scalar.text, in: root)
        error(
            "`\(shortened(scalar.text))` is no field of a call: \(failure.reason)",
            at: SourceRange(offsets[failure.offset], offsets[scalar.bytes.count]), suggestion: likely?.text,
            notes: ["a field is written as conditions write it, such as `args.card.number`"])
    }
}
