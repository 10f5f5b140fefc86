import CRE2

/// RE2 with its default options: an engine that shares nothing with this one.
final class RE2 {
    private let pattern: OpaquePointer

    init(_ source: String) {
        let bytes = Array(source.utf8)
        pattern = bytes.withUnsafeBytes { buffer in
            cre2_compile(buffer.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText, buffer.count)
        }
    }

    deinit {
        cre2_free(pattern)
    }

    /// Why it refuses the pattern, nil where it does not.
    var refusal: String? {
        cre2_ok(pattern) ? nil : String(cString: cre2_error(pattern))
    }

    /// Groups beside the match as a whole.
    var groupCount: Int { Int(cre2_group_count(pattern)) }

    /// The range of the first match from an offset on, then that of each group.
    func firstMatch(in utf8: [UInt8], from offset: Int = 0) -> [Range<Int>?]? {
        var places = [Int32](repeating: -1, count: 2 * (groupCount + 1))
        let isFound = utf8.withUnsafeBytes { buffer in
            cre2_first_match(
                pattern, buffer.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText, buffer.count,
                offset, &places, Int32(groupCount + 1))
        }
        guard isFound else { return nil }
        return stride(from: 0, to: places.count, by: 2).map { index in
            places[index] < 0 ? nil : Int(places[index])..<Int(places[index + 1])
        }
    }

    func matches(_ text: String) -> Bool {
        matches(Array(text.utf8))
    }

    func matches(_ utf8: [UInt8]) -> Bool {
        utf8.withUnsafeBytes { buffer in
            cre2_partial_match(
                pattern, buffer.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText, buffer.count)
        }
    }
}

private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    text.initialize(to: 0)
    return UnsafePointer(text)
}()
