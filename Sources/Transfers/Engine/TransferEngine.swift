/// Makes transfers, any number at a time, on one thread of its own. Connections are kept and used again.
///
/// Cancelling the task that waits for a transfer ends the transfer and closes its connection.
package final class TransferEngine: Sendable {
    private let inbox: TransferInbox
    /// For tasks that do little between two transfers: they run on where the answer came in, when that is short.
    package let executor: any TaskExecutor

    /// - Throws: `TransferFailure` when there is no memory or no thread to be had.
    package init() throws(TransferFailure) {
        guard let loop = TransferLoop() else { throw TransferFailure(.other, "libcurl cannot be started") }
        inbox = loop.inbox
        executor = loop.executor
        guard startThread({ loop.run() }) else { throw TransferFailure(.other, "the system gives no thread for transfers") }
    }

    deinit {
        inbox.stop()
    }

    /// Ends what is on its way with `.engineStopped`, closes every connection, and returns when all is closed.
    package func stop() async {
        inbox.stop()
        await inbox.waitForEnd()
    }

    /// Returns what libcurl received, when it calls that a success.
    ///
    /// - Throws: `TransferFailure` or `CancellationError`.
    func perform(_ work: TransferWork) async throws -> RawAnswer {
        let transfer = ActiveTransfer(work)
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
}
