import Foundation

/// A program of others that a report is shown to: found on the search path, or among the test tools of the build folder.
struct OutsideTool {
    private let path: String

    /// `nil` when it is not installed.
    init?(_ name: String) {
        let folders =
            [Self.project + "/.build/test-tools/bin"]
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").components(separatedBy: ":")
        guard let found = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile) else { return nil }
        path = found
    }

    /// The folder that holds `Package.swift`.
    static var project: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    }

    /// Runs it on `input` and returns its exit code and what it printed. An argument `{}` stands for the name of a file that holds
    /// `input`.
    func run(_ arguments: [String], input: [UInt8] = []) throws -> (code: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (given, printed) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
        try Data(input).write(to: given)
        try Data().write(to: printed)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments.map { $0 == "{}" ? given.path : $0 }
        process.standardInput = try FileHandle(forReadingFrom: given)
        process.standardOutput = try FileHandle(forWritingTo: printed)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: printed), as: UTF8.self))
    }
}
