internal import AssayCore
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import UnixSignals

/// An in-process model behind HTTP/1.1.
///
/// Requests reach the model as they were sent, and its responses leave as it says them; the server adds the fields that frame a
/// message and nothing else. Each mail of an answer is delivered before the answer goes out.
package struct ModelServer: Sendable {
    package struct Options: Sendable {
        /// A name or an address of this machine.
        package var host: String
        /// 0 for any that is free.
        package var port: Int
        package var limits: RequestLimits
        /// Whether SIGTERM and SIGINT end the server.
        package var stopsOnSignals: Bool

        package init(
            host: String = "127.0.0.1", port: Int = 0, limits: RequestLimits = RequestLimits(), stopsOnSignals: Bool = false
        ) {
            self.host = host
            self.port = port
            self.limits = limits
            self.stopsOnSignals = stopsOnSignals
        }
    }

    /// How long a stop waits for what is under way.
    private static let patience = Duration.seconds(10)

    private let responder: Responder
    private let options: Options

    /// - Parameter mail: Takes the model's mails; `nil` drops them.
    /// - Throws: `InvalidGiven` when the model does not take the state it is to start from.
    package init(_ served: ServedModel, mail: (any MailDelivery)?, log: ServerLog, options: Options) throws {
        responder = Responder(host: try ModelHost(served), mail: mail, log: log)
        self.options = options
    }

    /// Serves until the task is cancelled or a signal comes; then what is under way is finished, at most for 10 seconds.
    ///
    /// - Parameter started: Called once with the port that is listened on.
    /// - Throws: `CannotListen`
    package func run(started: @escaping @Sendable (_ port: Int) async -> Void) async throws {
        let logger = Logger(label: "assay") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(
            childChannelSetup: ModelChannel(responder: responder, limits: options.limits),
            configuration: ServerConfiguration(address: .hostname(options.host, port: options.port), backlog: 1024),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: options.stopsOnSignals ? [.sigterm, .sigint] : [], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.patience
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw CannotListen(host: options.host, port: options.port, reason: "\(error)")
        } catch is CancellationError {
            return
        }
    }
}

/// The address of a server is taken, or not this machine's.
package struct CannotListen: Error, CustomStringConvertible {
    package var host: String
    package var port: Int
    package var reason: String

    package var description: String { "cannot listen on \(host), port \(port): \(reason)" }
}
