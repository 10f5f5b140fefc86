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
