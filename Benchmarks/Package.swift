// swift-tools-version: 6.2
import PackageDescription

let upcomingFeatures: [SwiftSetting] = [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
].map { .enableUpcomingFeature($0) }

/// A module of the package next door, through a link in `Sources`: what is measured is `package` API, which a dependency would hide.
func measured(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: upcomingFeatures)
}

func benchmark(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: upcomingFeatures)
}

let package = Package(
    name: "benchmarks",
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1"),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8"),
        measured("AssayCore"),
        measured("DataFormats", uses: ["AssayCore"]),
        measured("Patterns", uses: ["CPCRE2"]),
        measured("Comparison", uses: ["AssayCore", "DataFormats", "Patterns"]),
        measured("YAMLReader", uses: ["AssayCore", "CLibYAML"]),
        benchmark("bench-csv", uses: ["AssayCore", "Comparison"]),
        benchmark("bench-yaml", uses: ["AssayCore", "YAMLReader"]),
    ],
    swiftLanguageModes: [.v6]
)
