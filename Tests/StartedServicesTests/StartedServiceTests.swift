import Foundation
import StartedServices
import Testing

@Suite(.timeLimit(.minutes(2))) struct StartedServiceTests {
    @Test func `a server is ready when its answer is, and gone after the stop`() async throws {
        let folder = try WorkFolder()
        let service = try StartedService(
            ServiceCommand(
                ["python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"], environment: environment, folder: folder.path)
        )
        try await service.waitUntilReady(within: .seconds(20)) {
            service.lastLines.contains { $0.contains("Serving HTTP") }
        }
        let line = try #require(service.lastLines.first { $0.contains("Serving HTTP") })
        let port = try #require(line.split(separator: " ").lazy.compactMap { UInt16($0) }.first)
        #expect(accepts(port))
        #expect(service.ending == nil)
        #expect(await service.stop() == .killed(signal: SIGTERM))
        #expect(!accepts(port))
        #expect(await service.stop() == .killed(signal: SIGTERM))
    }

    @Test func `the whole group ends, grandchildren too`() async throws {
        let folder = try WorkFolder()
        let service = try shell("(sleep 300 & echo $! > a; sleep 300 & echo $! > b; echo up; wait) & wait", in: folder)
        try await service.waitUntilReady(within: .seconds(10)) { service.lastLines == ["up"] }
        let processes = try ["a", "b"].map { try folder.number(in: $0) }
        #expect(processes.allSatisfy(isRunning))
        await service.stop()
        #expect(!processes.contains(where: isRunning))
    }

    @Test func `grandchildren that outlive the program end too`() async throws {
        let folder = try WorkFolder()
        let service = try shell("sleep 300 & echo $! > a; echo up; exit 0", in: folder)
        try await eventually { service.ending != nil }
        let left = try folder.number(in: "a")
        #expect(isRunning(left))
        #expect(await service.stop() == .exited(status: 0))
        #expect(!isRunning(left))
    }

    @Test func `what ignores SIGTERM is killed after its grace`() async throws {
        let folder = try WorkFolder()
        let service = try shell(
            "trap '' TERM; echo $$ > a; echo up; while :; do sleep 0.05; done", in: folder, grace: .milliseconds(300))
        try await service.waitUntilReady(within: .seconds(10)) { service.lastLines == ["up"] }
        let start = ContinuousClock.now
        #expect(await service.stop() == .killed(signal: SIGKILL))
        #expect(ContinuousClock.now - start >= .milliseconds(300))
        #expect(!isRunning(try folder.number(in: "a")))
    }

    @Test func `what ends in good order within its grace is let to do so`() async throws {
        let folder = try WorkFolder()
        let service = try shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done", in: folder)
        try await service.waitUntilReady(within: .seconds(10)) { service.lastLines == ["up"] }
        #expect(await service.stop() == .exited(status: 7))
        // Between them the shell may tell what became of its own children.
        #expect(service.lastLines.first == "up" && service.lastLines.last == "bye")
    }

    @Test func `a program that ends before it is ready is reported with its status and last lines`() async throws {
        let folder = try WorkFolder()
        let service = try shell("echo 'reading config'; echo 'no such port: x' >&2; exit 3", in: folder)
        let failure = await #expect(throws: ServiceFailure.self) {
            try await service.waitUntilReady(within: .seconds(10)) { false }
        }
        #expect(failure?.message.hasSuffix("ended with exit status 3 before it was ready") == true)
        #expect(failure?.lastLines == ["reading config", "no such port: x"])
        #expect(failure?.description.hasSuffix("; its last lines:\n    reading config\n    no such port: x") == true)
    }

    @Test func `an answer does not hide that the program has ended`() async throws {
        let service = try shell("exit 1", in: try WorkFolder())
        try await eventually { service.ending != nil }
        await #expect(throws: ServiceFailure.self) { try await service.waitUntilReady(within: .seconds(10)) { true } }
    }

    @Test func `a program that is never ready is reported and ended`() async throws {
        let folder = try WorkFolder()
        let service = try shell("echo $$ > a; echo starting; sleep 300", in: folder)
        try await eventually { !service.lastLines.isEmpty }
        let failure = await #expect(throws: ServiceFailure.self) {
            try await service.waitUntilReady(within: .milliseconds(200)) { false }
        }
        #expect(failure?.message.contains("was not ready within") == true)
        #expect(failure?.lastLines == ["starting"])
        #expect(!isRunning(try folder.number(in: "a")))
    }

    @Test func `ten megabytes of output neither stop the program nor fill the memory`() async throws {
        let folder = try WorkFolder()
        let service = try shell("yes 'a line of output that is not very long' | head -c 10000000; echo; echo done", in: folder)
        try await eventually { service.ending == .exited(status: 0) && service.lastLines.last == "done" }
        #expect(service.lastLines.count == 20)
        await service.stop()
    }

    @Test func `a service gets its arguments, environment and folder as they are said`() async throws {
        let folder = try WorkFolder()
        var variables = environment
        variables["GREETING"] = "good day"
        let service = try StartedService(
            ServiceCommand(
                ["sh", "-c", #"printf '%s|' "$@" "$GREETING"; pwd -P; cat; ls /proc/self/fd | xargs"#, "sh", "a b", "$x", ""],
                environment: variables, folder: folder.path))
        try await eventually { service.ending != nil }
        await service.stop()
        #expect(service.lastLines.first == "a b|$x||good day|\(folder.path)")
        // The last is the folder that ls reads.
        #expect(service.lastLines.last == "0 1 2 3")
    }

    @Test(arguments: [
        ([], "the command to start is empty"),
        (["no-such-program-anywhere", "x"], "there is no program 'no-such-program-anywhere' in the folders of PATH"),
        (["./missing"], "'./missing' is no program that can be started"),
    ])
    func `a command that cannot be started says so`(arguments: [String], message: String) throws {
        let folder = try WorkFolder()
        let failure = #expect(throws: ServiceFailure.self) {
            try StartedService(ServiceCommand(arguments, environment: environment, folder: folder.path))
        }
        #expect(failure?.message.hasPrefix(message) == true)
    }

    @Test func `a folder that is not there is named`() {
        let failure = #expect(throws: ServiceFailure.self) {
            try StartedService(ServiceCommand(["true"], environment: environment, folder: "/nowhere/at/all"))
        }
        #expect(failure?.message == "'true' cannot be started: there is no folder '/nowhere/at/all'")
    }

    @Test func `a service that nobody holds any more ends`() async throws {
        let folder = try WorkFolder()
        do {
            let service = try shell("echo $$ > a; echo up; sleep 300", in: folder)
            try await eventually { service.lastLines == ["up"] }
        }
        let process = try folder.number(in: "a")
        try await eventually { !isRunning(process) }
    }

    @Test func `a watchdog is gone with its service, and no descriptor is left`() async throws {
        let before = try openDescriptors()
        for _ in 0..<5 {
            let service = try shell("echo up", in: try WorkFolder())
            await service.stop()
        }
        // Other tests run beside this one and have descriptors of their own.
        try await eventually { try openDescriptors() <= before + 40 }
    }

    @Test(arguments: [SIGKILL, SIGABRT])
    func `a service ends with the process that started it, however that ends`(signal: Int32) async throws {
        let folder = try WorkFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(signal)) { [path = path as String, signal = signal as Int32] in
            // One that ignores SIGTERM, with a grandchild that does not.
            let script =
                "trap '' TERM; (trap - TERM; sleep 300) & echo $! > b; echo $$ > a; echo up; while :; do sleep 0.05; done"
            let service = try StartedService(
                ServiceCommand(
                    ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], folder: path, grace: .milliseconds(500)))
            try await service.waitUntilReady(within: .seconds(10)) { service.lastLines == ["up"] }
            kill(getpid(), signal)
            try await Task.sleep(for: .seconds(10))
            withExtendedLifetime(service) {}
        }
        let processes = try ["a", "b"].map { try folder.number(in: $0) }
        try await eventually { !processes.contains(where: isRunning) }
    }

    private func shell(_ script: String, in folder: WorkFolder, grace: Duration = .seconds(5)) throws -> StartedService {
        try StartedService(ServiceCommand(["sh", "-c", script], environment: environment, folder: folder.path, grace: grace))
    }
}

private let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]

private func openDescriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }

/// Whether the process is there and has not ended.
private func isRunning(_ process: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    let state = status[status.index(after: status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ").first
    return state != "Z" && state != "X"
}

private func accepts(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}

/// Asks until the condition holds, for ten seconds at most.
private func eventually(_ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while try !condition() {
        try #require(ContinuousClock.now < deadline, "it did not come to pass")
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// A folder that is gone with its last user.
final class WorkFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appendingPathComponent("assay-service-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func number(in file: String) throws -> Int32 {
        let text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}
