// swift-tools-version: 6.2
import PackageDescription

// Shared by every manifest of this repository; `make lint` holds them together.
var settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]
var testSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Lifetimes"),
]
#if arch(x86_64)
settings.append(.unsafeFlags(["-Xcc", "-march=x86-64-v3"]))
testSettings.append(.unsafeFlags(["-Xcc", "-march=x86-64-v3"]))
#endif
// End of the shared part.

let package = Package(
    name: "pangea-command",
    products: [
        .executable(name: "pangea", targets: ["PangeaCommand"])
    ],
    dependencies: [
        .package(path: "../../libraries"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .executableTarget(
            name: "PangeaCommand",
            dependencies: [
                "Launching", "Watching", "Curves", "Inspection", "Drafting", "Certificates",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // What commands say, and how.
        .target(
            name: "Terminal",
            dependencies: [
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: testSettings),

        // A run that goes on: what its dashboard answers, how that looks in a terminal, and starting one.
        .target(
            name: "DashboardClient",
            dependencies: [
                .product(name: "Admission", package: "libraries"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DashboardClientTests",
            dependencies: [
                "DashboardClient",
                .product(name: "Admission", package: "libraries"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: testSettings),
        .target(
            name: "Watching",
            dependencies: [
                "DashboardClient", "Terminal",
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "WatchingTests",
            dependencies: [
                "Watching", "DashboardClient", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: testSettings),
        .target(
            name: "Launching",
            dependencies: [
                "DashboardClient", "Terminal", "Watching",
                .product(name: "Admission", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "JobFile", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LaunchingTests",
            dependencies: [
                "Launching",
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: testSettings),

        // Files: curves of finished runs, what a file holds, and a job for a data file.
        .target(
            name: "Curves",
            dependencies: [
                "Terminal",
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CurvesTests",
            dependencies: ["Curves", .product(name: "RunRecords", package: "libraries")],
            swiftSettings: testSettings),
        .target(
            name: "Inspection",
            dependencies: [
                "Terminal",
                .product(name: "Admission", package: "libraries"),
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "Learning", package: "libraries"),
                .product(name: "ModelFiles", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "Safetensors", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InspectionTests",
            dependencies: [
                "Inspection",
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "Safetensors", package: "libraries"),
            ],
            swiftSettings: testSettings),
        // With which services know each other under TLS.
        .target(
            name: "Certificates",
            dependencies: [
                "Terminal",
                .product(name: "Admission", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CertificatesTests",
            dependencies: [
                "Certificates",
                .product(name: "Admission", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: testSettings),
        .target(
            name: "Drafting",
            dependencies: [
                "Terminal",
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "JobFile", package: "libraries"),
                .product(name: "Learning", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DraftingTests",
            dependencies: [
                "Drafting",
                .product(name: "Datasets", package: "libraries"),
                .product(name: "JobFile", package: "libraries"),
            ],
            swiftSettings: testSettings),
    ]
)
