/// Writes a condition as a scalar of some style in a random layout, and notes where each byte of
/// its meaning stands.
struct ScalarGenerator {
    enum Style: CaseIterable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    private var random: SplitMix64
    /// What the document has from `when: ` on.
    private(set) var written = ""
    /// What the condition is to be.
    private(set) var meaning = ""
    /// For each byte of the meaning, its offset in `written`.
    private(set) var offsets: [Int] = []
    private let lineEnd: String
    /// The indent of the rule's keys is 4.
    private let indent: String

    init(_ style: Style, seed: UInt64) {
        random = SplitMix64(state: seed)
        lineEnd = random.below(3) == 0 ? "\r\n" : "\n"
        indent = String(repeating: " ", count: 5 + random.below(4))
        let words = ["args.a == \"\"\""] + (0..<random.below(12)).map { _ in word() } + ["\"\"\""]
        switch style {
        case .plain: plain(words)
        case .singleQuoted: quoted(words, "'") { ("\($0)", $0 == "'" ? "''" : "\($0)") }
        case .doubleQuoted: doubleQuoted(words)
        case .literal, .folded: block(words, isFolded: style == .folded)
        }
        offsets.append(endOffset)
    }

    private var endOffset = 0

    private mutating func word() -> String {
        let pieces = ["a", "é", "😀", "名", "x#y", "b:c", "it's", "-", "1", "{", "]", ",", "\"a", "e\u{301}"]
        return (0...random.below(3)).map { _ in pieces[random.below(pieces.count)] }.joined() + "."
    }

    /// Adds a piece of the document and what it means; each byte stands for itself if they are the same.
    private mutating func add(_ source: String, means text: String) {
        let start = written.utf8.count
        for (index, _) in text.utf8.enumerated() { offsets.append(source == text ? start + index : start) }
        written += source
        meaning += text
    }

    private mutating func blanks() -> String {
        String((0..<random.below(3)).map { _ in random.below(4) == 0 ? "\t" : " " })
    }

    /// A space between words, or line ends that fold to a space or to line feeds.
    private mutating func fold() {
        let breaks = random.below(4)
        guard breaks > 0 else { return add(" ", means: " ") }
        written += blanks()
        if breaks == 1 {
            add(lineEnd, means: " ")
        } else {
            written += lineEnd
            for _ in 1..<breaks {
                written += random.below(2) == 0 ? "" : "  "
                let start = written.utf8.count
                offsets.append(start)
                written += lineEnd
                meaning += "\n"
            }
        }
        written += indent + blanks()
    }

    private mutating func plain(_ words: [String]) {
        for (index, word) in words.enumerated() {
            if index > 0 { fold() }
            add(word, means: word)
        }
        endOffset = written.utf8.count
        written += random.below(2) == 0 ? "" : "  # comment"
    }

    private mutating func quoted(
        _ words: [String], _ quote: String, _ encode: (Unicode.Scalar) -> (text: String, source: String)
    ) {
        written += quote
        for (index, word) in words.enumerated() {
            if index > 0 { fold() }
            for scalar in word.unicodeScalars {
                let (text, source) = encode(scalar)
                add(source, means: text)
            }
        }
        endOffset = written.utf8.count
        written += quote
    }

    private mutating func doubleQuoted(_ words: [String]) {
        var random = self.random
        quoted(words, "\"") { scalar in
            let text = String(scalar)
            let hexadecimal = String(scalar.value, radix: 16)
            let padded = String(repeating: "0", count: 8 - hexadecimal.count) + hexadecimal
            switch random.below(6) {
            case 0: return (text, "\\U" + padded)
            case 1 where scalar.value < 0x10000: return (text, "\\u" + padded.suffix(4))
            case 2 where scalar.value < 0x100: return (text, "\\x" + padded.suffix(2))
            default: return (text, scalar == "\"" || scalar == "\\" ? "\\" + text : text)
            }
        }
    }

    /// Words on lines, some of which are empty or indented further.
    private mutating func block(_ words: [String], isFolded: Bool) {
        written += (isFolded ? ">" : "|") + ["", "-", "+"][random.below(3)] + ["", " # comment"][random.below(2)] + lineEnd
        var wasIndented = false
        for (index, word) in words.enumerated() {
            let isIndented = index > 0 && random.below(4) == 0
            if index > 0 { separate(isFolded: isFolded && !wasIndented && !isIndented) }
            written += indent
            if isIndented { add("  ", means: "  ") }
            add(word, means: word)
            wasIndented = isIndented
        }
        endOffset = written.utf8.count
    }

    private mutating func separate(isFolded: Bool) {
        let breaks = 1 + random.below(3)
        if breaks == 1 {
            add(lineEnd, means: isFolded ? " " : "\n")
            return
        }
        for index in 0..<breaks {
            if index > 0, random.below(2) == 0 { written += "   " }
            if index == 0, isFolded { written += lineEnd } else { add(lineEnd, means: "\n") }
        }
    }
}

/// Steele, Lea and Flood's generator, 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}
