// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors, and every use of an unsafe construct carries the word `unsafe`.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "callgate",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Callgate", targets: ["Callgate"]),
        // Load, verify and decide: no Foundation, nothing third-party.
        .library(
            name: "CallgateRuntime",
            targets: ["CallgateBytecode", "CallgateVerifier", "CallgateMachine"]),
        .library(name: "CallgateSQLite", targets: ["CallgateSQLite"]),
        // What Makefile links into libcallgate.so and libcallgate.a, which export the header's functions only.
        .library(name: "CallgateC", type: .static, targets: ["CallgateC"]),
        .executable(name: "callgate", targets: ["CallgateCommand"]),
        // For the fuzzers, which are a package of their own.
        .library(name: "CallgateOracles", targets: ["CallgateOracles"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
        // The system's C library, by one name.
        .target(name: "CallgateSystem", swiftSettings: strict),
        // JSON text in blocks of 64 bytes, with the vectors that the processor has.
        .target(name: "CJSONBlocks"),
        .target(name: "CallgateBytecode", dependencies: ["CXXHash"], swiftSettings: strict),
        .target(
            name: "CallgateVerifier", dependencies: ["CallgateBytecode", "CXXHash"], swiftSettings: strict),
        .target(
            name: "CallgateMachine", dependencies: ["CallgateBytecode", "CJSONBlocks", "CXXHash"],
            swiftSettings: strict),
        .target(name: "CallgateLanguage", swiftSettings: strict),
        .target(name: "CallgateRegex", exclude: ["Unicode/generate.py"], swiftSettings: strict),
        .target(
            name: "CallgatePolicy", dependencies: ["CallgateLanguage", "Yams"],
            swiftSettings: strict),
        // The system's tz database, when a policy is compiled.
        .target(name: "CallgateZones", dependencies: ["CallgateSystem"], swiftSettings: strict),
        .target(
            name: "CallgateCompiler",
            dependencies: [
                "CallgatePolicy", "CallgateLanguage", "CallgateRegex", "CallgateBytecode",
                "CallgateZones",
            ],
            swiftSettings: strict),
        .target(
            name: "CallgateReference",
            dependencies: ["CallgatePolicy", "CallgateLanguage", "CallgateRegex"],
            swiftSettings: strict),
        .target(
            name: "Callgate",
            dependencies: [
                "CallgateBytecode", "CallgateVerifier", "CallgateMachine", "CallgateLanguage",
                "CallgateRegex", "CallgatePolicy", "CallgateCompiler", "CallgateSystem",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: strict),
        // The store of records: SQLite in one file.
        .target(
            name: "CallgateSQLite",
            dependencies: [
                "Callgate", "CallgateSystem", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .systemLibrary(name: "CallgateHeader", path: "Sources/CallgateC/include"),
        // The functions of callgate.h.
        .target(
            name: "CallgateC",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateHeader", "CallgateLanguage", "CallgateMachine",
                "CallgatePolicy", "CallgateSystem",
            ],
            exclude: ["include", "link.sh"], swiftSettings: strict),
        // cel-spec's conformance cases, run on the machine and on the reference.
        .target(
            name: "CallgateConformance",
            dependencies: ["Callgate", "CallgateLanguage", "CallgateReference", "CallgateZones"],
            swiftSettings: strict),
        .executableTarget(
            name: "CallgateCommand",
            dependencies: [
                "Callgate", "CallgateConformance", "CallgateReference", "CallgateSQLite", "CallgateSystem",
                "CallgateZones",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: strict,
            // One file that starts quickly: the runtime's libraries would take longer to load than a decision
            // takes. Debug information as the compiler writes it is more than valgrind 3.19 can read.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-static-stdlib", "-use-ld=lld", "-lCoreFoundation", "-l_FoundationICU",
                        "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization",
                        "-Xlinker", "--strip-debug",
                    ],
                    .when(platforms: [.linux], configuration: .release))
            ]),
        .target(name: "CRE2", path: "Tests/CRE2", linkerSettings: [.linkedLibrary("re2")]),
        // What the property tests and the fuzzers share: generators, and what must hold.
        .target(
            name: "CallgateOracles",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateCompiler", "CallgateConformance",
                "CallgateLanguage", "CallgateMachine", "CallgatePolicy", "CallgateReference",
                "CallgateRegex", "CallgateVerifier", "CallgateZones", "CRE2",
            ],
            path: "Tests/Oracles"),
        .target(name: "ResourceCounter", path: "Tests/ResourceCounter"),
        .testTarget(
            name: "CallgateMachineTests",
            dependencies: [
                "Callgate", "CallgateConformance", "CallgateLanguage", "CallgateMachine", "CallgateOracles",
                "CallgatePolicy", "CallgateReference", "CJSONBlocks", "ResourceCounter",
            ]),
        .testTarget(name: "CallgateBytecodeTests", dependencies: ["CallgateBytecode"]),
        .testTarget(
            name: "CallgateVerifierTests",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateMachine", "CallgateOracles",
                "CallgatePolicy", "CallgateVerifier",
            ]),
        .testTarget(
            name: "CallgateLanguageTests", dependencies: ["CallgateLanguage", "CallgateConformance"]),
        .testTarget(name: "CallgatePolicyTests", dependencies: ["CallgatePolicy", "CallgateLanguage"]),
        .testTarget(
            name: "CallgateReferenceTests",
            dependencies: [
                "CallgateReference", "CallgateLanguage", "CallgatePolicy", "CallgateConformance",
            ]),
        .testTarget(name: "CallgateZonesTests", dependencies: ["CallgateZones"]),
        .testTarget(
            name: "CallgateCompilerTests",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateCompiler", "CallgateLanguage",
                "CallgateMachine", "CallgateOracles", "CallgatePolicy", "CallgateVerifier",
            ]),
        // The tour of the README runs the tool.
        .testTarget(name: "CallgateTidyTests", dependencies: ["CallgateCommand"]),
        .testTarget(
            name: "CallgateAgreementTests",
            dependencies: [
                "Callgate", "CallgateCompiler", "CallgateLanguage", "CallgateMachine", "CallgateOracles",
                "CallgatePolicy", "CallgateReference",
            ]),
        .testTarget(
            name: "CallgateGuardTests",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateMachine", "CallgateOracles", "CallgatePolicy", "CallgateReference",
            ]),
        .testTarget(
            name: "CallgateRegexTests",
            dependencies: [
                "Callgate", "CallgateLanguage", "CallgateOracles", "CallgateReference", "CallgateRegex", "CRE2",
            ]),
        .testTarget(
            name: "CallgateVectorTests",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateCompiler", "CallgateConformance",
                "CallgateLanguage", "CallgateMachine", "CallgatePolicy", "CallgateReference",
                "CallgateZones",
            ]),
        // Calls the header's functions, and runs C programs with the libraries that `make c` has linked.
        .testTarget(
            name: "CallgateCTests",
            dependencies: ["CallgateC", "CallgateHeader", "CallgateMachine", "ResourceCounter"],
            exclude: ["Programs"]),
        // A process that records until a test ends it.
        .executableTarget(
            name: "RecordsChild", dependencies: ["Callgate", "CallgateMachine", "CallgateSQLite"],
            path: "Tests/RecordsChild"),
        .testTarget(
            name: "CallgateRecordsTests",
            dependencies: [
                "Callgate", "CallgateMachine", "CallgateOracles", "CallgatePolicy", "CallgateSQLite", "RecordsChild",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["verify_records.py"]),
        // Runs the tool that is built beside it.
        .testTarget(
            name: "CallgateCommandTests",
            dependencies: [
                "Callgate", "CallgateBytecode", "CallgateCommand", "CallgateMachine", "CallgateSQLite",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
