internal import AssayCore

/// The mail of a run, told apart by the cases it belongs to.
///
/// - With a correlation header, a message belongs to the case whose token stands in that field.
/// - Without, it belongs to the case whose mailbox token occurs in the address of a recipient.
/// - What has no mailbox token of the run belongs to the one case at a time that has no address of its own. That there is one at
///   most is for the caller to see to (`isShared`).
package actor MailCollector {
    /// How long is waited.
    package struct Patience: Sendable, Hashable {
        /// For what is due, unless the scenario says.
        package var within: Duration
        /// How long nothing more may come, once all is there or nothing is due.
        package var quiet: Duration

        package init(within: Duration, quiet: Duration) {
            self.within = within
            self.quiet = quiet
        }
    }

    package nonisolated let patience: Patience
    package nonisolated let correlationHeader: String?

    private let source: any MailSource
    private let tokens: RunTokens
    private let maxKeptBytes: Int

    private var mark: MailMark
    private var pool: [Pooled] = []
    /// Of the message that comes next.
    private(set) var nextNumber = 0
    /// Messages before this number may have been given up for want of room.
    private var firstSureNumber = 0
    private var keptBytes = 0
    private var left = LeftMail()
    private var lookout: Task<Void, any Error>?

    private struct Pooled {
        var number: Int
        var mail: Mail
        /// What its correlation fields hold.
        var tokens: [String]
        var hasMailbox: Bool
        /// Whether it is of another run.
        var isForeign: Bool
        var size: Int

        /// Notes that no case took it.
        func isLeft(in left: inout LeftMail) {
            if !isForeign { left.add(mail) }
        }
    }

    /// - Parameters:
    ///   - runID: Different for every run; `${run:mailbox}` begins with `assay-ID-`, the word in the correlation header with `ID-`.
    ///   - maxKeptBytes: Of messages that no case has taken. Past it, the oldest are given up.
    /// - Throws: When the mailbox cannot be looked at. What is in it already counts for no case.
    package init(
        _ source: any MailSource, patience: Patience, correlationHeader: String?, runID: String,
        maxKeptBytes: Int = 256 << 20
    ) async throws {
        self.source = source
        self.patience = patience
        self.correlationHeader = correlationHeader
        tokens = RunTokens(runID: runID)
        self.maxKeptBytes = maxKeptBytes
        mark = try await source.mark()
    }

    /// Whether the mail of a case that uses no address of its own cannot be told from that of another.
    package nonisolated var isShared: Bool { correlationHeader == nil }

    /// - Parameter token: `ID-` of the run and a word of the case: in the correlation header of its requests, where there is one.
    package nonisolated func begin(token: String) -> CaseInbox { CaseInbox(self, token: token) }

    /// What arrived and no case took, after one more look at the mailbox.
    package func leftMail() async throws -> LeftMail {
        _ = try await look()
        var left = left
        for message in pool { message.isLeft(in: &left) }
        return left
    }

    // MARK: - For an inbox

    /// Whose a message is.
    enum Owner: Sendable, Hashable {
        case correlation(String)
        case mailbox(String)
        /// All that has no mailbox of the run.
        case exclusive
    }

    /// Takes in what has arrived by now.
    ///
    /// - Returns: The number that the next message will have.
    func look() async throws -> Int {
        // A look that is under way may have seen less than there is now. One that begins later has not.
        if let lookout { _ = await lookout.result }
        if let lookout {
            try await lookout.value
            return nextNumber
        }
        let task = Task { try await self.takeIn() }
        lookout = task
        try await task.value
        return nextNumber
    }

    /// Removes and returns what belongs to the owner from that number on, oldest first.
    func take(_ owner: Owner, from number: Int) throws -> [Mail] {
        guard number >= firstSureNumber else {
            throw MailFailure("more mail arrives that no case takes than can be kept: \(maxKeptBytes) bytes")
        }
        return remove(owner, from: number).map(\.mail)
    }

    /// No one will take any more of the owner's mail: what is there is listed, but not kept.
    func leave(_ owner: Owner, from number: Int) {
        for message in remove(owner, from: number) { message.isLeft(in: &left) }
    }

    func waitForMail(until deadline: ContinuousClock.Instant) async throws {
        try await source.waitForMail(after: mark, until: deadline)
    }

    private func takeIn() async throws {
        defer { lookout = nil }
        let (messages, mark) = try await source.messages(after: mark)
        self.mark = mark
        for arrived in messages {
            let words = correlationHeader.map { arrived.headers[all: $0] } ?? []
            let hasMailbox = arrived.mail.to.contains(where: tokens.areIn)
            let isForeign =
                words.isEmpty
                ? !hasMailbox && arrived.mail.to.contains(where: tokens.areOthersIn) : tokens.areForeign(words)
            // Of no case, and there may be much of it in a mailbox that others use too.
            if isForeign, correlationHeader != nil { continue }
            pool.append(
                Pooled(
                    number: nextNumber, mail: arrived.mail, tokens: words, hasMailbox: hasMailbox, isForeign: isForeign,
                    size: arrived.bytes.count))
            nextNumber += 1
            keptBytes += arrived.bytes.count
        }
        giveUpOldest()
    }

    private func giveUpOldest() {
        var count = 0
        while keptBytes > maxKeptBytes, count < pool.count {
            keptBytes -= pool[count].size
            pool[count].isLeft(in: &left)
            firstSureNumber = pool[count].number + 1
            count += 1
        }
        pool.removeFirst(count)
    }

    private func remove(_ owner: Owner, from number: Int) -> [Pooled] {
        // Numbers rise, and those before may be many.
        let first = pool.lastIndex { $0.number < number }.map { $0 + 1 } ?? 0
        var removed: [Pooled] = []
        var kept: [Pooled] = []
        for message in pool[first...] {
            if belongs(message, to: owner) { removed.append(message) } else { kept.append(message) }
        }
        if !removed.isEmpty { pool.replaceSubrange(first..., with: kept) }
        for message in removed { keptBytes -= message.size }
        return removed
    }

    private func belongs(_ message: Pooled, to owner: Owner) -> Bool {
        switch owner {
        case .correlation(let token): message.tokens.contains { $0.utf8.elementsEqual(token.utf8) }
        case .mailbox(let token): message.mail.to.contains { $0.containsIgnoringASCIICase(token) }
        case .exclusive: !message.hasMailbox
        }
    }
}

extension String {
    /// Whether `part` occurs in it, in letters of either case.
    fileprivate func containsIgnoringASCIICase(_ part: String) -> Bool { foldedBytes.firstRange(of: part.foldedBytes) != nil }
}
