internal import AssayCore
internal import DataFormats
internal import NIOCore

/// Bytes for a client, and whether they end the answer to a request.
struct Outgoing: Sendable {
    var bytes: [UInt8]
    var endsResponse: Bool
}

/// One connection between bytes and requests; closes it when the server stops, once nothing is under way on it, and when the client
/// takes too long.
final class RequestHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Incoming
    typealias OutboundIn = Outgoing
    typealias OutboundOut = ByteBuffer

    private var parser: RequestParser
    private var unanswered = 0
    private var isQuiescing = false
    private let limits: RequestLimits
    private var awaited: Awaited?
    private var timer: Scheduled<Void>?

    /// What the client owes.
    private enum Awaited: Equatable {
        case restOfRequest
        case nextRequest
    }

    init(limits: RequestLimits) {
        self.limits = limits
        parser = RequestParser(limits: limits)
    }

    func handlerAdded(context: ChannelHandlerContext) { wait(context) }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    /// Starts a time anew only when something else is owed: bytes that drip in do not prolong it.
    private func wait(_ context: ChannelHandlerContext) {
        let now: Awaited? = parser.isMidRequest ? .restOfRequest : unanswered == 0 ? .nextRequest : nil
        guard now != awaited else { return }
        awaited = now
        timer?.cancel()
        timer = nil
        guard let now else { return }
        let limit = now == .restOfRequest ? limits.requestTime : limits.idleTime
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            let (handler, context) = bound.value
            handler.giveUp(context)
        }
    }

    private func giveUp(_ context: ChannelHandlerContext) {
        guard awaited == .restOfRequest else { return context.close(promise: nil) }
        parser.end()
        let fault = HTTPFault(408, "the request was not complete within \(limits.requestTime.text)")
        unanswered += 1
        context.fireChannelRead(wrapInboundOut(.fault(fault)))
        context.fireChannelReadComplete()
        wait(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data).readableBytesView)
        while let incoming = parser.next() {
            if case .expectsContinue = incoming {} else { unanswered += 1 }
            context.fireChannelRead(wrapInboundOut(incoming))
        }
        wait(context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let outgoing = unwrapOutboundIn(data)
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: outgoing.bytes)), promise: promise)
        guard outgoing.endsResponse else { return }
        unanswered -= 1
        if isQuiescing, isIdle {
            context.flush()
            context.close(promise: nil)
        } else {
            wait(context)
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
