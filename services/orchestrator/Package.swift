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
    name: "orchestrator",
    products: [
        .executable(name: "orchestrator", targets: ["OrchestratorCommand"])
    ],
    dependencies: [
        .package(path: "../../libraries"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        .target(
            name: "LeaseEngine", dependencies: [.product(name: "Reduction", package: "libraries")],
            swiftSettings: settings),
        .testTarget(
            name: "LeaseEngineTests",
            dependencies: ["LeaseEngine", .product(name: "Reduction", package: "libraries")],
            swiftSettings: testSettings),
        // What people see of a run. Its page is part of the binary, which is copied about alone.
        .target(
            name: "Dashboard",
            dependencies: [
                .product(name: "Admission", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "Telemetry", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [
                "dashboard.html", "dashboard.css", "dashboard.js", "chart.js", "series.js", "times.js",
                "favicon.svg", "openapi.json",
            ].map { .embedInCode("Resources/\($0)") },
            swiftSettings: settings),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Dashboard",
                .product(name: "Admission", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "Telemetry", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: testSettings),
        .target(
            name: "Orchestrator",
            dependencies: [
                "Dashboard", "LeaseEngine",
                .product(name: "Admission", package: "libraries"),
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Transport", package: "libraries"),
                .product(name: "WireProtocol", package: "libraries"),
                .product(name: "Faults", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "Telemetry", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "Learning", package: "libraries"),
                .product(name: "JobFile", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "Safetensors", package: "libraries"),
                .product(name: "ModelFiles", package: "libraries"),
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "OrchestratorCommand",
            dependencies: [
                "Orchestrator",
                .product(name: "Hosting", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "OrchestratorTests",
            dependencies: [
                "Dashboard", "Orchestrator", "LeaseEngine",
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Transport", package: "libraries"),
                .product(name: "WireProtocol", package: "libraries"),
                .product(name: "Hosting", package: "libraries"),
                .product(name: "HostingTesting", package: "libraries"),
                .product(name: "Telemetry", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "Learning", package: "libraries"),
                .product(name: "JobFile", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "Digests", package: "libraries"),
                .product(name: "Safetensors", package: "libraries"),
                .product(name: "ModelFiles", package: "libraries"),
                .product(name: "RunRecords", package: "libraries"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: testSettings),
    ]
)
