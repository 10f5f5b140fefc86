/// The candidate that a misspelt name most likely means: the same but for case, or else one that
/// few edits separate from it, one for every three letters and at most two; of equals the first.
///
/// - Complexity: O(*n*) in the candidates; names longer than 40 bytes have no near one.
func nearest(to name: String, among candidates: [String]) -> String? {
    let wanted = lowercased(name)
    guard !wanted.isEmpty, wanted.count <= 40 else { return nil }
    var best: String?
    var bestDistance = min(2, (wanted.count + 1) / 3) + 1
    for candidate in candidates {
        let distance = editDistance(wanted, lowercased(candidate), limit: bestDistance)
        if distance < bestDistance {
            best = candidate
            bestDistance = distance
        }
    }
    return best
}

private func lowercased(_ name: String) -> [UInt8] {
    name.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
}

/// Levenshtein's distance, or `limit` where it is not smaller.
private func editDistance(_ first: [UInt8], _ second: [UInt8], limit: Int) -> Int {
    guard abs(first.count - second.count) < limit else { return limit }
    var row = Array(0...second.count)
    for (index, byte) in first.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in second.indices {
            let substituted = diagonal + (byte == second[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substituted, min(row[column], row[column + 1]) + 1)
        }
    }
    return min(limit, row[second.count])
}
