internal import Glibc
internal import Synchronization

/// A running program and everything that it started, as one process group, which ends with `stop()` or with this process,
/// whichever comes first.
package final class StartedService: Sendable {
    private let command: ServiceCommand
    /// Also its group's id. The process is not waited for before its group is over, so that the id is nobody else's till then.
    private let process: pid_t
    private let output: OutputReader
    private let watchdog: Watchdog
    private let stopped = Mutex<ProcessEnding?>(nil)

    /// Waits for leave, so that the program starts only when the watchdog knows of it, and never when this process is gone by then.
    private static let gate = #"IFS= read -r go <&3 || exit 1; cd -- "$1" || exit 126; shift; exec "$@" 3<&-"#

    private static let pause = Duration.milliseconds(20)

    /// Starts the program; it is not yet ready.
    ///
    /// - Throws: When there is no such program or folder.
    package init(_ command: ServiceCommand) throws(ServiceFailure) {
        self.command = command
        let program = try command.program()
        do throws(ErrorNumber) {
            (process, output, watchdog) = try Self.start(program, command)
        } catch {
            throw ServiceFailure("'\(command.shown)' cannot be started: \(error)")
        }
    }

    private static func start(
        _ program: String, _ command: ServiceCommand
    ) throws(ErrorNumber) -> (pid_t, OutputReader, Watchdog) {
        let nothing = try openNullDevice()
        defer { close(nothing) }
        let gate = try Pipe.forWords()
        defer { for end in [gate.reading, gate.writing] { close(end) } }
        let printed = try Pipe.forOutput()
        defer { close(printed.writing) }
        let watchdog: Watchdog
        let process: pid_t
        do throws(ErrorNumber) {
            watchdog = try Watchdog(grace: command.grace)
        } catch {
            close(printed.reading)
            throw error
        }
        do throws(ErrorNumber) {
            process = try spawn(
                "/bin/sh", ["sh", "-c", Self.gate, "sh", command.folder, program] + command.arguments.dropFirst(),
                environment: command.environment,
                descriptors: [(nothing, 0), (printed.writing, 1), (printed.writing, 2), (gate.reading, 3)])
        } catch {
            close(printed.reading)
            watchdog.dismiss()
            throw error
        }
        watchdog.guarding(process)
        say("go\n", to: gate.writing)
        return (process, OutputReader(printed.reading, keeping: command.keptLines), watchdog)
    }

    deinit { stopAtOnce() }

    /// The end of what it has printed to standard output and standard error, oldest line first.
    package var lastLines: [String] { output.lastLines }

    /// How the program ended; `nil` while it runs. What it started may still run.
    package var ending: ProcessEnding? { stopped.withLock { $0 ?? peek() } }

    /// Returns when `isReady` says so; asks again until then.
    ///
    /// - Throws: When the program ended, or was not ready in time; it and all it started are then ended too. `CancellationError`
    ///   leaves it running.
    package func waitUntilReady(
        within time: Duration, every interval: Duration = .milliseconds(50), _ isReady: () async -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + time
        while true {
            if let ending { throw await failure("'\(command.shown)' ended with \(ending) before it was ready") }
            if await isReady() { break }
            guard ContinuousClock.now < deadline else {
                throw await failure("'\(command.shown)' was not ready within \(time)")
            }
            try await Task.sleep(for: interval)
        }
        // Another server, of an earlier run maybe, may have answered at its address.
        if let ending { throw await failure("'\(command.shown)' ended with \(ending), and another program answers in its place") }
    }

    /// Asks the group to end, waits for that as long as the command's grace lasts, then ends what is left of it.
    ///
    /// - Returns: How the program itself ended. Later calls return it again.
    @discardableResult
    package func stop() async -> ProcessEnding {
        if let known = stopped.withLock({ $0 }) { return known }
        signal(SIGTERM)
        let deadline = ContinuousClock.now + command.grace
        while isGroupAlive, ContinuousClock.now < deadline {
            // Also a task that was cancelled waits for its service.
            await Task { try? await Task.sleep(for: Self.pause) }.value
        }
        return finish()
    }

    /// Ends the group without asking it first.
    package func stopAtOnce() { finish() }

    // MARK: - The group

    @discardableResult
    private func finish() -> ProcessEnding {
        stopped.withLock { stopped in
            if let stopped { return stopped }
            kill(-process, SIGKILL)
            awaitOthers()
            let ending = reap()
            stopped = ending
            watchdog.dismiss()
            output.finish()
            return ending
        }
    }

    private func signal(_ number: Int32) {
        stopped.withLock { stopped in
            if stopped == nil { _ = kill(-process, number) }
        }
    }

    /// Whether anything of the group runs; a program that ended and waits to be reaped does not.
    private var isGroupAlive: Bool {
        stopped.withLock { stopped in
            guard stopped == nil else { return false }
            return peek() == nil || hasOtherMembers(process)
        }
    }

    /// How the program ended, without freeing its id.
    private func peek() -> ProcessEnding? {
        var info = siginfo_t()
        guard waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD else { return nil }
        return ProcessEnding(info)
    }

    /// Waits until killed members are gone, with the addresses that they listened on.
    private func awaitOthers() {
        let deadline = ContinuousClock.now + .seconds(2)
        while hasOtherMembers(process), ContinuousClock.now < deadline { usleep(1000) }
    }

    private func reap() -> ProcessEnding {
        var info = siginfo_t()
        while waitid(P_PID, id_t(process), &info, WEXITED) != 0, errno == EINTR {}
        return ProcessEnding(info)
    }

    private func failure(_ message: String) async -> ServiceFailure {
        await stop()
        return ServiceFailure(message, lastLines: lastLines)
    }
}
