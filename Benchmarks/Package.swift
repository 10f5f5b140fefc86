// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a user of the library pulls in nothing of it.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "callgate-benchmarks",
    platforms: [.macOS(.v15)],
    // Named, because the directory above may be called anything.
    dependencies: [.package(name: "callgate", path: "..")],
    targets: [
        .target(name: "CountingAllocator"),
        .target(name: "CallgrindMarks"),
        // Policies and calls, the same every time.
        .target(name: "Scenarios", swiftSettings: settings),
        // What is measured: runs under callgrind and by itself.
        .executableTarget(
            name: "workloads",
            dependencies: [
                "CallgrindMarks", "CountingAllocator", "Scenarios",
                .product(name: "Callgate", package: "callgate"),
                .product(name: "CallgateRuntime", package: "callgate"),
            ],
            path: "Sources/Workloads", swiftSettings: settings,
            // Valgrind 3.19 gives up over DWARF as LLVM 21 writes it. Symbols stay.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--strip-debug"])]),
        // The guard around the machine, and decision records.
        .executableTarget(
            name: "guard-runs",
            dependencies: [
                "Scenarios", .product(name: "Callgate", package: "callgate"),
                .product(name: "CallgateSQLite", package: "callgate"),
                .product(name: "CallgateRuntime", package: "callgate"),
            ],
            path: "Sources/GuardRuns", swiftSettings: settings),
        // The floor under `callgate eval`: reads lines and writes lines.
        .executableTarget(name: "line-copy", path: "Sources/LineCopy"),
        // Starts a command and says what it cost.
        .executableTarget(name: "measured-run", path: "Sources/MeasuredRun"),
        // The library and hardly anything else, for its size.
        .executableTarget(
            name: "runtime-only", dependencies: [.product(name: "CallgateRuntime", package: "callgate")],
            path: "Sources/RuntimeOnly", swiftSettings: settings),
        // What measures: starts the others, prints, compares.
        .executableTarget(
            name: "bench",
            dependencies: [
                "Scenarios", "workloads", "guard-runs", "line-copy", "measured-run", "runtime-only",
                .product(name: "callgate", package: "callgate"),
            ],
            path: "Sources/Bench", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
