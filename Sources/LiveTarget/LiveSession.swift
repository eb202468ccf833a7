internal import AssayCore
internal import Transfers

/// A case's conversation with a live service: it keeps the cookies.
struct LiveSession: TargetSession {
    let connection: LiveConnection
    /// Sent with every request, unless it has a field of that name itself.
    let headers: [HeaderFields.Field]
    var mail: (any CaseMail)?
    private var cookies = CookieJar()

    init(connection: LiveConnection, headers: [HeaderFields.Field], mail: (any CaseMail)?) {
        self.connection = connection
        self.headers = headers
        self.mail = mail
    }

    mutating func respond(to request: Request) async throws -> Reply {
        var request = request
        for field in headers where request.headers[field.name] == nil { request.headers.append(field.name, field.value) }
        try await mail?.requestFollows()
        let answer = try await connection.answer(to: request, cookies: cookies)
        if let renewed = answer.cookies { cookies = renewed }
        if let kind = answer.headers["Assay-Fault"] { throw ServerFault(kind: kind, body: answer.body) }
        return Reply(
            response: Response(status: answer.status, headers: answer.headers, body: answer.body, timings: answer.timings))
    }

    mutating func mail(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival? {
        try await mail?.arrival(wait, until: isEnough)
    }

    mutating func end() async {
        await mail?.end()
    }
}

/// An answer that `assay serve` gives in the model's place: the model has said nothing, so there is nothing to judge.
private struct ServerFault: Error, CustomStringConvertible {
    let description: String

    init(kind: String, body: [UInt8]) {
        let sentence = String(decoding: body.prefix(1000), as: UTF8.self) + (body.count > 1000 ? "\u{2026}" : "")
        description = "the server answers in the model's place (Assay-Fault: \(kind)): \(sentence)"
    }
}
