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
        .target(name: "CallgateLanguage", swiftSettings: strict),
        .target(name: "CallgateRegex", exclude: ["Unicode/generate.py"], swiftSettings: strict),
        .target(
            name: "CallgateReference", dependencies: ["CallgateRegex", "CallgateLanguage"], swiftSettings: strict),
        .target(name: "CRE2", path: "Tests/CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .testTarget(name: "CallgateLanguageTests", dependencies: ["CallgateLanguage"]),
        .testTarget(name: "CallgateRegexTests", dependencies: ["CallgateRegex", "CallgateReference", "CRE2"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
