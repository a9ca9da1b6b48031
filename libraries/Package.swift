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

// The generator is built for the machine that builds, whatever that is: no flags for a target processor.
let generatorSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "libraries",
    products: [
        .library(name: "CapnProto", targets: ["CapnProto"]),
        .library(name: "Schemas", targets: ["Schemas"]),
        .library(name: "Randomness", targets: ["Randomness"]),
        .library(name: "Digests", targets: ["Digests"]),
        .library(name: "Admission", targets: ["Admission"]),
        .library(name: "Safetensors", targets: ["Safetensors"]),
        .library(name: "ModelFiles", targets: ["ModelFiles"]),
        .library(name: "RunRecords", targets: ["RunRecords"]),
        .library(name: "Reduction", targets: ["Reduction"]),
        .library(name: "Learning", targets: ["Learning"]),
        .library(name: "Datasets", targets: ["Datasets"]),
        .library(name: "JobFile", targets: ["JobFile"]),
        .library(name: "Transport", targets: ["Transport"]),
        .library(name: "WireProtocol", targets: ["WireProtocol"]),
        .library(name: "Telemetry", targets: ["Telemetry"]),
        .library(name: "Faults", targets: ["Faults"]),
        .library(name: "Hosting", targets: ["Hosting"]),
        .library(name: "HostingTesting", targets: ["HostingTesting"]),
        .executable(name: "capnpc-swift", targets: ["capnpc-swift"]),
        .plugin(name: "GenerateCapnProto", targets: ["GenerateCapnProto"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Cap'n Proto for Swift: runtime, generator, plug-in.
        .target(name: "CapnProto", path: "capnproto/Sources/CapnProto", swiftSettings: generatorSettings),
        .target(
            name: "CSchemaParser", path: "capnproto/Sources/CSchemaParser",
            linkerSettings: [.linkedLibrary("capnpc"), .linkedLibrary("capnp"), .linkedLibrary("kj")]),
        .target(
            name: "CapnProtoGeneration", dependencies: ["CapnProto"],
            path: "capnproto/Sources/CapnProtoGeneration", swiftSettings: generatorSettings),
        .executableTarget(
            name: "capnpc-swift", dependencies: ["CapnProto", "CapnProtoGeneration", "CSchemaParser"],
            path: "capnproto/Sources/capnpc-swift", swiftSettings: generatorSettings),
        .plugin(
            name: "GenerateCapnProto", capability: .buildTool(), dependencies: ["capnpc-swift"],
            path: "capnproto/Plugins/GenerateCapnProto"),
        .target(
            name: "CapnProtoTesting", path: "capnproto/Tests/CapnProtoTesting", swiftSettings: testSettings),
        .target(
            name: "CReferenceReader", path: "capnproto/Tests/CReferenceReader",
            linkerSettings: ["capnp-json", "capnp-rpc", "capnp", "kj-async", "kj"].map { .linkedLibrary($0) }),
        .target(name: "CCallCounts", path: "capnproto/Tests/CCallCounts"),
        .testTarget(
            name: "CapnProtoTests", dependencies: ["CapnProto", "CapnProtoTesting", "CReferenceReader", "CCallCounts"],
            path: "capnproto/Tests/CapnProtoTests", resources: [.copy("Fixtures")], swiftSettings: testSettings,
            plugins: ["GenerateCapnProto"]),
        .testTarget(
            name: "CapnProtoGenerationTests",
            dependencies: ["CapnProto", "CapnProtoGeneration", "CapnProtoTesting"],
            path: "capnproto/Tests/CapnProtoGenerationTests", swiftSettings: testSettings),

        // The wire: tensor.capnp and what is generated from it.
        .target(
            name: "Schemas", dependencies: ["CapnProto"],
            path: "schemas", exclude: ["Tests"], swiftSettings: settings, plugins: ["GenerateCapnProto"]),
        .testTarget(
            name: "SchemasTests", dependencies: ["Schemas", "CapnProto"],
            path: "schemas/Tests", swiftSettings: testSettings),

        // What must be the same everywhere: random numbers, digests, the tree of sums, numerics.
        .target(name: "Randomness", path: "randomness/Sources", swiftSettings: settings),
        .testTarget(
            name: "RandomnessTests", dependencies: ["Randomness"],
            path: "randomness/Tests", swiftSettings: testSettings),
        .systemLibrary(
            name: "CLibcrypto", path: "digests/CLibcrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .target(
            name: "Digests", dependencies: ["CLibcrypto"], path: "digests/Sources", swiftSettings: settings),
        .testTarget(
            name: "DigestsTests", dependencies: ["Digests"], path: "digests/Tests", swiftSettings: testSettings),
        .target(name: "Reduction", path: "reduction/Sources", swiftSettings: settings),
        .testTarget(
            name: "ReductionTests", dependencies: ["Reduction"],
            path: "reduction/Tests", swiftSettings: testSettings),
        .systemLibrary(
            name: "COpenBLAS", path: "learning/COpenBLAS", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"])]),
        .target(
            name: "Learning", dependencies: ["COpenBLAS", "Randomness", "Digests"],
            path: "learning/Sources", swiftSettings: settings),
        // What `make check-numerics` runs on several processors.
        .executableTarget(
            name: "numerics-digests", dependencies: ["Learning", "Digests"],
            path: "learning/NumericsDigests", swiftSettings: settings),
        // What `make check-loops` counts the instructions of.
        .executableTarget(
            name: "loop-costs", dependencies: ["Learning", "Reduction"],
            path: "learning/LoopCosts", swiftSettings: settings),
        .testTarget(
            name: "LearningTests", dependencies: ["Learning", "Randomness", "CCallCounts"],
            path: "learning/Tests", resources: [.copy("Fixtures")], swiftSettings: testSettings),

        // Files: datasets in, models out.
        .systemLibrary(
            name: "CZlib", path: "datasets/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Datasets", dependencies: ["CZlib", "Randomness", "Digests"],
            path: "datasets/Sources", swiftSettings: settings),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Datasets", "Randomness"],
            path: "datasets/Tests", exclude: ["Fixtures"], swiftSettings: testSettings),
        .target(name: "Safetensors", path: "safetensors/Sources", swiftSettings: settings),
        .testTarget(
            name: "SafetensorsTests", dependencies: ["Safetensors"],
            path: "safetensors/Tests", swiftSettings: testSettings),
        .target(
            name: "ModelFiles",
            dependencies: ["Safetensors", "Learning", "Datasets", "Digests", "WireProtocol"],
            path: "modelfiles/Sources", swiftSettings: settings),
        .testTarget(
            name: "ModelFilesTests",
            dependencies: ["ModelFiles", "Safetensors", "Learning", "Datasets", "WireProtocol"],
            path: "modelfiles/Tests", swiftSettings: testSettings),
        // What a run leaves of its course.
        .target(
            name: "RunRecords", dependencies: ["Digests", "Reduction"], path: "runrecords/Sources",
            swiftSettings: settings),
        .testTarget(
            name: "RunRecordsTests", dependencies: ["RunRecords", "Digests", "Reduction"],
            path: "runrecords/Tests", swiftSettings: testSettings),

        // What a run is asked to do.
        .target(
            name: "JobFile",
            dependencies: ["Learning", "Datasets", .product(name: "Yams", package: "Yams")],
            path: "jobfile/Sources", swiftSettings: settings),
        .testTarget(
            name: "JobFileTests", dependencies: ["JobFile", "Learning", "Datasets", "Digests"],
            path: "jobfile/Tests", swiftSettings: testSettings),

        // Processes: framed messages, the conversation on top of them, and what a service needs to run.
        // Who may join, as values: token, certificates, handshake, codes of records.
        .target(
            name: "Admission", dependencies: ["CLibcrypto", "Digests"], path: "admission/Sources",
            swiftSettings: settings),
        .testTarget(
            name: "AdmissionTests", dependencies: ["Admission", "Digests"],
            path: "admission/Tests", exclude: ["Fixtures"], swiftSettings: testSettings),
        .target(
            name: "Transport",
            dependencies: [
                "Admission", "CapnProto", "Digests", "Telemetry",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "transport/Sources", swiftSettings: settings),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "Transport", "Admission", "CapnProto",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "transport/Tests", swiftSettings: testSettings),
        .target(
            name: "WireProtocol",
            dependencies: [
                "Admission", "CapnProto", "Schemas", "Transport", "Faults", "Reduction", "Learning", "Datasets",
                "Digests",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "wireprotocol/Sources", swiftSettings: settings),
        .testTarget(
            name: "WireProtocolTests",
            dependencies: [
                "WireProtocol", "Schemas", "CapnProto", "Transport", "Reduction", "Learning", "Datasets", "Digests",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "wireprotocol/Tests", swiftSettings: testSettings),
        .target(name: "Telemetry", path: "telemetry/Sources", swiftSettings: settings),
        .testTarget(
            name: "TelemetryTests", dependencies: ["Telemetry"], path: "telemetry/Tests", swiftSettings: testSettings),
        // Failures that tests place; nothing where no variable of the environment asks for them.
        .target(name: "Faults", path: "faults/Sources", swiftSettings: settings),
        .testTarget(
            name: "FaultsTests", dependencies: ["Faults"], path: "faults/Tests", swiftSettings: testSettings),
        .systemLibrary(name: "CAllocator", path: "hosting/CAllocator"),
        .target(
            name: "Hosting",
            dependencies: [
                "CAllocator", "Admission", "Faults", "Telemetry",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "hosting/Sources", swiftSettings: settings),
        // What the services' tests share.
        .target(
            name: "HostingTesting",
            dependencies: ["Hosting", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "hosting/Testing", swiftSettings: settings),
        .testTarget(
            name: "HostingTests",
            dependencies: [
                "Hosting", "HostingTesting", "Admission", "Telemetry",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "hosting/Tests", swiftSettings: testSettings),
    ],
    cxxLanguageStandard: .cxx17
)
