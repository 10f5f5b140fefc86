public import CallgateLanguage
import Foundation

/// A type in the notation of the suite.
public func parseType(_ text: String) -> CELType {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
        let simple: [String: CELType] = [
            "int": .int, "uint": .uint, "double": .double, "bool": .bool, "string": .string, "bytes": .bytes,
            "null_type": .null, "null": .null, "dyn": .dyn, "any": .dyn, "timestamp": .timestamp,
            "duration": .duration, "error": .error, "type": .type(.dyn),
        ]
        if let type = simple[text] { return type }
        return text.allSatisfy(\.isUppercase) ? .parameter(text) : .opaque(text, [])
    }
    var parameters: [CELType] = []
    var depth = 0
    var start = text.index(after: open)
    for index in text[start...].indices {
        switch text[index] {
        case "(": depth += 1
        case ")" where depth > 0: depth -= 1
        case ")",
            "," where depth == 0:
            parameters.append(parseType(text[start..<index].trimmingCharacters(in: .whitespaces)))
            start = text.index(after: index)
        default: break
        }
    }
    switch text[..<open] {
    case "list": return .list(parameters[0])
    case "map": return .map(parameters[0], parameters[1])
    case "wrapper": return .wrapper(parameters[0])
    case "type": return .type(parameters[0])
    case "optional_type": return .optional(parameters[0])
    default: return .opaque(String(text[..<open]), parameters)
    }
}
