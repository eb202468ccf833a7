internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An SMTP server that delivers nothing: it takes every message for any recipient and hands it to the run.
///
/// Messages stay until they are asked for: `messages(after:)` forgets those before its mark.
package final class SMTPSink: MailSource {
    /// Where it listens: `127.0.0.1`.
    package let host: String
    package let port: Int

    private let channel: any Channel
    private let mailbox: SinkMailbox
    private let connections: SMTPConnections

    private init(_ channel: any Channel, host: String, _ mailbox: SinkMailbox, _ connections: SMTPConnections) throws {
        guard let address = channel.localAddress, let port = address.port else {
            throw MailFailure("the SMTP sink has no address")
        }
        self.host = address.ipAddress ?? host
        self.port = port
        self.channel = channel
        self.mailbox = mailbox
        self.connections = connections
    }

    /// Starts one that listens at an address of this machine.
    ///
    /// - Parameter port: 0 for any that is free.
    /// - Throws: `MailFailure` when it cannot listen there.
    package static func start(
        host: String = "127.0.0.1", port: Int = 0, settings: SMTPSinkSettings = SMTPSinkSettings()
    ) async throws -> SMTPSink {
        let mailbox = SinkMailbox(maxBytes: settings.maxKeptBytes)
        let connections = SMTPConnections()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let idleTime = TimeAmount(settings.idleTimeout)
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: idleTime))
                    try channel.pipeline.syncOperations.addHandler(SMTPConnection(settings, mailbox, connections))
                }
            }
        do {
            return try SMTPSink(await bootstrap.bind(host: host, port: port).get(), host: host, mailbox, connections)
        } catch {
            throw MailFailure("the SMTP sink cannot listen at \(host):\(port): \(error)")
        }
    }

    /// Stops listening and closes every connection. Messages that came can still be asked for.
    package func stop() async {
        try? await channel.close()
        for channel in connections.all { try? await channel.close() }
    }

    /// Messages that were turned away and why, the first hundred; a service that sends them will say that its mail failed.
    package var refusals: (sentences: [String], count: Int) { mailbox.refusals }

    package func mark() -> MailMark { .number(mailbox.nextNumber) }

    package func messages(after mark: MailMark) throws -> (messages: [ArrivedMail], mark: MailMark) {
        let (messages, next) = mailbox.messages(from: try number(mark))
        let arrived = messages.map { ArrivedMail($0.bytes, sender: $0.envelope.sender, recipients: $0.envelope.recipients) }
        return (arrived, .number(next))
    }

    /// Is woken by a message: waiting costs nothing.
    package func waitForMail(after mark: MailMark, until deadline: ContinuousClock.Instant) async throws {
        let number = try number(mark)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [mailbox] in await mailbox.waitForMessage(number) }
            group.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func number(_ mark: MailMark) throws(MailFailure) -> UInt64 {
        guard case .number(let number) = mark else { throw MailFailure("the mark is of another mailbox") }
        return number
    }
}

/// The open connections of a sink.
final class SMTPConnections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    var all: [any Channel] { channels.withLock { Array($0.values) } }

    /// - Returns: How many there are now.
    func add(_ channel: any Channel) -> Int {
        channels.withLock { channels in
            channels[ObjectIdentifier(channel)] = channel
            return channels.count
        }
    }

    func remove(_ channel: any Channel) {
        _ = channels.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}
