internal import CallgateBytecode

/// A way through the elements of a list, or the entries of a map, wherever they are.
///
/// For a map, each step yields a key, after which the value must be taken.
struct ElementWalk {
    let container: Slot
    /// In the call: the cursor's place; else the index of the next stored slot.
    var position: Int
    /// Whether there may be another element.
    var hasNext: Bool

    @inline(__always)
    init(_ container: Slot, _ call: ByteSpan) {
        self.container = container
        if container.isInCall {
            var cursor = JSONCursor(call, at: container.offset)
            hasNext = container.length > 0 && cursor.enter()
            position = cursor.position
        } else {
            hasNext = container.length > 0
            position = 0
        }
    }
}

extension Machine {
    /// The next element or key, or nil at the end; also nil at a trap.
    mutating func next(_ walk: inout ElementWalk) -> Slot? {
        guard walk.hasNext, spend(1) else { return nil }
        let isMap = walk.container.isKind(.map)
        guard walk.container.isInCall else {
            let slot = storedSlot(walk.container, walk.position)
            walk.position &+= 1
            if !isMap { walk.hasNext = walk.position < walk.container.length }
            return slot
        }
        var cursor = JSONCursor(call, at: walk.position)
        let slot = isMap ? stringSlot(cursor.key()) : jsonSlot(&cursor)
        if !isMap { walk.hasNext = cursor.advance() }
        guard spend(bytes: cursor.position &- walk.position) else { return nil }
        walk.position = cursor.position
        return trap == nil ? slot : nil
    }

    /// The value of the key that ``next(_:)`` has just yielded.
    mutating func entryValue(_ walk: inout ElementWalk) -> Slot {
        guard walk.container.isInCall else {
            let slot = storedSlot(walk.container, walk.position)
            walk.position &+= 1
            walk.hasNext = walk.position < 2 &* walk.container.length
            return slot
        }
        var cursor = JSONCursor(call, at: walk.position)
        let slot = jsonSlot(&cursor)
        _ = spend(bytes: cursor.position &- walk.position)
        walk.hasNext = cursor.advance()
        walk.position = cursor.position
        return slot
    }

    /// The number of elements or entries.
    mutating func count(_ container: Slot) -> Int {
        guard container.isInCall else { return container.length }
        guard container.length > 0, spend(bytes: container.length) else { return 0 }
        let isMap = container.isKind(.map)
        var cursor = JSONCursor(call, at: container.offset)
        guard cursor.enter() else { return 0 }
        var total = 0
        repeat {
            if isMap { _ = cursor.key() }
            cursor.value()
            total &+= 1
        } while cursor.advance()
        return total
    }

    /// `item in container`.
    mutating func contained(_ item: Slot, in container: Slot) -> Slot {
        if item.isKind(.error) { return item }
        switch container.kind {
        case .error: return container
        case .map:
            guard let value = lookUp(item, in: container) else { return .bool(false) }
            return value.isError(.duplicateKey) ? value : .bool(true)
        case .list:
            var failure: Slot?
            var elements = ElementWalk(container, call)
            while let element = next(&elements) {
                let result = equality(item, element, wanted: true)
                if result.isTrue { return result }
                if result.isKind(.error), failure == nil { failure = result }
            }
            return failure ?? .bool(false)
        default: return error(.noSuchOverload, item, container)
        }
    }

    /// `size(value)`.
    mutating func size(_ value: Slot) -> Slot {
        switch value.kind {
        case .error: return value
        case .string:
            _ = spend(bytes: value.length)
            return .int(Int64(bytes(of: value).scalarCount()))
        case .bytes: return .int(Int64(value.length))
        case .list: return .int(Int64(count(value)))
        case .map:
            if value.isInCall, let duplicate = duplicateKey(in: value) { return duplicate }
            return .int(Int64(count(value)))
        default: return error(.noSuchOverload, value)
        }
    }
}
