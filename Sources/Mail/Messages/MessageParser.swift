internal import AssayCore
internal import CGMime

/// Reads messages (RFC 5322, RFC 2045 to 2049, 2231) the way mail programs do: what is broken is read as far as it goes.
///
/// Of the parts of a message
/// - the text is every `text/plain` part that is meant to be shown, in order; where there is none, the source of the first
///   `text/html` part;
/// - an HTML part beside its plain alternative is left out;
/// - every other part is an attachment, whatever it is called: also inline pictures, and messages within the message, whole.
///
/// Text is converted to UTF-8 and keeps its line ends; attachments are the decoded bytes, converted to nothing.
package struct MessageParser: Sendable {
    /// What of a message is past these many bytes is not read.
    package var maxBytes = 64 << 20
    /// What follows so many lines that may separate parts is not read.
    package var maxSeparators = 100_000

    package init() {}

    /// - Parameters:
    ///   - bytes: The message with its header; lines end in CRLF or LF.
    ///   - sender: The sender of the envelope, which counts where the message has no `From`.
    ///   - recipients: The recipients of the envelope; without them those of `To`, `Cc` and `Bcc`, or of the fields that
    ///     deliverers add, count.
    package func parse(_ bytes: [UInt8], sender: String? = nil, recipients: [String]? = nil) -> ParsedMessage {
        MIMELibrary.start()
        var faults: [String] = []
        let readable = readable(bytes, &faults)
        let warnings = WarningList()
        guard let document = MIMEDocument(readable, warnings) else {
            let (text, fault) = decodeText(Array(readable), charset: nil)
            faults.append("the message has no header: all of it is read as text")
            if let fault { faults.append(fault) }
            let mail = Mail(from: sender ?? "", to: recipients ?? [], subject: "", text: text, attachments: [])
            return ParsedMessage(mail: mail, faults: faults)
        }
        var contents = MessageContents()
        contents.collect(document.root)
        let headers = document.headers
        let mail = Mail(
            from: document.senders.isEmpty ? sender ?? "" : document.senders.joined(separator: ", "),
            to: recipients ?? document.recipients ?? headers.deliveredTo,
            subject: headers["Subject"] ?? "", text: contents.text, attachments: contents.allAttachments)
        return ParsedMessage(mail: mail, headers: headers, faults: faults + warnings.sentences + contents.faults)
    }

    private func readable(_ bytes: [UInt8], _ faults: inout [String]) -> ArraySlice<UInt8> {
        var end = bytes.count
        if end > maxBytes {
            faults.append("only the first \(maxBytes) bytes of \(bytes.count) are read")
            end = maxBytes
        }
        // Each part costs memory that its few bytes do not show.
        var separators = 0
        var lineStart = 0
        while let lineEnd = bytes[lineStart..<end].firstIndex(of: UInt8(ascii: "\n")) {
            if bytes[lineStart..<lineEnd].starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) { separators += 1 }
            guard separators <= maxSeparators else {
                faults.append("what follows after \(maxSeparators) separators of parts is not read")
                return bytes[..<lineStart]
            }
            lineStart = lineEnd + 1
        }
        return bytes[..<end]
    }
}

extension HeaderFields {
    /// Where a deliverer says a message was bound for that names no recipient itself.
    fileprivate var deliveredTo: [String] {
        for name in ["Delivered-To", "X-Original-To", "Envelope-To"] {
            let found = self[all: name]
            if !found.isEmpty { return found }
        }
        return []
    }
}
