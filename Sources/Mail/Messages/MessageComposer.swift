package import AssayCore
internal import CGMime
internal import DataFormats

/// Writes messages that `MessageParser` reads back as they were: text, names and bytes, to the last line end.
///
/// What is given decides every byte; nothing is random.
package struct MessageComposer: Sendable {
    /// The field `Date`.
    package var date: Instant
    /// The field `Message-ID`, with angle brackets; `nil` makes one of what the message holds.
    package var messageID: String?
    /// Further fields, such as the one that says which case a message belongs to.
    package var headers: HeaderFields

    package init(date: Instant, messageID: String? = nil, headers: HeaderFields = HeaderFields()) {
        self.date = date
        self.messageID = messageID
        self.headers = headers
    }

    /// Returns the message with CRLF at the ends of lines, ready to be sent.
    ///
    /// - Throws: `MailFailure` for a field that would end before its end: with a line end or a control character in it.
    package func compose(_ mail: Mail) throws(MailFailure) -> [UInt8] {
        MIMELibrary.start()
        var fields = [
            HeaderFields.Field(name: "From", value: mail.from),
            HeaderFields.Field(name: "To", value: mail.to.joined(separator: ", ")),
            HeaderFields.Field(name: "Subject", value: mail.subject),
            HeaderFields.Field(name: "Date", value: mailDate),
            HeaderFields.Field(name: "Message-ID", value: messageID ?? ownID(of: mail)),
        ]
        fields += headers.fields
        for field in fields { try check(field) }
        for attachment in mail.attachments { try check(HeaderFields.Field(name: "Content-Type", value: attachment.contentType)) }
        let composition = MIMEComposition(separator: "=_\(ownHash(of: mail))")
        return composition.bytes(of: mail, fields: fields)
    }

    /// RFC 5322 section 3.3: an HTTP date but for the zone.
    private var mailDate: String {
        let text = date.httpDate
        return text.hasSuffix("GMT") ? "\(text.dropLast(3))+0000" : text
    }

    private func ownID(of mail: Mail) -> String { "<\(ownHash(of: mail)).\(date.epochMilliseconds)@assay.localhost>" }

    /// FNV-1a of what a mail holds, with the further fields.
    private func ownHash(of mail: Mail) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0x1FF) &* 0x100_0000_01B3
        }
        for text in [mail.from, mail.subject, mail.text] + mail.to { add(text.utf8) }
        for attachment in mail.attachments {
            add(attachment.name.utf8)
            add(attachment.contentType.utf8)
            add(attachment.bytes)
        }
        for field in headers.fields {
            add(field.name.utf8)
            add(field.value.utf8)
        }
        return String(hash, radix: 36)
    }

    private func check(_ field: HeaderFields.Field) throws(MailFailure) {
        guard !field.name.isEmpty, field.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }) else {
            throw MailFailure("'\(field.name.displayed)' is no name of a header field")
        }
        guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }) else {
            throw MailFailure("the field \(field.name) has a control character: \(field.value.displayed)")
        }
    }
}
