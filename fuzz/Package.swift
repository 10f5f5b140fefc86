// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a user of the library pulls in nothing of it. The properties and
// generators are the root package's CallgateOracles; here is the glue to libFuzzer.
let package = Package(
    name: "callgate-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "callgate", path: "..")],
    targets: [
        .executableTarget(
            name: "callgate-fuzz",
            dependencies: [.product(name: "CallgateOracles", package: "callgate")],
            path: "Fuzz",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
        // Threads that share a guard, built with ThreadSanitizer.
        .executableTarget(
            name: "callgate-races",
            dependencies: [
                .product(name: "Callgate", package: "callgate"), .product(name: "CallgateSQLite", package: "callgate"),
            ],
            path: "Races"),
    ],
    swiftLanguageModes: [.v6]
)
