import Foundation
import Synchronization

/// One at a time: a process that starts meanwhile would inherit a pipe that is not its own, and keep it open.
private let starting = Mutex(())

/// A program that a test needs beside it; ended with the object.
///
/// Not a `Process` of Foundation: that waits on the run loop of a thread, of which tests that run beside each other have too few.
final class HelperProcess: Sendable {
    private let id: pid_t
    private let output: Int32
    /// What it wrote first, without the line end.
    let firstLine: String

    /// - Parameter waitsForLine: Whether the program says when it is ready, with a line.
    init(_ arguments: [String], in folder: URL? = nil, waitsForLine: Bool = true) async throws {
        (id, output, firstLine) = try await onOwnThread {
            let (id, output) = try starting.withLock { _ in try Self.start(arguments, in: folder) }
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while waitsForLine, read(output, &byte, 1) == 1, byte != 0x0A { line.append(byte) }
            return (id, output, String(decoding: line, as: UTF8.self))
        }
    }

    deinit {
        kill(id, SIGTERM)
        _ = Self.exitStatus(of: id)
        close(output)
    }

    /// Runs a program to its end.
    ///
    /// - Returns: Whether it says that all is well.
    static func run(_ arguments: [String], in folder: URL) async throws -> Bool {
        try await onOwnThread {
            let (id, output) = try starting.withLock { _ in try start(arguments, in: folder) }
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(output, &buffer, buffer.count) > 0 {}
            close(output)
            return exitStatus(of: id) == 0
        }
    }

    static func isInstalled(_ program: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").components(separatedBy: ":") + ["/usr/sbin"]
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    private static func exitStatus(of id: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        return status
    }

    /// - Returns: The process, and where its output is read.
    private static func start(_ arguments: [String], in folder: URL?) throws -> (pid_t, Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Threads of tests take no signals, and a process begins with what its thread takes.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let inFolder = folder.map { ["sh", "-c", "cd \"$0\" && exec \"$@\"", $0.path] } ?? ["env"]
        var words: [UnsafeMutablePointer<CChar>?] = (inFolder + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        let status = posix_spawnp(&id, inFolder[0], &actions, &attributes, &words, environ)
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .ENOENT) }
        return (id, ends[0])
    }
}

/// Waits where it keeps no other test from running.
private func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// A new folder under the temporary one; removed with the object.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("transfers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
