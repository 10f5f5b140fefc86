import CallgateBytecode

/// The checks of an image whose frame is right, a file for each part of it.
struct ImageChecks {
    let view: ImageView

    /// Refuses the image unless the condition holds.
    func require(
        _ condition: Bool, _ rule: Int, _ reason: @autoclosure () -> String
    ) throws(ImageError) {
        guard condition else { throw .verification(rule: rule, reason: reason()) }
    }

    /// V3: the bytes lie within the data section; text is UTF-8.
    func checkReference(
        _ reference: TextRef, isText: Bool = true, _ what: @autoclosure () -> String
    ) throws(ImageError) {
        let end = Int(reference.offset) + Int(reference.length)
        try require(end <= view.data.count, 3, "\(what()) ends at \(end) of \(view.data.count) bytes of data")
        guard isText else { return }
        let bytes = unsafe UnsafeRawBufferPointer(
            start: view.data.address(of: Int(reference.offset)), count: Int(reference.length))
        let isValid = unsafe isUTF8(bytes)
        try require(isValid, 3, "\(what()) is not UTF-8")
    }

    /// V3: the elements exist.
    func checkRun(
        _ run: RunRef, of count: Int, _ what: @autoclosure () -> String
    ) throws(ImageError) {
        try require(
            run.range.upperBound <= count, 3, "\(what()) ends at \(run.range.upperBound) of \(count)")
    }

    private func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Most names are ASCII, eight bytes at a time.
        var index = 0
        while index + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        var rest = unsafe bytes[index...].makeIterator()
        var decoder = UTF8()
        while true {
            switch unsafe decoder.decode(&rest) {
            case .scalarValue: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }
}
