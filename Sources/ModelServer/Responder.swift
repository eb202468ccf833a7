internal import AssayCore
internal import DataFormats

/// Answers requests: asks the model, delivers its mail, keeps the access log.
struct Responder: Sendable {
    let host: ModelHost
    let mail: (any MailDelivery)?
    let log: ServerLog

    /// Returns when the mail is delivered that the request sets in motion.
    func response(to incoming: IncomingRequest, from client: String) async -> Response {
        let start = ContinuousClock.now
        let request = incoming.request
        var line = AccessLine(client: client, method: request.method, target: incoming.target)
        let response: Response
        if let health = host.healthAnswer(to: request) {
            response = health
        } else {
            do throws(ServerFault) {
                let (reply, token) = try await host.reply(to: request)
                line.caseToken = token
                line.mails = reply.mail.count
                try await deliver(reply.mail, of: token)
                response = reply.response
            } catch {
                line.fault = error
                response = error.response
            }
        }
        line.status = response.status
        line.bodyBytes = response.body.count
        line.duration = ContinuousClock.now - start
        log.add(line)
        return response
    }

    /// The answer to bytes that are no request.
    func response(to fault: HTTPFault, from client: String) -> Response {
        let fault = ServerFault(fault)
        let response = fault.response
        log.add(
            AccessLine(
                client: client, method: "-", target: "-", status: fault.status, bodyBytes: response.body.count, fault: fault))
        return response
    }

    private func deliver(_ mails: [Mail], of token: String?) async throws(ServerFault) {
        guard let mail, !mails.isEmpty else { return }
        let headers = HeaderFields(token.map { [.init(name: ModelHost.caseHeader, value: $0)] } ?? [])
        do {
            try await mail.deliver(mails.map { OutgoingMail($0, headers: headers) })
        } catch {
            throw ServerFault(.mail, 502, "the mail of the model could not be delivered: \(error)")
        }
    }
}
