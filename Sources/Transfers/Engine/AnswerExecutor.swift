internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Runs what follows a short answer on the engine's own thread, and everything else where all other work is done.
///
/// To judge an answer of a few kilobytes and to say the next request takes some microseconds; to wake another thread for it, and to
/// be woken by that one, takes longer. What takes its time must not be done here, for nothing is received meanwhile.
///
/// `@unchecked`: all but `thread` is touched by the engine's thread alone.
final class AnswerExecutor: TaskExecutor, @unchecked Sendable {
    private struct Queue {
        var jobs: [UnownedJob] = []
        /// Whether what becomes ready now is run here.
        var isOpen = false
        /// For so many answers to come others do the work: what was done here took long.
        var turnsOfOthers = 0
    }

    private let thread = Atomic<UInt>(0)
    private var queue = Queue()

    /// Bytes of a body, beyond which an answer is not short.
    private static let shortBody = 16 << 10
    /// Much longer than a short answer takes, and much shorter than what anybody measures over a network.
    private static let longest: Duration = .milliseconds(2)
    private static let restAfterLongJob = 200

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard thread.load(ordering: .relaxed) == Self.currentThread, queue.isOpen else {
            return globalConcurrentExecutor.enqueue(ExecutorJob(job))
        }
        queue.jobs.append(job)
    }

    // MARK: - Called by the engine's thread

    func adoptThread() { thread.store(Self.currentThread, ordering: .relaxed) }

    var hasJobs: Bool { !queue.jobs.isEmpty }

    /// Does what makes tasks ready that wait for an answer.
    ///
    /// - Parameter bodySize: Of the answer, in bytes.
    func resumeTask(bodySize: Int, _ body: () -> Void) {
        if queue.turnsOfOthers > 0 {
            queue.turnsOfOthers -= 1
        } else {
            queue.isOpen = bodySize <= Self.shortBody
        }
        body()
        queue.isOpen = false
    }

    /// Runs what was ready when it was called.
    func runJobs() {
        guard hasJobs else { return }
        let jobs = queue.jobs
        queue.jobs.removeAll(keepingCapacity: true)
        queue.isOpen = true
        var start = ContinuousClock.now
        for job in jobs {
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            let end = ContinuousClock.now
            if start.duration(to: end) > Self.longest { queue.turnsOfOthers = Self.restAfterLongJob }
            start = end
        }
        queue.isOpen = false
    }

    private static var currentThread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }
}
