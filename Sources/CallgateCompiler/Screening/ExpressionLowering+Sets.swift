import CallgateBytecode
import CallgateLanguage

// Tests against many constants, each as one look-up.
extension ExpressionLowering {
    private var lookupTests: LookupTests { LookupTests(folder: folder, optimizes: options.optimizes) }

    /// `value in [constants]`, and `value in lists.name`.
    /// - Returns: whether it was one that a look-up answers.
    mutating func membership(
        _ args: [Expr], into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) -> Bool {
        let lookup: UInt32
        if let list = image.list(args[1]) {
            lookup = try image.lookup(ofList: list, at: args[1].range)
        } else if let keys = lookupTests.membership(args) {
            lookup = image.intern(set: keys)
        } else {
            return false
        }
        let value = try evaluate(args[0], &image)
        builder.emit(.member, a: register, b: value, x: lookup)
        return true
    }

    /// `[texts].exists(s, value.endsWith(s))`, and likewise `startsWith` and `contains`.
    mutating func affixes(
        _ loop: Comprehension, into register: UInt8, _ image: inout ImageBuilder
    ) throws(LoweringError) -> Bool {
        guard let affixes = lookupTests.affixes(loop),
            let lookup = image.intern(texts: affixes.texts, affixes.kind)
        else { return false }
        let text = try evaluate(affixes.value, &image)
        // An error is one of the test, not of the loop around it.
        builder.range = affixes.test.range
        builder.emit(.matchTexts, a: register, b: text, x: lookup)
        return true
    }
}
