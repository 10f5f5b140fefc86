public import CallgateLanguage
public import Foundation

/// The converted cases of cel-spec's conformance suite, which lie beside the package.
public enum ConformanceSuite {
    public struct Case: Decodable, CustomStringConvertible, Sendable {
        public var id: String
        public var section: String?
        public var name: String?
        public var expr: String
        public var container: String?
        public var disable_macros: Bool?
        public var disable_check: Bool?
        public var check_only: Bool?
        public var type_env: [Declaration]?
        public var bindings: [String: Binding]?
        public var expect: Expectation
        public var libs: [String]?

        public var description: String { id }

        /// The file that the case comes from.
        public var suite: String { String(id.prefix { $0 != "#" }) }
    }

    public struct Declaration: Decodable, Sendable {
        public var name: String
        public var ident: String?
        public var overloads: [Form]?
    }

    public struct Form: Decodable, Sendable {
        public var id: String
        public var params: [String]
        public var result: String
        public var instance: Bool
    }

    public struct Binding: Decodable, Sendable {
        /// Nil for a variable that is an error or unknown.
        public var value: ConformanceValue?
    }

    public struct Expectation: Decodable, Sendable {
        public var kind: String
        public var type: String?
        /// Nil where only the type counts, or an error is expected.
        public var value: ConformanceValue?
    }

    private struct File: Decodable {
        var suite: String?
        var tests: [Case]
    }

    /// The cases beside the package, for tests of a checkout.
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/cel-conformance")

    public static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    /// The names of the suites beside the package, sorted; none where they are not there.
    public static let names: [String] = ((try? files(in: folder)) ?? [])
        .map { $0.deletingPathExtension().lastPathComponent }

    public static func load() throws -> [Case] { try names.flatMap { try load($0) } }

    /// A suite beside the package.
    public static func load(_ suite: String) throws -> [Case] {
        try load(folder.appending(path: suite + ".json")).cases
    }

    /// The suites of a directory, sorted by name.
    public static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// One suite: its name and its cases.
    public static func load(_ file: URL) throws -> (name: String, cases: [Case]) {
        let decoded = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
        return (decoded.suite ?? file.deletingPathExtension().lastPathComponent, decoded.tests)
    }
}

extension ConformanceSuite.Case {
    /// The expression, checked; where the case asks for no check, only resolved.
    public func checked() throws(LanguageErrors) -> CheckedExpression {
        if disable_check != true { return try check(expr, in: environment) }
        let root = try parse(expr, options: environment.parser)
        return resolve(root, source: expr, in: environment)
    }

    /// The environment that the case asks for.
    public var environment: Environment {
        var environment = Environment.complete
        environment.container = container ?? ""
        if disable_macros == true { environment.parser.macros = [] }
        // Without a check nothing else says which names there are.
        for name in (bindings ?? [:]).keys { environment.variables[name] = .dyn }
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
