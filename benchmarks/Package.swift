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
    name: "benchmarks",
    dependencies: [
        .package(path: "../libraries"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // What Cap'n Proto for Swift is measured beside, compiled as C++ programs are.
        .target(
            name: "CLibcapnpPeer",
            cxxSettings: [.unsafeFlags(["-O2", "-DNDEBUG"])],
            linkerSettings: [.linkedLibrary("capnp"), .linkedLibrary("kj")]),
        // Stands before OpenBLAS and can repeat a training step's matrix products.
        .target(name: "CProductRecorder", cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "CLibcapnpPeer", "CProductRecorder",
                .product(name: "CapnProto", package: "libraries"),
                .product(name: "Schemas", package: "libraries"),
                .product(name: "Learning", package: "libraries"),
                .product(name: "Reduction", package: "libraries"),
                .product(name: "Datasets", package: "libraries"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Compute/compute_worker.py", "Exchange/gloo_worker.py", "Learning/pytorch_worker.py"],
            swiftSettings: testSettings, plugins: [.plugin(name: "GenerateCapnProto", package: "libraries")]),
    ]
)
