package import AssayCore
internal import DataFormats

/// Where a server writes what happens to it, a line each.
package struct ServerLog: Sendable {
    /// Whether every request has a line, or only those that went wrong in the server.
    package var hasEveryRequest: Bool
    /// The moment that lines begin with.
    package var now: @Sendable () -> Instant
    /// Takes lines, each with its line feed; called from several tasks at a time.
    package var write: @Sendable (String) -> Void

    package init(
        hasEveryRequest: Bool, now: @escaping @Sendable () -> Instant, write: @escaping @Sendable (String) -> Void
    ) {
        self.hasEveryRequest = hasEveryRequest
        self.now = now
        self.write = write
    }

    func add(_ line: AccessLine) {
        guard hasEveryRequest || line.fault.map({ $0.kind == .mail || $0.kind == .model }) == true else { return }
        write("\(now().rfc3339()) \(line.text)\n")
    }
}

/// A request as the access log has it. Header fields, which may hold credentials, are not in it.
struct AccessLine: Sendable {
    var client: String
    var method: String
    var target: String
    var status = 0
    var bodyBytes = 0
    var duration: Duration?
    var mails = 0
    var caseToken: String?
    var fault: ServerFault?

    /// `127.0.0.1:50422 "POST /v3/mlog/export?from=…" 200 153 bytes 0.8 ms, 1 mail`
    var text: String {
        var text = "\(client) \"\(method.displayed) \(target.displayed)\" \(status) \(bodyBytes) bytes"
        if let duration { text += " \(milliseconds(duration)) ms" }
        if mails > 0 { text += ", \(mails) \(mails == 1 ? "mail" : "mails")" }
        if let caseToken { text += ", case \(caseToken.displayed)" }
        if let fault { text += ", \(fault.kind.rawValue): \(fault.message.displayed)" }
        return text
    }

    /// With one decimal.
    private func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
