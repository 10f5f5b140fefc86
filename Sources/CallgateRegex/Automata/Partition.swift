/// A partition of 0..<count into blocks that are refined by marking some members of a block.
struct Partition {
    /// The members, those of a block side by side, the marked ones first.
    private var members: [Int]
    private var location: [Int]
    private(set) var blockOf: [Int]
    private var starts: [Int] = []
    private var ends: [Int] = []
    private var marked: [Int] = []
    private var touched: [Int] = []

    var blockCount: Int { starts.count }

    /// - Parameter labels: for each member its first block, below `labelCount`; labels that do
    ///   not occur make no block.
    init(labels: [Int], labelCount: Int) {
        var buckets: [[Int]] = Array(repeating: [], count: labelCount)
        for (member, label) in labels.enumerated() {
            buckets[label].append(member)
        }
        members = []
        location = Array(repeating: 0, count: labels.count)
        blockOf = location
        for bucket in buckets where !bucket.isEmpty {
            starts.append(members.count)
            for member in bucket {
                location[member] = members.count
                blockOf[member] = starts.count - 1
                members.append(member)
            }
            ends.append(members.count)
            marked.append(0)
        }
    }

    func members(of block: Int) -> [Int] {
        Array(members[starts[block]..<ends[block]])
    }

    mutating func mark(_ member: Int) {
        let block = blockOf[member]
        let border = starts[block] + marked[block]
        let place = location[member]
        guard place >= border else { return }
        if marked[block] == 0 {
            touched.append(block)
        }
        let other = members[border]
        members[border] = member
        members[place] = other
        location[member] = border
        location[other] = place
        marked[block] += 1
    }

    /// Parts the marked members of each block from the others and removes the marks. Returns the
    /// new blocks, each of which is the smaller half of the one that it was parted from.
    mutating func split() -> [Int] {
        var fresh: [Int] = []
        for block in touched {
            let count = marked[block]
            let size = ends[block] - starts[block]
            marked[block] = 0
            if count == size { continue }
            let border = starts[block] + count
            let part: Range<Int>
            if count <= size - count {
                part = starts[block]..<border
                starts[block] = border
            } else {
                part = border..<ends[block]
                ends[block] = border
            }
            starts.append(part.lowerBound)
            ends.append(part.upperBound)
            marked.append(0)
            for place in part {
                blockOf[members[place]] = starts.count - 1
            }
            fresh.append(starts.count - 1)
        }
        touched = []
        return fresh
    }
}
