import AssayCore
import LiveTarget
import Mail
import ScenarioLoading
import Synchronization
import Transfers

/// The mail of a live target for the time of a run: it is looked at from the run's start on.
final class RunMail: LiveMail {
    let isShared: Bool

    private let box: LiveDefinition.MailBox
    private let settler: TargetSettler
    private let runID: String
    private let state = Mutex(State())

    private struct State {
        var collector: MailCollector?
        var sink: SMTPSink?
    }

    /// - Parameter runID: Stands in every `${run:mailbox}` of the run.
    init(_ box: LiveDefinition.MailBox, _ settler: TargetSettler, runID: String) {
        self.box = box
        self.settler = settler
        self.runID = runID
        isShared = box.correlation == nil
    }

    /// Begins to listen, or looks where the mailbox ends now.
    ///
    /// - Throws: `MailFailure` or `TransferFailure` when that cannot be done.
    func start(with engine: TransferEngine) async throws {
        let source = try await source(engine)
        let collector = try await MailCollector(
            source, patience: MailCollector.Patience(within: box.within, quiet: box.quiet), correlationHeader: box.correlation,
            runID: runID)
        state.withLock { $0.collector = collector }
    }

    func begin(token: String) async throws -> any CaseMail {
        guard let collector = state.withLock({ $0.collector }) else { throw MailFailure("the mail is not looked at yet") }
        return collector.begin(token: token)
    }

    /// Stops listening.
    ///
    /// - Returns: What is to be said of mail that no case took.
    func stop() async -> String? {
        let (collector, sink) = state.withLock { ($0.collector, $0.sink) }
        let left = try? await collector?.leftMail()
        await sink?.stop()
        let refused = sink?.refusals.sentences.first.map { "a message was turned away: \($0)" }
        let sentences = [left?.sentence, refused].compactMap { $0 }
        return sentences.isEmpty ? nil : sentences.joined(separator: "\n")
    }

    private func source(_ engine: TransferEngine) async throws -> any MailSource {
        switch box.source {
        case .smtpSink(let host, let port):
            let sink = try await SMTPSink.start(host: host, port: port)
            state.withLock { $0.sink = sink }
            return sink
        case .imap(let url, let user, let password):
            let user = try user.map { try settler.text($0) }
            let password = try password.map { try settler.text($0) }
            return try IMAPMailbox(
                url: settler.text(url),
                credentials: user.map { MailCredentials(user: $0, password: password ?? "") },
                options: settler.transfer(of: box))
        case .mailpit(let url): return MailpitMailbox(try catcher(url), engine: engine)
        case .mailhog(let url): return MailHogMailbox(try catcher(url), engine: engine)
        }
    }

    private func catcher(_ url: Template) throws -> MailCatcherAddress {
        var address = MailCatcherAddress(url: try settler.text(url))
        address.options = settler.transfer(of: box)
        return address
    }
}

extension CaseInbox: CaseMail {}
