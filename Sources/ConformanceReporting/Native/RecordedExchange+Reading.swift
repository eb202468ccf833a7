import AssayCore
import DataFormats

extension RecordedExchange {
    init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["step", "request", "response", "mail"])
        let response = try object.optional("response", Response.init)
        guard object.has("mail") == (response != nil) else {
            throw InvalidLine("'response' and 'mail' belong together", at: path)
        }
        var reply: Reply?
        if let response { reply = Reply(response: response, mail: try object.array("mail", Mail.init)) }
        self.init(step: try object.optionalText("step"), request: try object.value("request", Request.init), reply: reply)
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
        let object = try ObjectReader(node, at: path, names: ["status", "headers", "body"])
        self.init(
            status: try object.integer("status"), headers: try HeaderFields(object.array("headers", HeaderFields.Field.init)),
            body: try object.value("body", content))
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
