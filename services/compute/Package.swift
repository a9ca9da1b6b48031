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
    name: "compute",
    products: [
        .executable(name: "compute", targets: ["ComputeCommand"])
    ],
    dependencies: [
        .package(path: "../../libraries"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(
            name: "Compute",
            dependencies: [
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Transport", package: "libraries"),
                .product(name: "WireProtocol", package: "libraries"),
                .product(name: "Faults", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "Telemetry", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "ComputeCommand",
            dependencies: [
                "Compute",
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ComputeTests",
            dependencies: [
                "Compute",
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Transport", package: "libraries"),
                .product(name: "WireProtocol", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "HostingTesting", package: "libraries"),
                .product(name: "Telemetry", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: testSettings),
    ]
)
