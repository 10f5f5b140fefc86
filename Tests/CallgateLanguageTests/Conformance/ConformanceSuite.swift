import CallgateLanguage
import Foundation

/// The converted cases of cel-spec's conformance suite, which lie beside the package.
enum ConformanceSuite {
    struct Case: Decodable, CustomStringConvertible {
        var id: String
        var expr: String
        var container: String?
        var disable_macros: Bool?
        var disable_check: Bool?
        var type_env: [Declaration]?
        var expect: Expectation
        var libs: [String]?

        var description: String { id }
        var suite: String { String(id.prefix { $0 != "#" }) }
    }

    struct Declaration: Decodable {
        var name: String
        var ident: String?
        var overloads: [Form]?
    }

    struct Form: Decodable {
        var id: String
        var params: [String]
        var result: String
        var instance: Bool
    }

    struct Expectation: Decodable {
        var kind: String
        var type: String?
    }

    private struct File: Decodable {
        var tests: [Case]
    }

    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/cel-conformance")

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    static func load() throws -> [Case] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        return try files.flatMap { try JSONDecoder().decode(File.self, from: Data(contentsOf: $0)).tests }
    }
}

extension ConformanceSuite.Case {
    /// The environment that the case asks for.
    var environment: Environment {
        var environment = Environment(container: container ?? "")
        environment.parser.macros = disable_macros == true ? [] : .every
        environment.checker.allowsDynamicPatterns = true
        environment.functions.add(.optionals)
        environment.functions.add(.twoVariables)
        environment.types["optional_type"] = .optional(.dyn)
        for declaration in type_env ?? [] {
            if let type = declaration.ident { environment.variables[declaration.name] = parseType(type) }
            if let overloads = declaration.overloads {
                environment.functions.add(
                    FunctionDeclaration(
                        declaration.name,
                        overloads.map {
                            Overload($0.id, $0.params.map(parseType), parseType($0.result), isMember: $0.instance)
                        }))
            }
        }
        return environment
    }
}

/// A type in the notation of the suite.
func parseType(_ text: String) -> CELType {
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
