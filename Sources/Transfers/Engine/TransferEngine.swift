internal import Synchronization

/// Makes transfers, any number at a time, on threads of its own. Connections are kept and used again.
///
/// Cancelling the task that waits for a transfer ends the transfer and closes its connection.
package final class TransferEngine: Sendable {
    /// A thread of the engine, with connections of its own.
    private struct Lane: Sendable {
        let inbox: TransferInbox
        let answers: AnswerLane
    }

    private let lanes: [Lane]
    /// For tasks that do little between two transfers: they run on where the answer came in, when that is short.
    package let executor: any TaskExecutor

    /// - Parameter threads: One is enough for anything but very many short transfers. With several, transfers that are made one after
    ///   the other have one connection all the same.
    /// - Throws: `TransferFailure` when there is no memory or no thread to be had.
    package init(threads: Int = 1) throws(TransferFailure) {
        var lanes: [Lane] = []
        do throws(TransferFailure) {
            for _ in 0..<max(1, threads) {
                guard let loop = TransferLoop() else { throw TransferFailure(.other, "libcurl cannot be started") }
                let lane = Lane(inbox: loop.inbox, answers: loop.answers)
                guard startThread({ loop.run() }) else {
                    throw TransferFailure(.other, "the system gives no thread for transfers")
                }
                lanes.append(lane)
            }
        } catch {
            for lane in lanes { lane.inbox.stop() }
            throw error
        }
        self.lanes = lanes
        executor = AnswerExecutor(lanes.map(\.answers))
    }

    deinit {
        for lane in lanes { lane.inbox.stop() }
    }

    /// Ends what is on its way with `.engineStopped`, closes every connection, and returns when all is closed.
    package func stop() async {
        for lane in lanes { lane.inbox.stop() }
        for lane in lanes { await lane.inbox.waitForEnd() }
    }

    /// Returns what libcurl received, when it calls that a success.
    ///
    /// - Throws: `TransferFailure` or `CancellationError`.
    func perform(_ work: TransferWork) async throws -> RawAnswer {
        let transfer = ActiveTransfer(work)
        let inbox = inbox()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.continuation = continuation
                if !inbox.submit(transfer) {
                    transfer.continuation = nil
                    continuation.resume(throwing: TransferFailure(.engineStopped, "the run has ended"))
                }
            }
        } onCancel: {
            inbox.cancel(transfer)
        }
    }

    /// That of the thread which asks, else the one with the fewest transfers, the first of these.
    private func inbox() -> TransferInbox {
        if lanes.count > 1 {
            for lane in lanes where lane.answers.isOfThisThread { return lane.inbox }
        }
        var (chosen, fewest) = (lanes[0].inbox, Int.max)
        for lane in lanes {
            let count = lane.inbox.underWay
            if count < fewest { (chosen, fewest) = (lane.inbox, count) }
        }
        return chosen
    }
}
