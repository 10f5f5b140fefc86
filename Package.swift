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
    targets: [
        .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"]), .brew(["xxhash"])]),
        .target(name: "CallgateBytecode", dependencies: ["CXXHash"], swiftSettings: strict),
        .target(name: "CallgateVerifier", dependencies: ["CallgateBytecode"], swiftSettings: strict),
        .target(
            name: "CallgateMachine", dependencies: ["CallgateBytecode", "CXXHash"],
            swiftSettings: strict),
        .target(name: "CallgateLanguage", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
