import CallgateRegex

/// Writes texts that a pattern matches, nearly matches, or has nothing to do with.
struct SubjectGenerator<Random: RandomNumberGenerator> {
    var random: Random

    init(random: Random) {
        self.random = random
    }

    /// - Parameter count: of which about half are derived from the tree.
    mutating func subjects(for tree: RegexTree, count: Int) -> [String] {
        (0..<count).map { index in
            var scalars: [Unicode.Scalar] = []
            switch index % 4 {
            case 0: appendSample(of: tree, to: &scalars)
            case 1:
                scalars = noise()
                appendSample(of: tree, to: &scalars)
                scalars += noise()
            case 2:
                appendSample(of: tree, to: &scalars)
                mutate(&scalars)
            default: scalars = noise()
            }
            return String(String.UnicodeScalarView(scalars.prefix(64)))
        }
    }

    private mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: random.next() % UInt64(bound))
    }

    private mutating func noise() -> [Unicode.Scalar] {
        (0..<below(5)).map { _ in
            let alphabet = PatternGenerator<SplitMix64>.alphabet
            return alphabet[below(alphabet.count)]
        }
    }

    private mutating func mutate(_ scalars: inout [Unicode.Scalar]) {
        guard !scalars.isEmpty else { return }
        let place = below(scalars.count)
        switch below(3) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(contentsOf: noise(), at: place)
        default: scalars.replaceSubrange(place..<(place + 1), with: noise())
        }
    }

    /// Appends what the tree may match, with assertions taken to hold.
    private mutating func appendSample(of tree: RegexTree, to scalars: inout [Unicode.Scalar]) {
        switch tree {
        case .empty: break
        case .assertion(let assertion):
            if assertion == .lineStart || assertion == .lineEnd, below(2) == 0 {
                scalars.append("\n")
            }
        case .scalars(let set):
            guard !set.ranges.isEmpty else { break }
            let range = set.ranges[below(set.ranges.count)]
            let extent = Int(range.upperBound - range.lowerBound)
            let offset = [0, extent, below(extent + 1)][below(3)]
            if let scalar = Unicode.Scalar(range.lowerBound + UInt32(offset)) {
                scalars.append(scalar)
            }
        case .concatenation(let parts):
            for part in parts {
                appendSample(of: part, to: &scalars)
            }
        case .alternation(let parts):
            appendSample(of: parts[below(parts.count)], to: &scalars)
        case .repetition(let part, let minimum, let maximum):
            let most = min(maximum ?? minimum + 3, minimum + 3)
            for _ in 0..<(minimum + below(most - minimum + 1)) {
                appendSample(of: part, to: &scalars)
            }
        }
    }
}
