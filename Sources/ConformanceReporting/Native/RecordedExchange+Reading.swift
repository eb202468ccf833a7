import AssayCore
import DataFormats

extension RecordedExchange {
    init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["step", "tries", "request", "response", "mail_wait_us", "mail"])
        let response = try object.optional("response", Response.init)
        guard object.has("mail") == (response != nil) else {
            throw InvalidLine("'response' and 'mail' belong together", at: path)
        }
        var reply: Reply?
        if let response { reply = Reply(response: response, mail: try object.array("mail", Mail.init)) }
        self.init(
            step: try object.optionalText("step"), request: try object.value("request", Request.init), reply: reply,
            tries: try object.optionalInteger("tries") ?? 1,
            mailWait: try object.optionalInteger("mail_wait_us").map { .microseconds($0) })
    }
}

extension Request {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["method", "path", "query", "headers", "body"])
        self.init(
            method: try object.text("method"), path: try object.text("path"), query: try object.optionalText("query"),
            headers: try HeaderFields(object.array("headers", HeaderFields.Field.init)),
            body: try object.optional("body", content))
    }
}

extension Response {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["status", "headers", "body", "timings"])
        self.init(
            status: try object.integer("status"), headers: try HeaderFields(object.array("headers", HeaderFields.Field.init)),
            body: try object.value("body", content), timings: try object.optional("timings", PhaseTimings.init))
    }
}

extension PhaseTimings {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let names = ["name_lookup_us", "connect_us", "tls_us", "first_byte_us", "total_us"]
        let object = try ObjectReader(node, at: path, names: names)
        func phase(_ name: String) throws(InvalidLine) -> Duration? {
            try object.optionalInteger(name).map { .microseconds($0) }
        }
        self.init(
            nameLookup: try phase("name_lookup_us"), connect: try phase("connect_us"), tls: try phase("tls_us"),
            firstByte: try phase("first_byte_us"), total: .microseconds(try object.integer("total_us")))
    }
}

extension HeaderFields.Field {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        guard node.kind == .array, node.count == 2, let name = node.element(at: 0), let value = node.element(at: 1) else {
            throw InvalidLine("expected a name and a value", at: path)
        }
        self.init(name: try ObjectReader.text(name, path), value: try ObjectReader.text(value, path))
    }
}

extension Mail {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["from", "to", "subject", "text", "attachments"])
        self.init(
            from: try object.text("from"), to: try object.texts("to"), subject: try object.text("subject"),
            text: try object.text("text"), attachments: try object.array("attachments", Attachment.init))
    }
}

extension Mail.Attachment {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["name", "content_type", "content"])
        self.init(
            name: try object.text("name"), contentType: try object.text("content_type"),
            bytes: try object.value("content", content))
    }
}

/// The bytes of a body or an attachment.
private func content(_ node: JSONNode, _ path: String) throws(InvalidLine) -> [UInt8] {
    let object = try ObjectReader(node, at: path, names: ["text", "base64"])
    guard object.has("text") != object.has("base64") else { throw InvalidLine("expected either 'text' or 'base64'", at: path) }
    if let text = try object.optionalText("text") { return Array(text.utf8) }
    guard let bytes = decoded(base64: try object.text("base64")) else { throw InvalidLine("not base64", at: "\(path).base64") }
    return bytes
}
