import CallgateBytecode

/// The fields of a call that a program wants, and the registers that the scan fills them into.
///
/// Registers are given out in the order in which fields are first wanted.
struct FieldTree {
    /// Root 0 is `args`, root 1 `context`.
    private(set) var nodes: [Node] = [Node(key: "args"), Node(key: "context")]
    private(set) var filled = 0

    /// Registers for fields; the others are for what is computed. Fields past it are selected.
    private static let mostFields = 160

    struct Node {
        let key: String
        /// Children by key; compared as bytes, since Swift's equality of strings is not.
        var children: [(key: String, node: Int)] = []
        var register: UInt8?
        var depth = 0
    }

    /// The register of a field, or nil where there is none left, it lies too deep or is named too long.
    mutating func register(root: Int, path: [String]) -> UInt8? {
        var node = root
        for key in path {
            if let child = child(of: node, key) {
                node = child
                continue
            }
            guard filled < Self.mostFields, nodes[node].depth + 1 < BytecodeLimits.pathDepth,
                key.utf8.count <= BytecodeLimits.textBytes
            else { return nil }
            nodes.append(
                Node(key: key, register: UInt8(filled), depth: nodes[node].depth + 1))
            filled += 1
            nodes[node].children.append((key, nodes.count - 1))
            node = nodes.count - 1
        }
        // Only the two roots start without one, and there is always one left for them.
        if nodes[node].register == nil {
            nodes[node].register = UInt8(filled)
            filled += 1
        }
        return nodes[node].register
    }

    private func child(of node: Int, _ key: String) -> Int? {
        nodes[node].children.first { $0.key.utf8.elementsEqual(key.utf8) }?.node
    }

    /// The nodes as records, level by level, siblings sorted by length, then bytes.
    /// Children are named by their indices among these.
    func records(_ image: inout ImageBuilder) -> [PathRecord] {
        var order = [0, 1]
        var next = 0
        var records: [PathRecord] = []
        while next < order.count {
            let node = nodes[order[next]]
            let children = node.children.sorted {
                let (left, right) = (Array($0.key.utf8), Array($1.key.utf8))
                return left.count != right.count
                    ? left.count < right.count : left.lexicographicallyPrecedes(right)
            }
            records.append(
                PathRecord(
                    key: image.intern(node.key), keyBytes: node.key.utf8,
                    firstChild: children.isEmpty ? 0 : UInt32(order.count),
                    childCount: UInt16(children.count), slot: node.register))
            order += children.map(\.node)
            next += 1
        }
        return records
    }
}
