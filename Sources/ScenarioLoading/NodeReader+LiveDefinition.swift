import AssayCore
import DataFormats
import YAMLReader

/// What only a target with a `url` has.
let liveKeys = [
    "tls", "proxy", "resolve", "unix_socket", "http", "timeout", "redirects", "max_response", "rate", "concurrency",
    "respect_retry_after", "start", "ready", "provides", "allow_given", "mail",
]
private let mailSources = ["smtp_sink", "imap", "mailpit", "mailhog"]

extension NodeReader {
    /// Reads a target with a `url`.
    mutating func live(_ node: Node, named name: String) -> LiveDefinition? {
        guard let urlNode = node["url"], let url = requestText(urlNode, "url") else { return nil }
        if case .string(let text) = url.shape, !["http://", "https://"].contains(where: { text.lowercased().hasPrefix($0) }) {
            report("bad-url", "'\(text)' is no URL of a service", fix: "write it as in http://127.0.0.1:8080", at: url.range)
        }
        var live = LiveDefinition(url: url)
        if let tls = node["tls"] { live.tls = self.tls(tls) }
        live.proxy = node["proxy"].flatMap { requestText($0, "proxy") }
        if let resolve = node["resolve"] { live.resolve = resolutions(resolve) }
        live.unixSocket = node["unix_socket"].flatMap { text($0, "unix_socket") }
        live.version = node["http"].flatMap { word($0, "http", as: HTTPVersion.self) }
        if let timeout = node["timeout"] { (live.timeout, live.connectTimeout) = timeouts(timeout) }
        if let redirects = node["redirects"].flatMap({ redirects($0) }) { live.redirects = redirects }
        live.maxResponse = node["max_response"].flatMap { size($0, "max_response") }
        live.rate = node["rate"].flatMap { rate($0) }
        live.concurrency = node["concurrency"].flatMap { count($0, "concurrency") }
        live.respectsRetryAfter = node["respect_retry_after"].flatMap { boolean($0, "respect_retry_after") } ?? false
        live.allowsGiven = node["allow_given"].flatMap { boolean($0, "allow_given") } ?? false
        live.start = node["start"].flatMap { start($0) }
        live.ready = node["ready"].flatMap { readiness($0) }
        if let provides = node["provides"] { live.provides = texts(provides, "provides").map(\.text) }
        live.mail = node["mail"].flatMap { mailBox($0) }
        if let ready = node["ready"], !node.has("start") {
            report(
                "conflicting-keys", "'ready' is for a service that the run starts", fix: "add 'start:', or remove it",
                at: ready.range)
        }
        return live
    }

    private mutating func tls(_ node: Node) -> LiveDefinition.TLS {
        var tls = LiveDefinition.TLS()
        guard let fields = fields(of: node, "tls", ["ca", "cert", "key", "insecure"]) else { return tls }
        tls.ca = fields["ca"].flatMap { text($0, "ca") }
        tls.certificate = fields["cert"].flatMap { text($0, "cert") }
        tls.key = fields["key"].flatMap { text($0, "key") }
        tls.isInsecure = fields["insecure"].flatMap { boolean($0, "insecure") } ?? false
        if let key = fields["key"], !fields.has("cert") {
            report("missing-key", "'key' needs the certificate that it belongs to", fix: "add 'cert: FILE'", at: key.range)
        }
        if let ca = fields["ca"], tls.isInsecure {
            report(
                "conflicting-keys", "'insecure' takes any certificate, and 'ca' says whose", fix: "keep one of them", at: ca.range
            )
        }
        return tls
    }

    /// Hosts that are looked up here and not in the DNS.
    private mutating func resolutions(_ node: Node) -> [String] {
        texts(node, "resolve").compactMap { text, range in
            let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, !parts[0].isEmpty, UInt16(parts[1]) != nil, !parts[2].isEmpty { return text }
            report(
                "unknown-value", "'\(text)' does not say where a host is",
                fix: "write HOST:PORT:ADDRESS, as in api.example:443:127.0.0.1",
                at: range)
            return nil
        }
    }

    private mutating func timeouts(_ node: Node) -> (total: Duration?, connect: Duration?) {
        guard node.kind == .mapping else { return (positiveDuration(node, "timeout"), nil) }
        guard let fields = fields(of: node, "timeout", ["connect", "total"]) else { return (nil, nil) }
        return (
            fields["total"].flatMap { positiveDuration($0, "total") },
            fields["connect"].flatMap { positiveDuration($0, "connect") }
        )
    }

    private mutating func size(_ node: Node, _ what: String) -> Int? {
        guard let text = text(node, what) else { return nil }
        do {
            let size = try ByteSize(text: text)
            if size.bytes > 0 { return size.bytes }
            report("bad-size", "\(what) must be more than nothing", fix: "write a size such as 10MB", at: node.range)
        } catch {
            report("bad-size", error.message, fix: "write a size such as 10MB or 512KiB", at: node.range)
        }
        return nil
    }

    /// `20/s`, `100/m`, `5/100ms`
    private mutating func rate(_ node: Node) -> LiveDefinition.Rate? {
        guard let text = text(node, "rate") else { return nil }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let requests = Int(parts[0]), requests > 0 {
            let isUnit = parts[1].utf8.first.map { !(0x30...0x39).contains($0) } ?? false
            if let period = try? Duration(text: (isUnit ? "1" : "") + parts[1]), period > .zero {
                return LiveDefinition.Rate(requests: requests, period: period)
            }
        }
        report("bad-rate", "'\(text)' is no rate", fix: "write requests a time, as in 20/s or 100/1m", at: node.range)
        return nil
    }

    private mutating func count(_ node: Node, _ what: String) -> Int? {
        if let count = wholeNumber(node), count > 0 { return count }
        report("wrong-kind", "\(what) is a whole number from 1 on, and is \(node.description)", at: node.range)
        return nil
    }

    /// A list of words, or a mapping with the list under `command`.
    private mutating func start(_ node: Node) -> LiveDefinition.Start? {
        var list = node
        var start = LiveDefinition.Start(command: [], environment: [], folder: nil, range: node.range)
        if node.kind == .mapping {
            guard let fields = fields(of: node, "start", ["command", "environment", "folder"]) else { return nil }
            guard let command = fields["command"] else {
                report("missing-key", "'start' does not say what to start", fix: "add 'command: [..]'", at: node.range)
                return nil
            }
            list = command
            start.folder = fields["folder"].flatMap { text($0, "folder") }
            if let environment = fields["environment"] { start.environment = members(environment, "environment", .request) }
        }
        guard let words = sequence(list, "the command") else { return nil }
        start.command = words.compactMap { requestText($0, "a word of the command") }
        if words.isEmpty { report("empty-list", "the command is empty", fix: "write [PROGRAM, ARGUMENT, ..]", at: list.range) }
        return start.command.count == words.count && !words.isEmpty ? start : nil
    }

    private mutating func readiness(_ node: Node) -> LiveDefinition.Readiness? {
        guard let fields = fields(of: node, "ready", ["path", "within", "status"]) else { return nil }
        var readiness = LiveDefinition.Readiness()
        if let path = fields["path"].flatMap({ text($0, "path") }) {
            readiness.path = path
            if !path.hasPrefix("/") {
                report(
                    "bad-path", "the path '\(path)' does not start with '/'", fix: "write '/\(path)'",
                    at: fields["path"]?.range ?? node.range)
            }
        }
        if let within = fields["within"].flatMap({ positiveDuration($0, "within") }) { readiness.within = within }
        if let status = fields["status"] {
            readiness.status = wholeNumber(status)
            if readiness.status.map({ !(100...599).contains($0) }) ?? true {
                report("unknown-value", "status must be a code such as 200, and is \(status.description)", at: status.range)
            }
        }
        return readiness
    }

    private mutating func mailBox(_ node: Node) -> LiveDefinition.MailBox? {
        let known = mailSources + ["user", "password", "tls", "within", "quiet", "correlation"]
        guard let fields = fields(of: node, "mail", known) else { return nil }
        let stated = mailSources.filter { fields.has($0) }
        guard stated.count == 1, let kind = stated.first, let value = fields[kind] else {
            let names = mailSources.map { "'\($0)'" }.joined(separator: ", ")
            report(
                stated.isEmpty ? "missing-key" : "conflicting-keys",
                stated.isEmpty
                    ? "'mail' does not say where it arrives" : "mail arrives at one place, and \(stated.count) are named",
                fix: "keep one of \(names)", at: node.range)
            return nil
        }
        for key in ["user", "password"] {
            guard kind != "imap", let other = fields[key] else { continue }
            report("conflicting-keys", "'\(key)' is for 'imap'", fix: "remove it", at: other.range)
        }
        if kind == "smtp_sink", let tls = fields["tls"] {
            report("conflicting-keys", "'tls' is for a mailbox that is asked", fix: "remove it", at: tls.range)
        }
        guard let source = mailSource(kind, value, fields) else { return nil }
        return LiveDefinition.MailBox(
            source: source, tls: fields["tls"].map { tls($0) } ?? LiveDefinition.TLS(),
            within: fields["within"].flatMap { duration($0, "within") } ?? .seconds(10),
            quiet: fields["quiet"].flatMap { duration($0, "quiet") } ?? .seconds(2),
            correlation: fields["correlation"].flatMap { fieldName($0) }, range: node.range)
    }

    private mutating func fieldName(_ node: Node) -> String? {
        guard let name = text(node, "correlation") else { return nil }
        checkFieldName(name, at: node.range)
        return name
    }

    private mutating func mailSource(_ kind: String, _ value: Node, _ fields: Node) -> LiveDefinition.MailBox.Source? {
        switch kind {
        case "smtp_sink": return sinkAddress(value)
        case "imap":
            guard let url = requestText(value, "imap") else { return nil }
            if case .string(let text) = url.shape, !text.hasPrefix("imap://"), !text.hasPrefix("imaps://") {
                report("bad-url", "'\(text)' is no IMAP URL", fix: "write it as in imaps://mail.example.com/INBOX", at: url.range)
            }
            return .imap(
                url: url, user: fields["user"].flatMap { requestText($0, "user") },
                password: fields["password"].flatMap { requestText($0, "password") })
        case "mailpit": return requestText(value, "mailpit").map { .mailpit(url: $0) }
        default: return requestText(value, "mailhog").map { .mailhog(url: $0) }
        }
    }

    /// `HOST:PORT`
    private mutating func sinkAddress(_ node: Node) -> LiveDefinition.MailBox.Source? {
        guard let text = text(node, "smtp_sink") else { return nil }
        if let colon = text.lastIndex(of: ":"), colon > text.startIndex, let port = UInt16(text[text.index(after: colon)...]) {
            return .smtpSink(host: String(text[..<colon]), port: Int(port))
        }
        report(
            "unknown-value", "'\(text)' is no address to listen at", fix: "write HOST:PORT, as in 127.0.0.1:2525", at: node.range)
        return nil
    }
}
