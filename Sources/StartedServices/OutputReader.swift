internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reads what a process prints, as long as anybody has the pipe's other end, so that no printer ever waits.
final class OutputReader: Sendable {
    private let lines: Mutex<LastLines>
    private let isStopping = Atomic<Bool>(false)
    private let end = DispatchSemaphore(value: 0)

    /// - Parameter descriptor: Closed by the reader.
    init(_ descriptor: Int32, keeping count: Int) {
        lines = Mutex(LastLines(count: count))
        // A thread of its own: to wait for output is no work that others should wait for.
        DispatchQueue(label: "assay.service-output").async { [self] in
            read(descriptor)
            close(descriptor)
            end.signal()
        }
    }

    var lastLines: [String] { lines.withLock { $0.text } }

    /// Waits until everything was read that a group which is over has printed: at the latest for a second, because a process that
    /// left the group may have the pipe still.
    func finish() {
        if end.wait(timeout: .now() + .seconds(1)) == .timedOut {
            isStopping.store(true, ordering: .relaxed)
            end.wait()
        }
        end.signal()
    }

    private func read(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !isStopping.load(ordering: .relaxed) {
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&state, 1, 100)
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            lines.withLock { $0.add(buffer[..<count]) }
        }
    }
}
