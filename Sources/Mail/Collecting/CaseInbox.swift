package import AssayCore

/// The mail of one case; used by one task at a time.
package struct CaseInbox: Sendable {
    private let collector: MailCollector
    private let token: String
    /// From which message on mail is of the last request.
    private var start = 0
    /// The same of its first request.
    private var first: Int?
    private var mailbox: String?
    private var hasWaited = false

    init(_ collector: MailCollector, token: String) {
        self.collector = collector
        self.token = token
    }

    /// Called before each request: what is there already is not of that request.
    package mutating func requestFollows() async throws {
        // No message has the case's own token before its first request.
        let isFirst = first == nil && collector.correlationHeader != nil
        start = isFirst ? await collector.nextNumber : try await collector.look()
        if first == nil { first = start }
    }

    /// Waits until all that is due has arrived, and then whether more does.
    ///
    /// - It ends when `isEnough` held for `quiet` without a further message, at the latest `within` after it began plus `quiet`.
    /// - Where `isEnough` does not hold, it ends `within` after it began.
    /// - Where nothing is due, it ends after `quiet`, or with the first message.
    ///
    /// - Returns: The case's messages since its last request, but for those that an earlier call returned.
    /// - Throws: When the mailbox cannot be looked at, or the task is cancelled.
    package mutating func arrival(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival {
        let owner = owner(wait)
        if case .mailbox(let token) = owner { mailbox = token }
        hasWaited = true
        let begin = ContinuousClock.now
        let patience = collector.patience
        let within = wait.within ?? patience.within
        let end = begin + within
        var messages: [Mail] = []
        var deadline = begin
        var isFirstLook = true
        while true {
            let now = ContinuousClock.now
            _ = try await collector.look()
            let new = try await collector.take(owner, from: start)
            messages += new
            if isFirstLook || !new.isEmpty {
                isFirstLook = false
                if wait.isNoneDue, !messages.isEmpty { break }
                let isComplete = wait.isNoneDue || isEnough(messages)
                deadline = isComplete ? min(ContinuousClock.now, end) + patience.quiet : end
            }
            // What arrived before the deadline has been seen: the last look began after it.
            if now >= deadline { break }
            try await collector.waitForMail(until: deadline)
        }
        return MailArrival(messages: messages, waited: ContinuousClock.now - begin, within: within)
    }

    /// Lets go of what the case did not wait for.
    package mutating func end() async {
        if collector.correlationHeader != nil {
            await collector.leave(.correlation(token), from: first ?? 0)
        } else if let mailbox {
            await collector.leave(.mailbox(mailbox), from: first ?? 0)
        } else if hasWaited {
            await collector.leave(.exclusive, from: first ?? start)
        }
    }

    private func owner(_ wait: MailWait) -> MailCollector.Owner {
        if collector.correlationHeader != nil { return .correlation(token) }
        return wait.mailbox.map { .mailbox($0) } ?? .exclusive
    }
}
