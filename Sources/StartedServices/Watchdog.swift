internal import Glibc

/// A small process that ends a process group when this process is gone before it said that the group is over, however it ended.
///
/// Asking the kernel (`PR_SET_PDEATHSIG`) is not enough: that reaches no grandchildren, and comes already when the thread ends that
/// started the child.
final class Watchdog: Sendable {
    /// Reads the group's id, then waits: a second line means that the group is over, the end of the input that it was left behind.
    private static let script = """
        cd /
        read -r group || exit 0
        read -r over && exit 0
        kill -s TERM -- "-$group" 2>/dev/null || exit 0
        tenths=0
        while kill -s 0 -- "-$group" 2>/dev/null; do
            if [ "$tenths" -ge "$1" ]; then kill -s KILL -- "-$group"; exit 0; fi
            tenths=$((tenths + 1))
            sleep 0.1
        done
        """

    private let process: pid_t
    private let line: Int32

    /// Starts to watch; `guarding(_:)` says what.
    init(grace: Duration) throws(ErrorNumber) {
        let nowhere = try openNullDevice()
        defer { close(nowhere) }
        let pipe = try Pipe.forWords()
        defer { close(pipe.reading) }
        line = pipe.writing
        let tenths = grace.components.seconds * 10 + grace.components.attoseconds / 100_000_000_000_000_000
        do throws(ErrorNumber) {
            process = try spawn(
                "/bin/sh", ["sh", "-c", Self.script, "assay-watchdog", String(tenths)],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
                descriptors: [(pipe.reading, 0), (nowhere, 1), (nowhere, 2)])
        } catch {
            close(pipe.writing)
            throw error
        }
    }

    func guarding(_ group: pid_t) { say("\(group)\n", to: line) }

    /// Ends the watch. Called once.
    func dismiss() {
        say("over\n", to: line)
        close(line)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
