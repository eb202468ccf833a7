import Glibc
import Synchronization

/// Ctrl-C during a run: the first ends the run in good order, with its reports; the second ends the process.
enum Interrupt {
    private static let count = Atomic<Int>(0)

    static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    static func watch() {
        // Made here and not in the handler, where nothing may be allocated.
        count.store(0, ordering: .relaxed)
        signal(SIGINT) { _ in
            guard Interrupt.count.add(1, ordering: .relaxed).oldValue > 0 else { return }
            _exit(ExitStatus.interrupted.rawValue)
        }
    }
}
