internal import CallgateSystem

/// Texts that a decider has made before: names of tools and of rules are few, and making a string of bytes costs more than
/// finding it.
struct DeciderTexts: ~Copyable {
    private static let places = 16
    /// Longer texts are not kept.
    private static let mostBytes = 256

    private var tools = InlineArray<16, String>(repeating: "")
    private var rules = InlineArray<16, (rule: Int, name: String)>(repeating: (-1, ""))

    /// - Parameter bytes: UTF-8.
    mutating func tool(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.count <= Self.mostBytes else { return unsafe String(decoding: bytes, as: UTF8.self) }
        let place = bytes.count & (Self.places - 1)
        let isSame = unsafe tools[place].utf8.withContiguousStorageIfAvailable { known in
            // As many bytes of each as are compared.
            unsafe known.count == bytes.count && (known.isEmpty || memcmp(known.baseAddress!, bytes.baseAddress!, known.count) == 0)
        }
        if isSame != true { unsafe tools[place] = String(decoding: bytes, as: UTF8.self) }
        return tools[place]
    }

    /// The name of a rule, or what a function says it is.
    mutating func rule(_ rule: Int, _ name: () -> String) -> String {
        let place = rule & (Self.places - 1)
        if rules[place].rule != rule { rules[place] = (rule, name()) }
        return rules[place].name
    }
}

extension Decider {
    /// The ID of the tool in the machine's last call; nil where that could not be read up to it.
    mutating func toolName(in text: UnsafeRawBufferPointer) -> String? {
        var name: String?
        unsafe machine.withToolID(in: text) { unsafe name = texts.tool($0) }
        return name
    }
}
