// swift-tools-version: 6.2
import PackageDescription

let upcomingFeatures: [SwiftSetting] = [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
].map { .enableUpcomingFeature($0) }

/// A module of the package next door, through a link in `Sources`: what is fuzzed is `package` API, which a dependency would hide.
func fuzzed(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: upcomingFeatures)
}

/// To be built by `fuzz.sh` alone, as it takes flags that a manifest cannot give: libFuzzer's runtime and its coverage.
let package = Package(
    name: "fuzzing",
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1"),
        .systemLibrary(name: "CLibFuzzer"),
        fuzzed("AssayCore"),
        fuzzed("DataFormats", uses: ["AssayCore"]),
        fuzzed("YAMLReader", uses: ["AssayCore", "CLibYAML"]),
        .executableTarget(
            name: "fuzz", dependencies: ["AssayCore", "CLibFuzzer", "DataFormats", "YAMLReader"], swiftSettings: upcomingFeatures),
    ],
    swiftLanguageModes: [.v6]
)
