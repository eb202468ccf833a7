internal import AssayCore
internal import NIOCore

/// Bytes for a client, and whether they end the answer to a request.
struct Outgoing: Sendable {
    var bytes: [UInt8]
    var endsResponse: Bool
}

/// One connection between bytes and requests; closes it when the server stops, once nothing is under way on it.
final class RequestHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Incoming
    typealias OutboundIn = Outgoing
    typealias OutboundOut = ByteBuffer

    private var parser: RequestParser
    private var unanswered = 0
    private var isQuiescing = false

    init(limits: RequestLimits) { parser = RequestParser(limits: limits) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data).readableBytesView)
        while let incoming = parser.next() {
            if case .expectsContinue = incoming {} else { unanswered += 1 }
            context.fireChannelRead(wrapInboundOut(incoming))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let outgoing = unwrapOutboundIn(data)
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: outgoing.bytes)), promise: promise)
        guard outgoing.endsResponse else { return }
        unanswered -= 1
        if isQuiescing, isIdle {
            context.flush()
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            if isIdle { context.close(promise: nil) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    private var isIdle: Bool { unanswered == 0 && !parser.isMidRequest }
}
