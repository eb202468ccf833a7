internal import AssayCore
internal import DataFormats

/// A mail as it goes over SMTP: an Internet message (RFC 5322) whose every content is in base64, so that each byte of it arrives.
struct MIMEMessage {
    var outgoing: OutgoingMail
    var date: Instant
    /// Unique among all messages, in letters, digits, `.` and `-`.
    var id: String

    /// Header fields, an empty line and the body; every line ends with CRLF and has at most 998 bytes unless an address is longer.
    ///
    /// - Precondition: Addresses and content types have no control characters (`fault`).
    var bytes: [UInt8] {
        let mail = outgoing.mail
        var message: [UInt8] = []
        append("Date", date.internetDate, to: &message)
        append("From", "<\(mail.from)>", to: &message)
        append("To", mail.to.map { "<\($0)>" }.joined(separator: ",\r\n "), to: &message)
        append("Subject", unstructured(mail.subject), to: &message)
        append("Message-ID", "<\(id)@assay.invalid>", to: &message)
        for field in outgoing.headers.fields { append(field.name, field.value, to: &message) }
        append("MIME-Version", "1.0", to: &message)
        if mail.attachments.isEmpty {
            appendText(mail.text, to: &message)
        } else {
            appendParts(of: mail, to: &message)
        }
        return message
    }

    /// What would break the message apart; `nil` when nothing does. The texts of the mail may be any.
    var fault: String? {
        func isBroken(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
        for address in [outgoing.mail.from] + outgoing.mail.to where isBroken(address) {
            return "the address '\(address.displayed)' has a control character"
        }
        for attachment in outgoing.mail.attachments where isBroken(attachment.contentType) {
            return "the content type '\(attachment.contentType.displayed)' has a control character"
        }
        return nil
    }

    private func appendParts(of mail: Mail, to message: inout [UInt8]) {
        // A line of base64 never begins with a hyphen.
        let boundary = "assay-\(id)"
        append("Content-Type", "multipart/mixed; boundary=\"\(boundary)\"", to: &message)
        message += crlf
        message += "--\(boundary)\r\n".utf8
        appendText(mail.text, to: &message)
        for attachment in mail.attachments {
            message += "--\(boundary)\r\n".utf8
            let type = attachment.contentType.isEmpty ? "application/octet-stream" : attachment.contentType
            append("Content-Type", type, to: &message)
            append("Content-Disposition", "attachment; \(fileName(attachment.name))", to: &message)
            appendBase64(attachment.bytes, to: &message)
        }
        message += "--\(boundary)--\r\n".utf8
    }

    private func appendText(_ text: String, to message: inout [UInt8]) {
        append("Content-Type", "text/plain; charset=utf-8", to: &message)
        appendBase64(Array(text.utf8), to: &message)
    }
}

private let crlf: [UInt8] = [0x0D, 0x0A]

private func append(_ name: String, _ value: String, to message: inout [UInt8]) {
    message += "\(name): \(value)\r\n".utf8
}

/// Lines of 76 characters (RFC 2045 section 6.8).
private func appendBase64(_ content: [UInt8], to message: inout [UInt8]) {
    append("Content-Transfer-Encoding", "base64", to: &message)
    message += crlf
    message.reserveCapacity(message.count + content.count / 57 * 78 + 100)
    for start in stride(from: 0, to: content.count, by: 57) {
        message += base64(Array(content[start..<min(start + 57, content.count)])).utf8
        message += crlf
    }
}

/// A header field's text as it is when it is short and plain, else in encoded words (RFC 2047), one a line.
private func unstructured(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && text.utf8.count <= 200 && !text.contains("=?")
    if isPlain, text.utf8.first != 0x20, text.utf8.last != 0x20 { return text }
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
        let bytes = Array(String(scalar).utf8)
        // A line with encoded words has at most 76 characters, the first one with the name; no character is cut apart.
        if words[words.count - 1].count + bytes.count > 39 { words.append([]) }
        words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(base64($0))?=" }.joined(separator: "\r\n ")
}

/// `filename="a.csv"`, or in the form of RFC 2231 section 4 where a quoted string cannot hold the name.
private func fileName(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        return "filename=\"\(name)\""
    }
    var encoded: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in name.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): encoded.append(byte)
        default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return "filename*=utf-8''\(String(decoding: encoded, as: UTF8.self))"
}

extension Instant {
    /// `Wed, 1 Jul 2015 00:00:00 +0000` (RFC 5322 section 3.3).
    fileprivate var internetDate: String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let date = CivilDate(daysSinceEpoch: Int(day))
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.weekday]
        let time = rfc3339(fractionDigits: 0).utf8.suffix(9).dropLast()
        return "\(weekday), \(date.day) \(CivilDate.monthNames[date.month - 1].prefix(3)) \(date.year) \(Substring(time)) +0000"
    }
}
