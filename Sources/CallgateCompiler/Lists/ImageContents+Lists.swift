public import CallgateBytecode
public import CallgatePolicy

/// Why a list of an image can't be replaced.
public enum ListReplacementError: Error, Hashable, Sendable, CustomStringConvertible {
    /// With the names of those that there are.
    case unknown(String, known: [String])
    /// Its rules do more than look values up in it, so that they were compiled for the values that it had.
    case compiledIn(String)
    /// Values that no table can hold together.
    case collision(String)
    /// The texts of the lists do not stand where compilers put them.
    case form
    case image(ImageError)

    public var description: String {
        switch self {
        case .unknown(let name, let known):
            known.isEmpty
                ? "there is no list `\(name)`: the image has none"
                : "there is no list `\(name)`; there are \(known.map { "`\($0)`" }.joined(separator: ", "))"
        case .compiledIn(let name):
            "the list `\(name)` can't be replaced: a rule does more than look values up in it, so that it is compiled in"
        case .collision(let name): "too many values of the list `\(name)` have the same hash"
        case .form: "the lists of the image do not stand behind its other data"
        case .image(let error): "\(error)"
        }
    }
}

extension ImageContents {
    /// The contents of a verified image with the values of one list replaced, unsigned. The image of the rules about
    /// results is changed with it.
    ///
    /// - Parameter digest: the digest of the policy as it is then, 32 bytes.
    /// - Complexity: linear in the image and the values.
    public func replacing(
        list name: String, with values: ListValues, digest: [UInt8]
    ) throws(ListReplacementError) -> ImageContents {
        let names = lists.map { String(decoding: data[$0.name.range], as: UTF8.self) }
        guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
            throw .unknown(name, known: names)
        }
        guard lists[index].constant == noIndex else { throw .compiledIn(name) }
        var contents = self
        contents.policyDigest = digest
        contents.signature = []
        contents.lists[index].count = UInt32(values.count)
        if lists[index].lookup != noIndex { try contents.replaceTable(ofList: index, name, by: values) }
        if !results.isEmpty {
            contents.results = try Self.contents(of: results).replacing(list: name, with: values, digest: digest).encoded()
        }
        return contents
    }

    private static func contents(of image: [UInt8]) throws(ListReplacementError) -> ImageContents {
        do {
            return try ImageContents(decoding: image)
        } catch {
            throw .image(error)
        }
    }

    private mutating func replaceTable(
        ofList index: Int, _ name: String, by values: ListValues
    ) throws(ListReplacementError) {
        let table: ListTable
        do {
            table = try ListTable(values)
        } catch {
            throw .collision(name)
        }
        let ranges = lists.map { textRange(of: $0) }
        let start = try startOfTexts(ranges)
        // The lists' texts anew, in the order of the lists, and how far those that stay are moved.
        var newData = Array(data[..<start])
        var moves: [Int: Int] = [:]
        var offset = 0
        for (other, range) in zip(lists.indices, ranges) {
            if other == index {
                offset = newData.count
                newData += table.text
            } else if !range.isEmpty {
                moves[Int(lists[other].lookup)] = newData.count - range.lowerBound
                newData += data[range]
            }
        }
        var newPlaces: [PlaceRecord] = []
        newPlaces.reserveCapacity(places.count + table.places.count)
        let replaced = Int(lists[index].lookup)
        for lookup in lookups.indices {
            let old = places[lookups[lookup].places.range]
            lookups[lookup].places.start = UInt32(newPlaces.count)
            if lookup == replaced {
                newPlaces += table.places(textAt: offset)
                lookups[lookup].places.count = UInt32(table.places.count)
                lookups[lookup].longest = UInt32(table.longest)
            } else if let move = moves[lookup] {
                newPlaces += old.map { $0.moved(by: move) }
            } else {
                newPlaces += old
            }
        }
        (data, places) = (newData, newPlaces)
    }

    /// Where the texts of a list's lookup lie in data; empty where it has none.
    private func textRange(of list: ListRecord) -> Range<Int> {
        guard list.lookup != noIndex else { return 0..<0 }
        var range = Int.max..<Int.max
        for place in places[lookups[Int(list.lookup)].places.range] where place.kind == .text && place.text.length > 0 {
            let text = place.text.range
            range = range.lowerBound == .max
                ? text : min(range.lowerBound, text.lowerBound)..<max(range.upperBound, text.upperBound)
        }
        return range.lowerBound == .max ? 0..<0 : range
    }

    /// Where the texts of the lists start, which fill the end of data one behind the other.
    private func startOfTexts(_ ranges: [Range<Int>]) throws(ListReplacementError) -> Int {
        let texts = ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        guard let start = texts.first?.lowerBound else { return data.count }
        var end = start
        for range in texts {
            guard range.lowerBound == end else { throw .form }
            end = range.upperBound
        }
        guard end == data.count else { throw .form }
        return start
    }
}

extension TextRef {
    fileprivate var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}
