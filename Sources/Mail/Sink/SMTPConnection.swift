internal import AssayCore
internal import NIOCore
internal import NIOSSL

/// A client of a sink; lives on its channel's event loop.
final class SMTPConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let settings: SMTPSinkSettings
    private let mailbox: SinkMailbox
    private let connections: SMTPConnections
    private var input: SMTPInput
    private var conversation: SMTPConversation
    /// The last reply has been sent.
    private var isClosing = false

    init(_ settings: SMTPSinkSettings, _ mailbox: SinkMailbox, _ connections: SMTPConnections) {
        self.settings = settings
        self.mailbox = mailbox
        self.connections = connections
        input = SMTPInput(settings)
        conversation = SMTPConversation(settings)
    }

    func channelActive(context: ChannelHandlerContext) {
        if connections.add(context.channel) > settings.maxConnections {
            close(context, after: SMTPReply(421, "4.7.0 too many connections, closing"))
        } else {
            send(conversation.greeting, context)
            context.flush()
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connections.remove(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        input.add(unwrapInboundIn(data).readableBytesView)
        while !isClosing, let event = input.next(limit: conversation.maxLineBytes) { take(event, context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
        context.fireChannelReadComplete()
    }

    /// A client that sends commands and reads no replies is not listened to until it does.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: context.channel.isWritable).whenFailure { _ in }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent, !isClosing {
            close(context, after: SMTPReply(421, "4.4.2 nothing was said for too long, closing"))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func take(_ event: SMTPInput.Event, _ context: ChannelHandlerContext) {
        let answer: SMTPConversation.Answer
        switch event {
        case .message(let bytes): answer = conversation.finishMessage(store(bytes, context))
        case .unacceptableMessage(let reply):
            note(reply, context)
            answer = conversation.answer(event)
        default: answer = conversation.answer(event)
        }
        switch answer.step {
        case .close: close(context, after: answer.reply)
        case .readMessage:
            send(answer.reply, context)
            input.beginMessage()
        case .startTLS:
            // What was sent behind the command came before TLS and counts for nothing (RFC 3207 section 4.2).
            input.drop()
            send(answer.reply, context)
            context.flush()
            startTLS(context)
        case nil: send(answer.reply, context)
        }
    }

    /// - Returns: Why the message was not taken.
    private func store(_ bytes: [UInt8], _ context: ChannelHandlerContext) -> SMTPReply? {
        guard let envelope = conversation.envelope else { return SMTPReply(503, "5.5.1 there is no sender yet") }
        if mailbox.add(SinkMailbox.Message(envelope: envelope, bytes: bytes)) { return nil }
        let reply = SMTPReply(452, "4.3.1 no room for more messages at present")
        note(reply, context)
        return reply
    }

    private func note(_ reply: SMTPReply, _ context: ChannelHandlerContext) {
        let envelope = conversation.envelope
        let sender = envelope?.sender ?? ""
        let recipients = envelope?.recipients.prefix(3).joined(separator: ", ") ?? ""
        mailbox.note(refusal: "from \(sender) to \(recipients): \(reply.code) \(reply.lines.joined(separator: " "))".displayed)
    }

    private func startTLS(_ context: ChannelHandlerContext) {
        guard let identity = settings.identity else { return }
        conversation.becameSecure()
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: identity.context), position: .first)
        } catch {
            context.close(promise: nil)
        }
    }

    private func send(_ reply: SMTPReply, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: reply.bytes)), promise: nil)
    }

    private func close(_ context: ChannelHandlerContext, after reply: SMTPReply) {
        isClosing = true
        send(reply, context)
        context.flush()
        context.close(promise: nil)
    }
}
