/// A reply of an SMTP server (RFC 5321 section 4.2), with the codes of RFC 3463 in its text.
struct SMTPReply: Sendable, Equatable {
    var code: Int
    /// Never empty.
    var lines: [String]

    init(_ code: Int, _ lines: String...) {
        self.code = code
        self.lines = lines
    }

    init(_ code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
    }

    var isRefusal: Bool { code >= 400 }

    /// `250-first`, `250 last`, each with CRLF.
    var bytes: [UInt8] {
        var text = ""
        for (index, line) in lines.enumerated() { text += "\(code)\(index == lines.count - 1 ? " " : "-")\(line)\r\n" }
        return Array(text.utf8)
    }
}
