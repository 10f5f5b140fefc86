/// The candidate that is nearest to what was written, for suggestions.
///
/// Distance is the number of scalars to insert, delete, replace or swap with a neighbour (optimal
/// string alignment); names that differ in letter case alone are nearest of all. Only a distance
/// of at most a third of the longer name, or 1 if both have two scalars, is near; names over 64
/// scalars never are.
/// Of equally near candidates the first in lexical order is taken.
public func nearest(to written: String, among candidates: some Sequence<String>) -> String? {
    let source = Array(written.unicodeScalars)
    guard !source.isEmpty, source.count <= 64 else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates where candidate != written {
        let target = Array(candidate.unicodeScalars)
        let allowed = max(min(source.count, target.count) > 1 ? 1 : 0, max(source.count, target.count) / 3)
        guard target.count <= 64, abs(source.count - target.count) <= allowed else { continue }
        let distance: Int
        if written.lowercased() == candidate.lowercased() {
            distance = 0
        } else {
            distance = editDistance(source, target)
            guard distance <= allowed, distance < max(source.count, target.count) else { continue }
        }
        if let found = best, (found.distance, found.candidate) <= (distance, candidate) { continue }
        best = (candidate, distance)
    }
    return best?.candidate
}

/// Optimal string alignment, in time and space proportional to the product of the lengths.
private func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for row in first.indices.map({ $0 + 1 }) {
        var current = [row]
        for column in second.indices.map({ $0 + 1 }) {
            let isSame = first[row - 1] == second[column - 1]
            var cost = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
                cost = min(cost, beforePrevious[column - 2] + 1)
            }
            current.append(cost)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[second.count]
}
