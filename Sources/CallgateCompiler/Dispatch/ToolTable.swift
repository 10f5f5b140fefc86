import CallgateBytecode

/// A minimal perfect hash over the IDs of tools: pilots that lead each ID to a place of its own, of
/// as many places as there are IDs (``ToolPlace``).
///
/// IDs that one pilot leads are a bucket. Buckets get their pilots one after the other, the largest first,
/// as long as most places are free: the first pilot that leads all of the bucket to free places.
/// - Complexity: some 20 pilots are tried for each ID.
struct ToolTable {
    let seed: UInt8
    let pilots: [UInt32]
    /// For each place, which of the IDs it is.
    let order: [Int]

    /// - Parameters:
    ///   - ids: all different.
    ///   - limit: pilots that are tried for a bucket before another seed is.
    ///   - hash: of an ID, with a seed.
    /// - Returns: nil where no seed is good: two IDs have the same hash with each of them.
    init?(
        _ ids: [[UInt8]], limit: UInt32 = CompilerLimits.pilots,
        hash: ([UInt8], UInt64) -> UInt64 = { XXH3.hash($0, seed: $1) }
    ) {
        for seed in 0..<CompilerLimits.toolSeeds {
            var search = PilotSearch(ids.map { hash($0, UInt64(seed)) }, limit: limit)
            guard search.run() else { continue }
            self.seed = UInt8(seed)
            pilots = search.pilots
            order = search.order
            return
        }
        return nil
    }
}

/// The search for the pilots of hashes.
private struct PilotSearch {
    private let hashes: [UInt64]
    private let limit: UInt32
    /// The indices of the hashes, those of one bucket together.
    private var members: [Int]
    /// Where each bucket's members start, and where the last one's end.
    private var starts: [Int]
    var pilots: [UInt32]
    /// For each place the index of its hash, or -1.
    var order: [Int]

    init(_ hashes: [UInt64], limit: UInt32) {
        self.hashes = hashes
        self.limit = limit
        let count = ToolPlace.pilots(forTools: hashes.count)
        pilots = [UInt32](repeating: 0, count: count)
        order = [Int](repeating: -1, count: hashes.count)
        members = [Int](repeating: 0, count: hashes.count)
        starts = [Int](repeating: 0, count: count + 1)
        let buckets = hashes.map { ToolPlace.pilot(of: $0, pilots: count) }
        for bucket in buckets { starts[bucket + 1] += 1 }
        for bucket in 0..<count { starts[bucket + 1] += starts[bucket] }
        var ends = starts
        for (index, bucket) in buckets.enumerated() {
            members[ends[bucket]] = index
            ends[bucket] += 1
        }
    }

    /// - Returns: whether each hash has its place.
    mutating func run() -> Bool {
        let buckets = pilots.indices.sorted { (size($0), $1) > (size($1), $0) }
        for bucket in buckets where size(bucket) > 0 {
            guard place(bucket) else { return false }
        }
        return true
    }

    private func size(_ bucket: Int) -> Int { starts[bucket + 1] - starts[bucket] }

    /// Finds the pilot of a bucket, and gives its members their places.
    private mutating func place(_ bucket: Int) -> Bool {
        let range = starts[bucket]..<starts[bucket + 1]
        // No pilot parts what is the same.
        guard Set(members[range].map { hashes[$0] }).count == range.count else { return false }
        for pilot in 0..<limit where fits(range, pilot) {
            pilots[bucket] = pilot
            return true
        }
        return false
    }

    /// Puts members into their places, unless one is taken.
    private mutating func fits(_ range: Range<Int>, _ pilot: UInt32) -> Bool {
        for index in range {
            let place = place(members[index], pilot)
            if order[place] >= 0 {
                for earlier in range.lowerBound..<index { order[self.place(members[earlier], pilot)] = -1 }
                return false
            }
            order[place] = members[index]
        }
        return true
    }

    private func place(_ member: Int, _ pilot: UInt32) -> Int {
        ToolPlace.place(of: hashes[member], pilot: pilot, tools: hashes.count)
    }
}
