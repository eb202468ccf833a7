internal import CLibCurl
internal import Synchronization

/// What runs on the engine's thread: libcurl's multi handle and every transfer in it.
@safe final class TransferLoop {
    let inbox: TransferInbox
    let answers = AnswerLane()

    private let multi: UnsafeMutableRawPointer
    private let watch: SocketWatch
    private let sockets = OpenSockets()
    private var active: [UnsafeMutableRawPointer: ActiveTransfer] = unsafe [:]
    private var idle: [EasyHandle] = []
    private var idleWithCookies: [EasyHandle] = []

    /// Connections that are kept open; beyond, the oldest idle one is closed.
    private static let keptConnections = 256
    private static let keptHandles = 256

    private static let isLibraryReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Returns `nil` when there is no memory, or no file descriptor.
    init?() {
        guard Self.isLibraryReady, let bell = Bell(), let multi = unsafe curl_multi_init() else { return nil }
        unsafe self.multi = multi
        inbox = TransferInbox(ringing: bell)
        watch = SocketWatch(bell)
        _ = unsafe assay_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
        let context = unsafe Unmanaged.passUnretained(watch).toOpaque()
        _ = unsafe assay_curl_multi_set_socket_function(multi, context) { _, socket, what, context, _ in
            if let context = unsafe context {
                unsafe Unmanaged<SocketWatch>.fromOpaque(context).takeUnretainedValue().change(socket, to: what)
            }
            return 0
        }
    }

    /// Returns once the inbox says stop.
    func run() {
        answers.adoptThread()
        while true {
            let delivery = inbox.take()
            for transfer in delivery.arrivals { begin(transfer) }
            for transfer in delivery.cancellations { cancel(transfer) }
            if delivery.isStopping { break }
            let patience = doWhatIsDue()
            let mayWait = !answers.hasJobs && inbox.willWait()
            for event in watch.wait(mayWait ? patience : 0) { act(event.socket, event.bits) }
            finishEnded()
            answers.runJobs()
        }
        end()
    }

    /// Lets libcurl begin what is new and end what takes too long.
    ///
    /// - Returns: How many milliseconds there are until it has something to do again, without an event; at most a minute.
    private func doWhatIsDue() -> Int32 {
        var left = 0
        _ = unsafe curl_multi_timeout(multi, &left)
        if left == 0 {
            act(CURL_SOCKET_TIMEOUT, 0)
            finishEnded()
            _ = unsafe curl_multi_timeout(multi, &left)
        }
        return left < 0 ? 60_000 : Int32(min(left, 60_000))
    }

    private func act(_ socket: Int32, _ bits: Int32) {
        var running: Int32 = 0
        _ = unsafe curl_multi_socket_action(multi, socket, bits, &running)
    }

    private func end() {
        let underWay = unsafe Array(active.values)
        for transfer in underWay { stop(transfer) }
        unsafe active = [:]
        idle = []
        idleWithCookies = []
        let late = inbox.end()
        for transfer in late { stop(transfer) }
        _ = unsafe curl_multi_cleanup(multi)
        // Nothing more becomes ready here once these have run: no request is taken.
        while answers.hasJobs { answers.runJobs() }
        answers.leaveThread()
    }

    private func stop(_ transfer: ActiveTransfer) {
        if let easy = transfer.easy { _ = unsafe curl_multi_remove_handle(multi, easy.pointer) }
        resume(transfer, .failure(TransferFailure(.engineStopped, "the run ended before \(transfer.work.peer) had answered")))
    }

    // MARK: - One transfer

    private func begin(_ transfer: ActiveTransfer) {
        guard !transfer.isCancelled.load(ordering: .acquiring) else {
            resume(transfer, .failure(CancellationError()))
            return
        }
        guard let easy = handle(for: transfer.work) else {
            resume(transfer, .failure(TransferFailure(.other, "libcurl has no memory for a transfer")))
            return
        }
        do throws(TransferFailure) {
            try easy.prepare(for: transfer, sockets: sockets)
            if let fault = easy.optionFault {
                throw TransferFailure(.other, "libcurl does not take an option of the transfer: \(fault.text)")
            }
        } catch {
            keep(easy)
            resume(transfer, .failure(error))
            return
        }
        transfer.easy = easy
        transfer.sockets = sockets
        unsafe active[easy.pointer] = transfer
        _ = unsafe curl_multi_add_handle(multi, easy.pointer)
    }

    private func cancel(_ transfer: ActiveTransfer) {
        guard let easy = transfer.easy else { return }
        unsafe active[easy.pointer] = nil
        _ = unsafe curl_multi_remove_handle(multi, easy.pointer)
        transfer.easy = nil
        keep(easy)
        resume(transfer, .failure(CancellationError()))
    }

    private func finishEnded() {
        var outcome = CURLE_OK
        while let pointer = unsafe assay_curl_multi_next_ended(multi, &outcome) {
            guard let transfer = unsafe active.removeValue(forKey: pointer), let easy = transfer.easy else { continue }
            // Read before the handle is removed: some of it is about the connection.
            let result = transfer.result(outcome)
            if easy.isMultiplexed, let socket = easy.socket { sockets.noteMultiplexing(on: socket) }
            _ = unsafe curl_multi_remove_handle(multi, pointer)
            transfer.easy = nil
            keep(easy)
            if outcome == CURLE_ABORTED_BY_CALLBACK, transfer.wasStale, transfer.isFirstAttempt {
                transfer.startOver()
                begin(transfer)
                continue
            }
            resume(transfer, result.mapError { $0 })
        }
    }

    private func resume(_ transfer: ActiveTransfer, _ result: Result<RawAnswer, any Error>) {
        inbox.noteEnd()
        answers.resumeTask(bodySize: transfer.answer.body.count) {
            transfer.continuation?.resume(with: result)
            transfer.continuation = nil
        }
    }

    // MARK: - Handles

    private func handle(for work: TransferWork) -> EasyHandle? {
        if case .http(let transfer) = work, transfer.cookies != nil { return idleWithCookies.popLast() ?? EasyHandle() }
        return idle.popLast() ?? EasyHandle()
    }

    private func keep(_ easy: EasyHandle) {
        guard idle.count + idleWithCookies.count < Self.keptHandles else { return }
        if easy.keepsCookies { idleWithCookies.append(easy) } else { idle.append(easy) }
    }
}
