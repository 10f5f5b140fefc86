internal import CallgateBytecode
public import CallgateCompiler
public import CallgatePolicy
internal import Crypto

/// A list of a policy, as its image has it.
public struct GateList: Hashable, Sendable {
    public var name: String
    /// How many values it has, those that are repeated included.
    public var count: Int
    /// Whether a rule looks values up in it.
    public var isLookedUp: Bool
    /// Whether it can't be replaced, as a rule does more with it.
    public var isCompiledIn: Bool
}

extension Gate {
    /// The lists of the policy, in the order of its documents.
    public var lists: [GateList] {
        let lists = Self.lists(of: image.view)
        guard let inner = image.results.map({ Self.lists(of: $0.view) }) else { return lists }
        return lists.map { list in
            guard let same = inner.first(where: { $0.name == list.name }) else { return list }
            var list = list
            list.isLookedUp = list.isLookedUp || same.isLookedUp
            list.isCompiledIn = list.isCompiledIn || same.isCompiledIn
            return list
        }
    }

    private static func lists(of view: ImageView) -> [GateList] {
        (0..<view.lists.count).map { index in
            let list = view.lists[index]
            return GateList(
                name: view.text(list.name), count: Int(list.count), isLookedUp: list.lookup != noIndex,
                isCompiledIn: list.constant != noIndex)
        }
    }

    /// A gate with the values of one list replaced, made and verified beside this one, which goes on deciding.
    /// Whoever shares a gate between threads puts the new one in its place when it is there.
    ///
    /// - Throws: ``ListReplacementError``, for a list that there is none of, or that rules do more with than look
    ///   values up in it.
    /// - Complexity: linear in the image and the values.
    public func replacing(list name: String, with values: ListValues) throws(ListReplacementError) -> Gate {
        let image = try self.image(replacing: name, with: values)
        do {
            return try Gate(image: image)
        } catch {
            throw .image(error)
        }
    }

    /// The image of ``replacing(list:with:)``, unsigned.
    ///
    /// Its digest is SHA-256 over the digest of this image, the length of the name (8 bytes, little-endian), the
    /// name, and SHA-256 of the values: of each a byte (0 null, 1 bool, 2 int, 3 double, 4 text), 8 bytes
    /// little-endian (0, 0 or 1, the bits of a number, the length of a text) and the bytes of a text.
    public func image(replacing name: String, with values: ListValues) throws(ListReplacementError) -> [UInt8] {
        let contents: ImageContents
        do {
            contents = try ImageContents(decoding: unsafe Array(image.storage.bytes))
        } catch {
            throw .image(error)
        }
        let digest = Self.digest(policyDigest, name, values)
        return try contents.replacing(list: name, with: values, digest: digest).encoded()
    }

    private static func digest(_ old: [UInt8], _ name: String, _ values: ListValues) -> [UInt8] {
        var inner = SHA256()
        for item in values.items {
            let (kind, bits): (UInt8, UInt64) =
                switch item {
                case .null: (0, 0)
                case .bool(let value): (1, value ? 1 : 0)
                case .int(let value): (2, UInt64(bitPattern: value))
                case .double(let value): (3, value.bitPattern)
                case .text(_, let count): (4, UInt64(count))
                }
            inner.update(data: [kind] + bytes(bits))
            if case .text(let start, let count) = item { inner.update(data: values.bytes(start, count)) }
        }
        var hash = SHA256()
        hash.update(data: old)
        hash.update(data: bytes(UInt64(name.utf8.count)))
        hash.update(data: Array(name.utf8))
        hash.update(data: Array(inner.finalize()))
        return Array(hash.finalize())
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
