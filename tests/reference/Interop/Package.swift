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

// The Swift side of `make check-interop`.
let package = Package(
    name: "interop",
    dependencies: [
        .package(path: "../../../libraries"),
        .package(path: "../../../libraries/onnx"),
    ],
    targets: [
        .executableTarget(
            name: "interop",
            dependencies: [
                .product(name: "Learning", package: "libraries"),
                .product(name: "ModelFiles", package: "libraries"),
                .product(name: "WireProtocol", package: "libraries"),
                .product(name: "ONNX", package: "onnx"),
            ],
            swiftSettings: settings)
    ]
)
