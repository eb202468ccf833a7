internal import AssayCore
internal import Synchronization

/// A target that keeps what it answers, as it came: what a report shows has no secrets in it and may lack more.
struct RecordingTarget: Target {
    let target: any Target
    let record: ReplyRecord
    /// Mixed into the seed of every case, so that whatever is random comes out otherwise; 0 leaves it.
    var seedChange: UInt64 = 0
    /// The fault that the model is to have.
    var mutant: String?

    var sharesMail: Bool { target.sharesMail }
    var executor: (any TaskExecutor)? { target.executor }
    var isInProcess: Bool { target.isInProcess }

    func begin(_ given: Given, for case: CaseID) async throws -> Beginning {
        var given = given
        given.seed ^= seedChange
        given.mutant = mutant
        switch try await target.begin(given, for: `case`) {
        case .inapplicable(let reason): return .inapplicable(reason)
        case .ready(let session):
            record.begin()
            return .ready(Session(session: session, record: record))
        }
    }

    private struct Session: TargetSession {
        var session: any TargetSession
        let record: ReplyRecord

        mutating func respond(to request: Request) async throws -> Reply {
            let reply = try await session.respond(to: request)
            record.add(reply, to: request)
            return reply
        }

        mutating func mail(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival? {
            let arrival = try await session.mail(wait, until: isEnough)
            if let arrival { record.add(mail: arrival.messages) }
            return arrival
        }

        mutating func end() async { await session.end() }
    }
}

/// What was answered in one case, in order.
final class ReplyRecord: Sendable {
    struct Content: Sendable {
        /// Whether the target could be brought to the preconditions.
        var hasBegun = false
        var requests: [Request] = []
        var replies: [Reply] = []
    }

    private let content = Mutex(Content())

    var current: Content { content.withLock { $0 } }

    func begin() { content.withLock { $0.hasBegun = true } }

    func add(_ reply: Reply, to request: Request) {
        content.withLock {
            $0.requests.append(request)
            $0.replies.append(reply)
        }
    }

    /// Of the last reply.
    func add(mail: [Mail]) {
        content.withLock { content in
            guard !content.replies.isEmpty else { return }
            content.replies[content.replies.count - 1].mail = mail
        }
    }
}

/// A target that gives recorded replies, whatever is asked.
struct RecordedTarget: Target {
    let replies: [Reply]

    func begin(_ given: Given, for case: CaseID) -> Beginning { .ready(Session(replies: replies[...])) }

    private struct Session: TargetSession {
        var replies: ArraySlice<Reply>

        mutating func respond(to request: Request) throws -> Reply {
            guard let reply = replies.popFirst() else { throw NoMoreReplies() }
            return reply
        }
    }
}

private struct NoMoreReplies: Error, CustomStringConvertible {
    var description: String { "the recording has no further answer" }
}
