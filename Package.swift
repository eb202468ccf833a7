// swift-tools-version: 6.2
import PackageDescription

let upcomingFeatures: [SwiftSetting] = [
    "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
].map { .enableUpcomingFeature($0) }

/// A module of the package: its folder is `Sources/<name>`, its tests are `Tests/<name>Tests`.
func module(
    _ name: String, uses dependencies: [Target.Dependency] = [], resources: [Resource] = [], strictMemory: Bool = false
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: upcomingFeatures + (strictMemory ? [.strictMemorySafety()] : []))
}

func tests(of name: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies,
        swiftSettings: upcomingFeatures)
}

let package = Package(
    name: "assay",
    products: [
        .executable(name: "assay", targets: ["assay"]),
        .library(name: "AssayCore", targets: ["AssayCore"]),
        .library(name: "ScenarioLoading", targets: ["ScenarioLoading"]),
        .library(name: "Comparison", targets: ["Comparison"]),
        .library(name: "ScenarioRunning", targets: ["ScenarioRunning"]),
        .library(name: "ConformanceReporting", targets: ["ConformanceReporting"]),
        .library(name: "AssayCommands", targets: ["AssayCommands"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    ],
    targets: [
        // System libraries: a module map and a shim, nothing else.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
        .systemLibrary(
            name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"]), .brew(["gmime"])]),

        // Values, and the readers of data formats below every stage.
        module("AssayCore"),
        module("DataFormats", uses: ["AssayCore"]),
        module("Patterns", uses: ["CPCRE2"], strictMemory: true),
        module("YAMLReader", uses: ["AssayCore", "CLibYAML"], strictMemory: true),

        // The stages.
        module("ScenarioLoading", uses: ["AssayCore", "DataFormats", "Patterns", "YAMLReader"]),
        module("Comparison", uses: ["AssayCore", "DataFormats", "Patterns"]),
        module("ScenarioRunning", uses: ["AssayCore", "Comparison", "DataFormats"]),
        module(
            "ConformanceReporting", uses: ["AssayCore", "DataFormats", .product(name: "Mustache", package: "swift-mustache")],
            resources: [.embedInCode("Templates")]),

        // The suite itself put to the test.
        module("SuiteProving", uses: ["AssayCore", "DataFormats", "ScenarioRunning"]),

        // Targets that scenarios run against.
        module("MessageReports", uses: ["AssayCore", "DataFormats"]),
        module("Transfers", uses: ["AssayCore", "CLibCurl"], strictMemory: true),
        module("LiveTarget", uses: ["AssayCore", "DataFormats", "Transfers"]),
        module(
            "Mail",
            uses: [
                "AssayCore", "CGMime", "DataFormats", "Transfers", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], strictMemory: true),

        module("StartedServices", uses: ["AssayCore"]),
        module(
            "ModelServer",
            uses: [
                "AssayCore", "DataFormats", "Mail", "Transfers", .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        module("CaseGeneration", uses: ["AssayCore", "DataFormats"]),
        module("RunHistory", uses: ["AssayCore", .product(name: "GRDB", package: "GRDB.swift")]),

        // The one place that wires.
        module(
            "AssayCommands",
            uses: [
                "AssayCore", "Comparison", "ConformanceReporting", "DataFormats", "LiveTarget", "Mail", "MessageReports",
                "ModelServer",
                "CaseGeneration", "Patterns", "RunHistory", "ScenarioLoading", "ScenarioRunning", "StartedServices",
                "SuiteProving",
                "Transfers",
                "YAMLReader",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "assay", dependencies: ["AssayCommands", "MessageReports"], swiftSettings: upcomingFeatures),

        .target(
            name: "TestSupport", dependencies: ["AssayCore"], path: "Tests/TestSupport", swiftSettings: upcomingFeatures),
        tests(of: "AssayCore"),
        tests(of: "DataFormats"),
        tests(of: "Patterns"),
        tests(of: "YAMLReader", uses: ["AssayCore", "DataFormats"]),
        tests(of: "ScenarioLoading", uses: ["AssayCore", "DataFormats", "YAMLReader"]),
        tests(of: "Comparison", uses: ["AssayCore", "DataFormats", "Patterns"]),
        tests(of: "ScenarioRunning", uses: ["AssayCore", "Comparison", "DataFormats", "MessageReports", "ScenarioLoading"]),
        tests(of: "Transfers", uses: ["AssayCore"]),
        tests(of: "LiveTarget", uses: ["AssayCore", "DataFormats", "Transfers"]),
        tests(of: "MessageReports", uses: ["AssayCore", "DataFormats"]),
        tests(of: "Mail", uses: ["AssayCore", "DataFormats", "Transfers"]),
        tests(of: "ConformanceReporting", uses: ["AssayCore", "DataFormats"]),
        tests(of: "SuiteProving", uses: ["AssayCore", "DataFormats", "ScenarioLoading", "ScenarioRunning"]),
        tests(of: "ModelServer", uses: ["AssayCore", "DataFormats", "MessageReports", "Transfers"]),
        tests(of: "CaseGeneration", uses: ["AssayCore", "ScenarioLoading"]),
        tests(of: "RunHistory", uses: ["AssayCore"]),
        tests(of: "StartedServices"),
        tests(
            of: "AssayCommands",
            uses: ["AssayCore", "ScenarioRunning", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .testTarget(
            name: "EndToEndTests", dependencies: ["assay", "AssayCore", "MessageReports", "TestSupport", "YAMLReader"],
            exclude: ["cases", "httpbin", "remove-each-scenario.py"],
            swiftSettings: upcomingFeatures),
    ],
    swiftLanguageModes: [.v6]
)
