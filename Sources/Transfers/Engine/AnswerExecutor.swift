/// Runs what follows a short answer on the thread of the engine on which it came in, and everything else where all other work is done.
///
/// To judge an answer of a few kilobytes and to say the next request takes some microseconds; to wake another thread for it, and to
/// be woken by that one, takes longer. What takes its time must not be done there, for nothing is received meanwhile.
final class AnswerExecutor: TaskExecutor {
    private let lanes: [AnswerLane]

    init(_ lanes: [AnswerLane]) {
        self.lanes = lanes
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        for lane in lanes where lane.isOfThisThread {
            if lane.take(job, of: self) { return }
            break
        }
        globalConcurrentExecutor.enqueue(ExecutorJob(job))
    }
}
