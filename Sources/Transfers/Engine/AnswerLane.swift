internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What is to be run on one thread of the engine, between its transfers.
///
/// `@unchecked`: all but `thread` is touched by that thread alone.
final class AnswerLane: @unchecked Sendable {
    private let thread = Atomic<UInt>(0)
    private var jobs: [(job: UnownedJob, executor: AnswerExecutor)] = []
    /// Whether what becomes ready now is run here.
    private var isOpen = false
    /// For so many answers to come others do the work: what was done here took long.
    private var turnsOfOthers = 0

    /// Bytes of a body, beyond which an answer is not short.
    private static let shortBody = 16 << 10
    /// Much longer than a short answer takes, and much shorter than what anybody measures over a network.
    private static let longest: Duration = .milliseconds(2)
    private static let restAfterLongJob = 200

    /// Called by any thread.
    var isOfThisThread: Bool { thread.load(ordering: .relaxed) == Self.currentThread }

    // MARK: - Called by its thread

    func adoptThread() { thread.store(Self.currentThread, ordering: .relaxed) }

    /// The thread's end: another may get its name.
    func leaveThread() { thread.store(0, ordering: .relaxed) }

    /// - Returns: Whether the job will be run here.
    func take(_ job: UnownedJob, of executor: AnswerExecutor) -> Bool {
        guard isOpen else { return false }
        jobs.append((job, executor))
        return true
    }

    var hasJobs: Bool { !jobs.isEmpty }

    /// Does what makes tasks ready that wait for an answer.
    ///
    /// - Parameter bodySize: Of the answer, in bytes.
    func resumeTask(bodySize: Int, _ body: () -> Void) {
        if turnsOfOthers > 0 {
            turnsOfOthers -= 1
        } else {
            isOpen = bodySize <= Self.shortBody
        }
        body()
        isOpen = false
    }

    /// Runs what was ready when it was called.
    func runJobs() {
        guard hasJobs else { return }
        let ready = jobs
        jobs.removeAll(keepingCapacity: true)
        isOpen = true
        var start = ContinuousClock.now
        for (job, executor) in ready {
            unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
            let end = ContinuousClock.now
            if start.duration(to: end) > Self.longest { turnsOfOthers = Self.restAfterLongJob }
            start = end
        }
        isOpen = false
    }

    private static var currentThread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }
}
