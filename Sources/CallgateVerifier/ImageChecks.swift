import CXXHash
import CallgateBytecode

/// The checks of an image whose frame is right, a file for each part of it.
///
/// A class, because the walks over programs hold it: there may be many thousands of them.
final class ImageChecks {
    let view: ImageView
    private let texts: TextIndex
    /// The code of all programs, once these have been walked through.
    var code = CodeRuns()

    init(view: ImageView) {
        self.view = view
        // The section's own bytes.
        unsafe texts = TextIndex(
            UnsafeRawBufferPointer(start: view.data.address(of: 0), count: view.data.count))
    }

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
        let data = unsafe UnsafeRawBufferPointer(start: view.data.address(of: 0), count: view.data.count)
        let isValid = unsafe texts.isText(Int(reference.offset)..<end, in: data)
        try require(isValid, 3, "\(what()) is not UTF-8")
    }

    /// V3: the elements exist.
    func checkRun(
        _ run: RunRef, of count: Int, _ what: @autoclosure () -> String
    ) throws(ImageError) {
        try require(
            run.range.upperBound <= count, 3, "\(what()) ends at \(run.range.upperBound) of \(count)")
    }

    /// Whether bytes of the data section, which lie in it, come before others, a prefix before what it
    /// starts.
    func precedes(_ left: TextRef, _ right: TextRef) -> Bool {
        let order = unsafe callgate_compare(
            view.data.address(of: Int(left.offset)), view.data.address(of: Int(right.offset)),
            Int(min(left.length, right.length)))
        return order != 0 ? order < 0 : left.length < right.length
    }
}
