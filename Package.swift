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
    name: "pangea",
    dependencies: [
        .package(path: "libraries"),
        .package(path: "services/orchestrator"),
        .package(path: "services/compute"),
        .package(path: "services/trainer"),
        // A link to tools/pangea: SwiftPM names packages by their folder, and this one's may be called pangea.
        .package(path: "tools/pangea-command"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(
            name: "Pangea",
            dependencies: [
                .product(name: "orchestrator", package: "orchestrator"),
                .product(name: "compute", package: "compute"),
                .product(name: "trainer", package: "trainer"),
                .product(name: "pangea", package: "pangea-command"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Pangea",
                .product(name: "Admission", package: "libraries"),
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Transport", package: "libraries"),
                .product(name: "WireProtocol", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "Learning", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "Safetensors", package: "libraries"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "tests/EndToEndTests", swiftSettings: testSettings),
    ]
)
