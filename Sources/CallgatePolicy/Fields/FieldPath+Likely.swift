import CallgateLanguage

extension FieldPath {
    /// The path of a field that was most likely meant by a text that is none.
    /// - Parameter root: where fields stand that the text does not say it of: `args` or `context`.
    static func likely(_ text: String, in root: String) -> FieldPath? {
        guard text.utf8.count <= PolicyLimits.fieldPathBytes else { return nil }
        let candidates = closed(text) + [rewritten(text, in: root)].compactMap { $0 }
        for candidate in candidates {
            if let path = try? FieldPath(candidate), path.steps.count > 1 { return path }
        }
        return nil
    }

    /// The text with what may be missing at its end.
    private static func closed(_ text: String) -> [String] {
        // A bracket that stands there closes a key's quote no more than the end of the text does.
        text.utf8.last == UInt8(ascii: "]") ? [] : ["]", "`", "\"]", "']"].map { text + $0 }
    }

    /// The text with each of its names written in a way that is read.
    private static func rewritten(_ text: String, in root: String) -> String? {
        var names = text.split(separator: ".").map(String.init)
        if names.first == "$" { names.removeFirst() }
        guard let first = names.first else { return nil }
        var path = root
        if let meant = likelyRoot(first) {
            path = meant
            names.removeFirst()
        }
        for (index, name) in names.enumerated() {
            guard let step = step(name, isFirst: index == 0) else { return nil }
            path += step
        }
        return path
    }

    private static func likelyRoot(_ name: String) -> String? {
        switch name {
        case "args", "arguments", "params", "parameters": "args"
        case "context", "ctx": "context"
        default: nearest(to: name, among: ["args", "context"])
        }
    }

    /// A name between two dots as steps of a path; nil where it can't be told what it means.
    /// - Parameter isFirst: whether it is a field of `args` or `context`, which are no lists.
    private static func step(_ name: String, isFirst: Bool) -> String? {
        if name == "*", !isFirst { return "[*]" }
        if !isFirst, name.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) { return "[\(name)]" }
        let indexed = name.hasSuffix("[]") ? name.dropLast(2) + "[*]" : name
        if (try? FieldPath("args.\(indexed)")) != nil { return ".\(indexed)" }
        return name.contains(where: { "*[]`\\\"'".contains($0) }) ? nil : ".`\(name)`"
    }
}
