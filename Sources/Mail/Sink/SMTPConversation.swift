internal import AssayCore
internal import DataFormats

/// The server's side of an SMTP session (RFC 5321), without the connection: what is answered to each command.
struct SMTPConversation {
    struct Envelope: Sendable, Equatable {
        var sender: String
        var recipients: [String] = []
    }

    enum Step: Equatable {
        /// The message follows.
        case readMessage
        case startTLS
        case close
    }

    struct Answer: Equatable {
        var reply: SMTPReply
        var step: Step?

        init(_ reply: SMTPReply, then step: Step? = nil) {
            self.reply = reply
            self.step = step
        }

        init(_ code: Int, _ text: String, then step: Step? = nil) {
            self.init(SMTPReply(code, text), then: step)
        }
    }

    let settings: SMTPSinkSettings
    /// Whether TLS is on.
    private(set) var isSecure = false
    private(set) var envelope: Envelope?
    private var hasGreeted = false
    private var isAuthenticated = false
    private var challenge: Challenge?
    private var allowsUTF8 = false
    private var faultCount = 0

    /// What AUTH waits for.
    private enum Challenge {
        case plain
        case loginUser
        case loginPassword
    }

    init(_ settings: SMTPSinkSettings) {
        self.settings = settings
    }

    var greeting: SMTPReply { SMTPReply(220, "\(settings.name) ESMTP Assay") }

    /// Of the next line.
    var maxLineBytes: Int { challenge == nil ? settings.maxCommandBytes : settings.maxAuthenticationBytes }

    mutating func answer(_ event: SMTPInput.Event) -> Answer {
        let answer: Answer
        switch event {
        case .command(let line): answer = challenge.map { authenticate(line, $0) } ?? self.answer(command: line)
        case .overlongCommand: answer = Answer(500, "5.5.2 the line is too long")
        case .bareLineEnd: answer = Answer(500, "5.5.2 a line ends with CRLF, not with LF alone")
        case .message: return finishMessage(nil)
        case .unacceptableMessage(let reply): return finishMessage(reply)
        }
        guard [500, 501, 502, 503, 504].contains(answer.reply.code) else { return answer }
        faultCount += 1
        guard faultCount < settings.maxFaults else { return Answer(421, "4.7.0 too many faults, closing", then: .close) }
        return answer
    }

    /// TLS is on: what was said before does not count (RFC 3207 section 4.2).
    mutating func becameSecure() {
        self = SMTPConversation(settings)
        isSecure = true
    }

    /// - Parameter refusal: `nil` when the message was taken.
    mutating func finishMessage(_ refusal: SMTPReply?) -> Answer {
        envelope = nil
        return Answer(refusal ?? SMTPReply(250, "2.0.0 taken"))
    }

    private mutating func answer(command line: [UInt8]) -> Answer {
        guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return Answer(500, "5.5.2 the line has control characters") }
        let verb = line.prefix { $0 != UInt8(ascii: " ") }
        let argument = line.dropFirst(verb.count + 1)
        switch String(decoding: verb, as: UTF8.self).uppercased() {
        case "HELO", "EHLO": return greet(argument, isExtended: verb.first.map { $0 | 0x20 } == UInt8(ascii: "e"))
        case "MAIL": return begin(argument)
        case "RCPT": return addRecipient(argument)
        case "DATA": return data(argument)
        case "RSET": return withoutArgument(argument) { $0.reset() }
        case "NOOP": return Answer(250, "2.0.0 ok")
        case "QUIT": return withoutArgument(argument) { _ in Answer(221, "2.0.0 closing", then: .close) }
        case "VRFY": return argument.isEmpty ? Self.noArgument : Answer(252, "2.5.2 send the message, and it is taken")
        case "HELP": return Answer(214, "2.0.0 see RFC 5321")
        case "STARTTLS": return withoutArgument(argument) { $0.startTLS() }
        case "AUTH": return beginAuthentication(argument)
        case "EXPN", "TURN", "ETRN", "BDAT", "SEND", "SOML", "SAML", "BURL": return Answer(502, "5.5.1 not implemented")
        default: return Answer(500, "5.5.2 no such command")
        }
    }

    private static let noArgument = Answer(501, "5.5.4 the argument is missing")

    private mutating func withoutArgument(_ argument: ArraySlice<UInt8>, _ body: (inout Self) -> Answer) -> Answer {
        // Blanks at the end are none (RFC 5321 section 4.1.1).
        argument.allSatisfy { $0 == UInt8(ascii: " ") } ? body(&self) : Answer(501, "5.5.4 the command takes no argument")
    }

    private mutating func greet(_ name: ArraySlice<UInt8>, isExtended: Bool) -> Answer {
        guard name.contains(where: { $0 != UInt8(ascii: " ") }) else { return Answer(501, "5.5.4 the client's name is missing") }
        hasGreeted = true
        envelope = nil
        guard isExtended else { return Answer(250, settings.name) }
        var lines = [
            settings.name, "SIZE \(settings.maxMessageBytes)", "8BITMIME", "PIPELINING", "SMTPUTF8", "ENHANCEDSTATUSCODES",
            "AUTH PLAIN LOGIN",
        ]
        if settings.identity != nil, !isSecure { lines.append("STARTTLS") }
        return Answer(SMTPReply(250, lines: lines))
    }

    private mutating func reset() -> Answer {
        envelope = nil
        return Answer(250, "2.0.0 ok")
    }

    private func startTLS() -> Answer {
        guard settings.identity != nil else { return Answer(502, "5.5.1 TLS is not offered") }
        guard !isSecure else { return Answer(503, "5.5.1 TLS is on already") }
        return Answer(220, "2.0.0 go ahead", then: .startTLS)
    }
}

// MARK: - A message's envelope

extension SMTPConversation {
    private mutating func begin(_ argument: ArraySlice<UInt8>) -> Answer {
        guard hasGreeted else { return Answer(503, "5.5.1 say EHLO first") }
        guard envelope == nil else { return Answer(503, "5.5.1 there is a sender already") }
        guard let path = SMTPPath(argument, after: "FROM:") else { return Answer(501, "5.5.4 write MAIL FROM:<address>") }
        allowsUTF8 = path.parameters.contains { $0.name == "SMTPUTF8" }
        if let refusal = refusal(of: path, allowing: ["SIZE", "BODY", "AUTH", "SMTPUTF8"]) { return Answer(refusal) }
        guard path.address.isEmpty || path.isMailbox else { return Answer(501, "5.1.7 the sender is no address") }
        for parameter in path.parameters {
            if let refusal = refusal(of: parameter) { return Answer(refusal) }
        }
        envelope = Envelope(sender: path.address)
        return Answer(250, "2.1.0 ok")
    }

    private mutating func addRecipient(_ argument: ArraySlice<UInt8>) -> Answer {
        guard let envelope else { return Answer(503, "5.5.1 there is no sender yet") }
        guard let path = SMTPPath(argument, after: "TO:") else { return Answer(501, "5.5.4 write RCPT TO:<address>") }
        if let refusal = refusal(of: path, allowing: []) { return Answer(refusal) }
        guard path.isMailbox || path.address.equalsIgnoringASCIICase("postmaster") else {
            return Answer(501, "5.1.3 the recipient is no address")
        }
        guard envelope.recipients.count < settings.maxRecipients else { return Answer(452, "4.5.3 too many recipients") }
        self.envelope?.recipients.append(path.address)
        return Answer(250, "2.1.5 ok")
    }

    private mutating func data(_ argument: ArraySlice<UInt8>) -> Answer {
        withoutArgument(argument) { conversation in
            guard let envelope = conversation.envelope else { return Answer(503, "5.5.1 there is no sender yet") }
            guard !envelope.recipients.isEmpty else { return Answer(554, "5.5.1 there are no valid recipients") }
            return Answer(354, "end with a dot on a line of its own", then: .readMessage)
        }
    }

    private func refusal(of path: SMTPPath, allowing names: [String]) -> SMTPReply? {
        if let unknown = path.parameters.first(where: { !names.contains($0.name) }) {
            return SMTPReply(555, "5.5.4 the parameter \(unknown.name.displayed) is not known")
        }
        guard allowsUTF8 || path.address.utf8.allSatisfy({ $0 < 0x80 }) else {
            return SMTPReply(553, "5.6.7 an address that is not ASCII needs SMTPUTF8")
        }
        return nil
    }

    private func refusal(of parameter: SMTPPath.Parameter) -> SMTPReply? {
        switch (parameter.name, parameter.value) {
        case ("SIZE", let value):
            guard let value, !value.isEmpty, value.utf8.count <= 20, value.utf8.allSatisfy(\.isASCIIDigit) else {
                return SMTPReply(501, "5.5.4 SIZE is a number of bytes")
            }
            guard let size = Int(value), size <= settings.maxMessageBytes else {
                return SMTPReply(552, "5.3.4 a message may have \(settings.maxMessageBytes) bytes")
            }
            return nil
        case ("BODY", let value):
            let isKnown = ["7BIT", "8BITMIME"].contains { value?.equalsIgnoringASCIICase($0) ?? false }
            return isKnown ? nil : SMTPReply(501, "5.5.4 BODY is 7BIT or 8BITMIME")
        default: return nil
        }
    }
}

// MARK: - AUTH (RFC 4954): anyone may

extension SMTPConversation {
    private mutating func beginAuthentication(_ argument: ArraySlice<UInt8>) -> Answer {
        guard hasGreeted else { return Answer(503, "5.5.1 say EHLO first") }
        guard !isAuthenticated else { return Answer(503, "5.5.1 authenticated already") }
        guard envelope == nil else { return Answer(503, "5.5.1 not while a message is sent") }
        let words = argument.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard let mechanism = words.first else { return Self.noArgument }
        let initial = words.count == 2 ? Array(words[1]) : nil
        switch String(decoding: mechanism, as: UTF8.self).uppercased() {
        case "PLAIN":
            challenge = .plain
            return initial.map { authenticate($0, .plain) } ?? Answer(334, "")
        case "LOGIN":
            challenge = .loginUser
            return initial.map { authenticate($0, .loginUser) } ?? Answer(334, base64(Array("Username:".utf8)))
        default: return Answer(504, "5.5.4 there are PLAIN and LOGIN")
        }
    }

    private mutating func authenticate(_ line: [UInt8], _ step: Challenge) -> Answer {
        challenge = nil
        if line == [UInt8(ascii: "*")] { return Answer(501, "5.7.0 cancelled") }
        let text = String(decoding: line, as: UTF8.self)
        // One `=` stands for an empty response.
        guard let response = text == "=" ? [] : decoded(base64: text) else { return Answer(501, "5.5.2 that is no base64") }
        switch step {
        case .plain:
            guard response.split(separator: 0, omittingEmptySubsequences: false).count == 3 else {
                return Answer(501, "5.5.2 PLAIN has three parts, with a NUL between them")
            }
        case .loginUser:
            challenge = .loginPassword
            return Answer(334, base64(Array("Password:".utf8)))
        case .loginPassword: break
        }
        isAuthenticated = true
        return Answer(235, "2.7.0 welcome")
    }
}

extension UInt8 {
    fileprivate var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
