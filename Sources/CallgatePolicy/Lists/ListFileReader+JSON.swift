import CallgateLanguage

extension ListFileReader {
    /// An array of texts, numbers, truth values and nulls.
    mutating func readArray() throws(Failure) {
        do throws(JSONTree.Failure) {
            try JSONTree.readElements(bytes) { node throws(JSONTree.Failure) in try append(node) }
        } catch {
            throw Failure(message: error.message, range: error.range)
        }
    }

    private mutating func append(_ node: YAMLNode) throws(JSONTree.Failure) {
        guard case .scalar(let scalar) = node.content else {
            throw JSONTree.Failure(
                message: "a list holds texts, numbers, truth values and nulls, no arrays and no objects", range: node.range)
        }
        do {
            guard scalar.style == .plain else { return try values.append(text: scalar.bytes[...]) }
            switch scalar.bytes.first {
            case UInt8(ascii: "t"): try values.append(.bool(true))
            case UInt8(ascii: "f"): try values.append(.bool(false))
            case UInt8(ascii: "n"): try values.append(.null)
            default: try values.append(number: scalar.text)
            }
        } catch {
            throw JSONTree.Failure(message: "\(error)", range: node.range)
        }
    }
}
