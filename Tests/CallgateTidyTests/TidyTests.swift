import Foundation
import Testing

@Suite("The tree is in order")
struct TidyTests {
    /// What each target may import: the design's table, and what belongs to Swift itself.
    static let allowedImports: [String: Set<String>] = [
        "CallgateBytecode": ["CXXHash"],
        "CallgateVerifier": ["CallgateBytecode", "CXXHash"],
        "CallgateMachine": ["CallgateBytecode", "CJSONBlocks", "CXXHash", "Synchronization"],
        "CallgateLanguage": [],
        "CallgateRegex": [],
        // The one place where the C library has a name for each system, and so has its mutex.
        "CallgateSystem": ["Glibc", "Musl", "Darwin", "Synchronization"],
        "CallgateZones": ["CallgateSystem"],
        // CYaml is the part of Yams that reads YAML; its Swift part recurses without bound.
        "CallgatePolicy": ["CallgateLanguage", "Yams", "CYaml"],
        "CallgateCompiler": [
            "CallgatePolicy", "CallgateLanguage", "CallgateRegex", "CallgateBytecode", "CallgateZones",
        ],
        "CallgateReference": ["CallgatePolicy", "CallgateLanguage", "CallgateRegex"],
        "Callgate": [
            "CallgateBytecode", "CallgateVerifier", "CallgateMachine", "CallgateLanguage", "CallgateRegex",
            "CallgatePolicy", "CallgateCompiler", "CallgateSystem", "Crypto", "HeapModule",
        ],
        "CallgateC": [
            "Callgate", "CallgateBytecode", "CallgateHeader", "CallgateLanguage", "CallgateMachine", "CallgatePolicy",
            "CallgateSystem", "Synchronization",
        ],
        // The one place that knows a database.
        "CallgateSQLite": ["Callgate", "CallgateSystem", "GRDB", "GRDBSQLite"],
        // The one place, beside tests, where the reference is run.
        "CallgateConformance": [
            "Callgate", "CallgateLanguage", "CallgateReference", "CallgateZones", "Foundation",
        ],
        "CallgateCommand": [
            "Callgate", "CallgateBytecode", "CallgateCompiler", "CallgateConformance", "CallgateLanguage",
            "CallgateMachine", "CallgatePolicy", "CallgateReference", "CallgateSQLite", "CallgateSystem",
            "CallgateZones", "Foundation", "ArgumentParser", "Histogram",
        ],
    ]

    @Test("The files are found")
    func files() { #expect(Tree.swiftFiles.count > 150) }

    @Test("At the top there is what the design lists")
    func topLevel() {
        let allowed: Set<String> = [
            "Package.swift", "Sources", "Benchmarks", "Tests", "spec", "fuzz", "README.md", "LICENSE", "Makefile",
        ]
        let found = Set(Tree.files.compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(found.filter { !$0.hasPrefix(".") }.subtracting(allowed) == [])
    }

    @Test("Targets import what the design allows", arguments: TidyTests.allowedImports.keys.sorted())
    func imports(_ target: String) throws {
        let files = Tree.swiftFiles.filter { $0.hasPrefix("Sources/\(target)/") }
        #expect(!files.isEmpty)
        for file in files {
            for line in try Tree.lines(file) {
                guard let module = Self.importedModule(line) else { continue }
                #expect(Self.allowedImports[target]?.contains(module) == true, "\(file) imports \(module)")
            }
        }
    }

    @Test("Only the verifier can make a verified image")
    func verifiedImage() throws {
        for file in Tree.swiftFiles where !file.hasPrefix("Tests/CallgateTidyTests/") {
            let text = try Tree.text(file)
            guard text.contains("@_spi(Verifier)") else { continue }
            #expect(
                file.hasPrefix("Sources/CallgateVerifier/")
                    || file == "Sources/CallgateBytecode/Image/VerifiedImage.swift", "\(file)")
        }
    }

    static func importedModule(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
            words[..<place].allSatisfy({ $0.hasPrefix("@") || ["public", "internal", "package"].contains($0) })
        else { return nil }
        // `import struct Module.Type`, or `import Module`.
        let isScoped = place + 2 < words.count && ["struct", "class", "enum", "protocol", "func"].contains(words[place + 1])
        return words[place + (isScoped ? 2 : 1)].split(separator: ".").first.map(String.init)
    }

    @Test("Files have at most 600 lines")
    func length() throws {
        let others = [".c", ".cjs", ".mjs", ".py"]
        for file in Tree.swiftFiles + Tree.files.filter({ file in others.contains { file.hasSuffix($0) } }) {
            #expect(try Tree.lines(file).count <= 601, "\(file)")
        }
    }

    @Test("Unsafe code of the machine says by which rule it is safe")
    func unsafeCode() throws {
        for file in Tree.swiftFiles where file.hasPrefix("Sources/CallgateMachine/") {
            let lines = try Tree.lines(file)
            for (index, line) in lines.enumerated() {
                let code = line.split(separator: "//", maxSplits: 1)[safe: 0] ?? ""
                guard code.contains(" unsafe ") || code.contains("unsafe self") else { continue }
                let above = lines[max(0, index - 8)...index]
                let isNamed = above.contains { $0.contains("//") } || line.contains("deallocate()")
                #expect(isNamed, "\(file):\(index + 1)")
            }
        }
    }

    @Test("Nothing is left over, and nothing tells of a machine or of how this was made")
    func leftovers() throws {
        // Put together here, so that this file does not hold what it looks for.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        let paths = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "/tm" + "p/wt"]
        for file in Tree.files where !file.hasSuffix("LICENSE") {
            guard let text = try? Tree.text(file) else { continue }
            for word in words where !file.hasPrefix("fuzz/corpus") && !file.hasPrefix("spec/vectors") {
                let places = text.split(whereSeparator: { !$0.isLetter }).filter { $0 == word }
                #expect(places.isEmpty, "\(file) has \(word)")
            }
            for path in paths {
                let isThere = text.contains(path)
                #expect(!isThere, "\(file) has \(path)")
            }
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
