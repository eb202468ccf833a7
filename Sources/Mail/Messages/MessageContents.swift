internal import AssayCore

/// The parts of a message as `MessageParser` sorts them.
struct MessageContents {
    private var plain: [String] = []
    /// The source of an HTML part that is shown, and the number of attachments before it.
    private var html: (text: String, attachment: Mail.Attachment, place: Int, isAlternative: Bool)?
    private var attachments: [Mail.Attachment] = []
    private(set) var faults: [String] = []

    var text: String { plain.isEmpty ? html?.text ?? "" : plain.joined() }

    /// In the order they stand. Of an HTML part that says what the plain text says, nothing is kept; one that stands for itself
    /// is not lost.
    var allAttachments: [Mail.Attachment] {
        guard let html, !plain.isEmpty, !html.isAlternative else { return attachments }
        var all = attachments
        all.insert(html.attachment, at: html.place)
        return all
    }

    mutating func collect(_ root: MIMEPart?) {
        if let root { collect(root, isAlternative: false) }
    }

    // GMime reads no deeper than about a thousand levels.
    private mutating func collect(_ part: MIMEPart, isAlternative: Bool) {
        switch part.kind {
        case .leaf: take(part, isAlternative: isAlternative)
        case .multipart(let children) where children.isEmpty:
            // Without a boundary nothing was found in it; what is there is shown as it is.
            let bytes = part.contentWithoutParts
            if !bytes.isEmpty { plain.append(text(bytes, charset: part.charset)) }
        case .multipart(let children):
            let areAlternatives = part.isType("multipart", "alternative")
            for child in children { collect(child, isAlternative: isAlternative || areAlternatives) }
        case .message:
            attachments.append(
                Mail.Attachment(name: part.filename ?? "", contentType: part.contentType, bytes: part.innerMessage))
        case .other: note("a part of the type '\(part.contentType)' cannot be read")
        }
    }

    private mutating func take(_ part: MIMEPart, isAlternative: Bool) {
        let (bytes, fault) = part.content
        if let fault { note(fault) }
        let attachment = Mail.Attachment(name: part.filename ?? "", contentType: part.contentType, bytes: bytes)
        guard !part.isMeantAsAttachment, part.filename == nil else { return attachments.append(attachment) }
        if part.isType("text", "plain") {
            plain.append(text(bytes, charset: part.charset))
        } else if part.isType("text", "html"), html == nil {
            html = (text(bytes, charset: part.charset), attachment, attachments.count, isAlternative)
        } else {
            attachments.append(attachment)
        }
    }

    private mutating func text(_ bytes: [UInt8], charset: String?) -> String {
        let (text, fault) = decodeText(bytes, charset: charset)
        if let fault { note(fault) }
        return text
    }

    /// Each once: a message may have thousands of parts.
    private mutating func note(_ fault: String) {
        if faults.count < 20, !faults.contains(fault) { faults.append(fault) }
    }
}
