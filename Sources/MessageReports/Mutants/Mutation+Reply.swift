import AssayCore
import DataFormats

extension Mutation {
    /// Returns the reply as a model with a fault gives it; `nil` where it is as it should be.
    ///
    /// - Parameter number: Of the request in its session, from 1.
    func changed(_ reply: Reply, to request: Request, number: Int) -> Reply? {
        var changed = reply
        change(&changed.response)
        change(&changed.mail, to: request)
        switch self {
        case .mailOnRefusal where reply.response.status >= 400:
            changed.mail = [
                Mail(
                    from: "reports@acme.example", to: ["qa@example.com"], subject: "Message report",
                    text: "The report could not be made.\r\n", attachments: [])
            ]
        case .secondRequestRefused where number > 1:
            changed.mail = []
            changed.response.status = 400
            changed.response.body = Array("The report was asked for already".utf8)
        case .secondRequestNotMailed where number > 1: changed.mail = []
        default: break
        }
        return changed
    }

    // MARK: The response

    private func change(_ response: inout Response) {
        switch self {
        case .contentTypeMissing: response.headers = HeaderFields()
        case .contentTypeWrong: response.headers = HeaderFields([.init(name: "Content-Type", value: "text/html")])
        case .notFoundAsRefused: if response.status == 404 { response.status = 400 }
        case .answerAsText:
            let document = try? DataValue(json: response.body)
            if let text = document?["meta"]?["explain"]?.string { response.body = Array(text.utf8) }
        default: changeBody(of: &response)
        }
    }

    private func changeBody(of response: inout Response) {
        guard Self.concernBodies.contains(self), case .object(var members)? = try? DataValue(json: response.body) else { return }
        switch self {
        case .dataMissing: members.removeAll { $0.name == "data" }
        case .dataIsNull: members.change("data") { _ in .null }
        case .extraMember: members.append(.init("status", .number(NumberText(response.status))))
        default:
            members.change("meta") { meta in
                guard case .object(var members) = meta else { return meta }
                changeMeta(&members)
                return .object(members)
            }
        }
        response.body = []
        DataValue.object(members).append(to: &response.body)
    }

    private static let concernBodies: Set<Mutation> = [
        .dataMissing, .dataIsNull, .extraMember, .explainMissing, .timestampInSeconds, .timestampAsText, .timestampLate,
        .transactionIDRepeated, .transactionIDOfVersion1, .acceptedTextMisspelt,
    ]

    private func changeMeta(_ meta: inout [DataValue.Member]) {
        switch self {
        case .explainMissing: meta.removeAll { $0.name == "explain" }
        case .timestampInSeconds: meta.changeNumber("timestamp") { .number(NumberText($0 / 1000)) }
        case .timestampAsText: meta.changeNumber("timestamp") { .string(String($0)) }
        case .timestampLate: meta.changeNumber("timestamp") { .number(NumberText($0 + 1)) }
        case .transactionIDRepeated: meta.change("transactionId") { _ in .string("7d444840-9dc0-41d1-b245-5ffdce74fad2") }
        case .transactionIDOfVersion1:
            meta.change("transactionId") { id in
                guard var bytes = id.string.map({ Array($0.utf8) }), bytes.count == 36 else { return id }
                bytes[14] = UInt8(ascii: "1")
                return .string(String(decoding: bytes, as: UTF8.self))
            }
        case .acceptedTextMisspelt:
            meta.change("explain") { text in
                text == .string("The report will be sent by email") ? .string("The report was sent by email") : text
            }
        default: break
        }
    }

    // MARK: Mail

    private func change(_ mail: inout [Mail], to request: Request) {
        switch self {
        case .mailToFirstOnly: mail = mail.prefix(1).map { $0.to(Array($0.to.prefix(1))) }
        case .lastMailMissing: if mail.count > 1 { mail.removeLast() }
        case .mailDoubled: mail += mail
        case .mailMissing: mail = []
        case .mailToSender: mail = mail.map { $0.to([$0.from]) }
        default: for index in mail.indices { change(&mail[index], to: request) }
        }
    }

    private func change(_ mail: inout Mail, to request: Request) {
        switch self {
        case .mailFromFixed: mail.from = "no-reply@reports.example"
        case .subjectMisspelt: mail.subject = "Messages report"
        case .externalIDInSubject:
            if let id = request.externalID { mail.subject += " \(id)" }
        case .attachmentDoubled: mail.attachments += mail.attachments
        case .attachmentTypeWrong:
            for index in mail.attachments.indices { mail.attachments[index].contentType = "application/octet-stream" }
        case .charsetMissing: for index in mail.attachments.indices { mail.attachments[index].contentType = "text/csv" }
        default: break
        }
    }
}

extension Mail {
    fileprivate func to(_ addresses: [String]) -> Mail {
        var mail = self
        mail.to = addresses
        return mail
    }
}

extension Request {
    /// The identifier for reporting in the body.
    var externalID: String? { body.flatMap { try? DataValue(json: $0) }?["externalId"]?.string }
}

extension [DataValue.Member] {
    mutating func change(_ name: String, _ value: (DataValue) -> DataValue) {
        for index in indices where self[index].name == name { self[index].value = value(self[index].value) }
    }

    fileprivate mutating func changeNumber(_ name: String, _ value: (Int) -> DataValue) {
        change(name) { old in
            if case .number(let number) = old, let integer = number.integer { value(integer) } else { old }
        }
    }
}
