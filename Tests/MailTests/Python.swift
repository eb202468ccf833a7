import DataFormats
import Foundation
import Testing

/// Python's standard library, which writes and sends mail as others do.
enum Python {
    static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").components(separatedBy: ":")
        return folders.map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile)
    }()

    /// Runs a script and returns what it wrote to its standard output.
    static func run(_ script: String, _ arguments: [String] = []) async throws -> [UInt8] {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (program, output) = (folder.appendingPathComponent("script.py"), folder.appendingPathComponent("out"))
        try Data(script.utf8).write(to: program)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = ["-X", "utf8", program.path] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let printed = [UInt8](try Data(contentsOf: output))
        try #require(status == 0, "the script failed: \(String(decoding: printed, as: UTF8.self))")
        return printed
    }

    /// Runs statements that end in `message`, an `EmailMessage` or `MIMEBase`, and returns its bytes with CRLF.
    static func message(_ statements: String) async throws -> [UInt8] {
        try await run(
            """
            import sys, email.policy
            from email.message import EmailMessage
            from email.mime.multipart import MIMEMultipart
            from email.mime.text import MIMEText
            from email.mime.base import MIMEBase
            from email.mime.application import MIMEApplication
            from email.header import Header
            from email import encoders
            \(statements)
            sys.stdout.buffer.write(message.as_bytes(policy=message.policy.clone(linesep="\\r\\n")))
            """)
    }
}

func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// For an argument of a script.
func base64Text(_ bytes: [UInt8]) -> String { base64(bytes) }
