import Glibc
import Synchronization

/// Ctrl-C during a run, or the SIGTERM of a CI that ends its job: the first ends the run in good order, with its reports; the second
/// ends the process.
enum Interrupt {
    private static let count = Atomic<Int>(0)

    static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    static func watch() {
        // Made here and not in the handler, where nothing may be allocated.
        count.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                guard Interrupt.count.add(1, ordering: .relaxed).oldValue > 0 else { return }
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
    }

    /// Returns when it is requested, or the task is cancelled.
    @Sendable static func request() async {
        // A handler of signals can wake no task.
        while !isRequested, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(20)) }
    }
}
