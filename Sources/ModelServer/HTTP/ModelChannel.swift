internal import AssayCore
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// The connections of a server: requests in the order they came, each answered before the next is looked at.
struct ModelChannel: ServerChildChannel {
    typealias Value = NIOAsyncChannel<Incoming, Outgoing>

    let responder: Responder
    let limits: RequestLimits

    /// How long a client may take to read the last answer before its connection is closed: closing at once, with bytes of its own
    /// under way, could take the answer from it (RFC 9112 section 9.6).
    private static let lingering = TimeAmount.seconds(2)

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(RequestHandler(limits: limits))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async {
        let client = value.channel.remoteAddress.map(described) ?? "-"
        // A connection that breaks off is the client's affair; what was under way is in the access log.
        try? await withTaskCancellationHandler {
            try await value.executeThenClose { inbound, outbound in
                var requests = inbound.makeAsyncIterator()
                while let incoming = try await requests.next() {
                    if try await answer(incoming, from: client, to: outbound) { continue }
                    outbound.finish()
                    let timer = value.channel.eventLoop.scheduleTask(in: Self.lingering) { value.channel.close(promise: nil) }
                    while try await requests.next() != nil {}
                    timer.cancel()
                }
            }
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }

    /// - Returns: Whether another request may follow.
    private func answer(
        _ incoming: Incoming, from client: String, to outbound: NIOAsyncChannelOutboundWriter<Outgoing>
    ) async throws -> Bool {
        switch incoming {
        case .expectsContinue:
            try await outbound.write(Outgoing(bytes: Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), endsResponse: false))
            return true
        case .request(let request):
            let response = await responder.response(to: request, from: client)
            let manner = ResponseManner(
                isHead: request.request.method.utf8.elementsEqual("HEAD".utf8), closes: !request.keepsAlive,
                isHTTP10: request.isHTTP10)
            try await outbound.write(Outgoing(bytes: responseBytes(response, manner), endsResponse: true))
            return request.keepsAlive
        case .fault(let fault):
            let response = responder.response(to: fault, from: client)
            try await outbound.write(
                Outgoing(bytes: responseBytes(response, ResponseManner(closes: true)), endsResponse: true))
            return false
        }
    }
}

/// `127.0.0.1:50422`, `[::1]:50422`
private func described(_ address: SocketAddress) -> String {
    guard let ip = address.ipAddress, let port = address.port else { return "-" }
    return ip.utf8.contains(UInt8(ascii: ":")) ? "[\(ip)]:\(port)" : "\(ip):\(port)"
}
