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

// A package of its own: only who exports models waits for the protocol buffers.
let package = Package(
    name: "onnx",
    products: [
        .library(name: "ONNX", targets: ["ONNX"])
    ],
    dependencies: [
        .package(path: ".."),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    ],
    targets: [
        .target(
            name: "ONNX",
            dependencies: [
                .product(name: "Learning", package: "libraries"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/ONNX", swiftSettings: settings),
        .testTarget(
            name: "ONNXTests",
            dependencies: [
                "ONNX",
                .product(name: "Learning", package: "libraries"),
            ],
            path: "Tests/ONNXTests", swiftSettings: testSettings),
    ]
)
