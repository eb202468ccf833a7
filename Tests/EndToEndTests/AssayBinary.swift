import Foundation

/// The program as it was built beside these tests.
enum AssayBinary {
    /// The folder that holds `Package.swift`.
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Beside the program that runs the tests; `nil` when it was not built.
    static let url: URL? = {
        let running = [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()].compactMap { $0 }
        let folders = running + [project.appendingPathComponent(".build/debug")]
        return folders.map { $0.appendingPathComponent("assay") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    struct Output {
        var exit: Int32
        var stdout: [UInt8]
        var stderr: [UInt8]

        var text: String { String(decoding: stdout, as: UTF8.self) }
        var errors: String { String(decoding: stderr, as: UTF8.self) }
    }

    struct NotBuilt: Error {}

    /// Runs the program in `folder` and waits for its end.
    ///
    /// It sees of the environment what `environment` says and the search path, so that it answers alike in CI and at a desk.
    static func run(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws -> Output {
        let outputs = try TemporaryFolder()
        let process = try start(arguments, in: folder, environment: environment, outputs: outputs.url)
        process.waitUntilExit()
        return Output(
            exit: process.terminationStatus,
            stdout: Array(try Data(contentsOf: outputs.url.appendingPathComponent("stdout"))),
            stderr: Array(try Data(contentsOf: outputs.url.appendingPathComponent("stderr"))))
    }

    /// Starts the program; what it prints goes to the files `stdout` and `stderr` in `outputs`, which no reader has to empty.
    static func start(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], outputs: URL
    ) throws -> Process {
        guard let url else { throw NotBuilt() }
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try emptyFile(outputs.appendingPathComponent("stdout"))
        process.standardError = try emptyFile(outputs.appendingPathComponent("stderr"))
        try process.run()
        return process
    }

    private static func emptyFile(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }
}

/// A folder that is gone with its last user.
final class TemporaryFolder: Sendable {
    let url: URL

    /// - Parameter inMemory: Where there is a file system without a disk, so that reaching the disk takes no time.
    init(inMemory: Bool = false) throws {
        let shared = "/dev/shm"
        let parent =
            inMemory && FileManager.default.isWritableFile(atPath: shared)
            ? URL(fileURLWithPath: shared) : FileManager.default.temporaryDirectory
        url = parent.appendingPathComponent("assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Lays the files of `folder` over what is here.
    func add(_ folder: URL, except skipped: Set<String> = []) throws {
        let files = FileManager.default
        for path in try files.subpathsOfDirectory(atPath: folder.path) where !skipped.contains(path) {
            let source = folder.appendingPathComponent(path)
            let target = url.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard files.fileExists(atPath: source.path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            try write(Data(contentsOf: source), to: target)
        }
    }

    func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: url.appendingPathComponent(path))
    }

    func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self)
    }

    private func write(_ data: Data, to target: URL) throws {
        try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: target)
    }
}
