import CallgateBytecode

/// The hash table from tool IDs to tools.
enum DispatchTable {
    /// Linear probing in a power of two of places, at most half of them taken.
    /// - Parameter ids: the tools' IDs in the order of their numbers.
    static func places(for ids: [[UInt8]]) -> [DispatchRecord] {
        var count = 2
        while count < 2 * ids.count { count *= 2 }
        var places = [DispatchRecord](repeating: .empty, count: count)
        for (tool, id) in ids.enumerated() {
            let hash = XXH3.hash(id)
            var place = Int(truncatingIfNeeded: hash) & (count - 1)
            while places[place].tool != noIndex { place = (place + 1) & (count - 1) }
            places[place] = DispatchRecord(hash: hash, tool: UInt32(tool))
        }
        return places
    }
}
