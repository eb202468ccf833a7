internal import AssayCore
internal import CGMime
internal import DataFormats

/// A message as GMime writes it.
struct MIMEComposition {
    /// Stands between the parts, if it occurs in none of them.
    let separator: String

    func bytes(of mail: Mail, fields: [HeaderFields.Field]) -> [UInt8] {
        guard let message = unsafe g_mime_message_new(0), let options = unsafe g_mime_format_options_new() else { return [] }
        defer {
            unsafe g_mime_format_options_free(options)
            unsafe g_object_unref(message)
        }
        guard let root = unsafe assay_mime_object(message) else { return [] }
        for field in fields { unsafe append(field, to: root) }
        if let body = unsafe body(of: mail) {
            unsafe g_mime_message_set_mime_part(message, body)
            unsafe g_object_unref(body)
        }
        unsafe g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
        unsafe g_mime_format_options_set_param_encoding_method(options, GMIME_PARAM_ENCODING_METHOD_RFC2231)
        return unsafe written { stream in _ = unsafe g_mime_object_write_to_stream(root, options, stream) }
    }

    private func append(_ field: HeaderFields.Field, to object: UnsafeMutablePointer<GMimeObject>) {
        // An address is no text: what is in it is not encoded, whatever it looks like.
        if ["From", "To"].contains(field.name) {
            unsafe assay_mime_append_raw_header(object, field.name, " \(folded(field.value))\n")
            return
        }
        let bytes = Array(field.value.utf8)
        // GMime leaves as they are what readers would drop or take for encoded.
        if bytes.first?.isBlank ?? false || bytes.last?.isBlank ?? false || bytes.firstRange(of: Array("=?".utf8)) != nil {
            unsafe assay_mime_append_raw_header(object, field.name, " \(encodedWords(field.value))\n")
        } else {
            unsafe g_mime_object_append_header(object, field.name, field.value, "utf-8")
        }
    }

    /// Addresses in lines of 76 characters, unless one alone is longer (RFC 5322 section 2.2.3).
    private func folded(_ addresses: String) -> String {
        var text = ""
        var length = "From: ".utf8.count
        for address in addresses.split(separator: ", ", omittingEmptySubsequences: false) {
            if !text.isEmpty { text += length + address.utf8.count > 72 ? ",\n " : ", " }
            if text.hasSuffix("\n ") { length = 1 }
            text += address
            length += address.utf8.count + 2
        }
        return text
    }

    /// The text as encoded words (RFC 2047), each of whole characters, on lines of their own.
    private func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?b?\(base64($0))?=" }.joined(separator: "\n ")
    }

    /// The text alone, or a multipart of it and the attachments.
    private func body(of mail: Mail) -> UnsafeMutablePointer<GMimeObject>? {
        let isAlone = mail.attachments.isEmpty
        let text = unsafe textPart(Array(mail.text.utf8), isAlone: isAlone)
        guard !isAlone else { return unsafe text }
        guard let multipart = unsafe g_mime_multipart_new_with_subtype("mixed") else { return unsafe text }
        unsafe g_mime_multipart_set_boundary(multipart, unused(separator, in: Array(mail.text.utf8)))
        func add(_ part: UnsafeMutablePointer<GMimeObject>?) {
            guard let part = unsafe part else { return }
            unsafe g_mime_multipart_add(multipart, part)
            unsafe g_object_unref(part)
        }
        unsafe add(text)
        for attachment in mail.attachments { unsafe add(attachmentPart(attachment)) }
        return unsafe assay_mime_object(multipart)
    }

    private func textPart(_ text: [UInt8], isAlone: Bool) -> UnsafeMutablePointer<GMimeObject>? {
        // A message alone ends with a line end whether its text does or not.
        let isPlain = text.isPlainLines && (!isAlone || text.isEmpty || text.last == UInt8(ascii: "\n"))
        return unsafe part(
            text, contentType: "text/plain; charset=utf-8",
            isPlain ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_BASE64)
    }

    private func attachmentPart(_ attachment: Mail.Attachment) -> UnsafeMutablePointer<GMimeObject>? {
        let type = attachment.contentType.isEmpty ? "application/octet-stream" : attachment.contentType
        let part = unsafe part(attachment.bytes, contentType: type, GMIME_CONTENT_ENCODING_BASE64)
        unsafe g_mime_object_set_disposition(part, GMIME_DISPOSITION_ATTACHMENT)
        if !attachment.name.isEmpty {
            unsafe g_mime_object_set_content_disposition_parameter(part, "filename", attachment.name)
        }
        return unsafe part
    }

    private func part(
        _ bytes: [UInt8], contentType: String, _ encoding: GMimeContentEncoding
    ) -> UnsafeMutablePointer<GMimeObject>? {
        let stream = unsafe bytes.withUnsafeBytes {
            unsafe g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        guard let stream = unsafe stream, let part = unsafe g_mime_part_new() else { return nil }
        defer { unsafe g_object_unref(stream) }
        guard let content = unsafe g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT) else { return nil }
        unsafe g_mime_part_set_content(part, content)
        unsafe g_object_unref(content)
        unsafe g_mime_part_set_content_encoding(part, encoding)
        let object = unsafe assay_mime_object(part)
        unsafe assay_mime_set_raw_header(object, "Content-Type", " \(contentType)\n")
        return unsafe object
    }

    /// Returns the separator, made longer until no line of the text can be taken for it.
    private func unused(_ separator: String, in text: [UInt8]) -> String {
        var separator = separator
        while text.firstRange(of: Array("--\(separator)".utf8)) != nil { separator += "=" }
        return separator
    }
}

extension [UInt8] {
    /// Whether it can travel as it is: ASCII, in lines of RFC 5322 section 2.1.1 with CRLF between them.
    fileprivate var isPlainLines: Bool {
        var length = 0
        for (index, byte) in enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                guard index > 0, self[index - 1] == UInt8(ascii: "\r") else { return false }
                length = 0
            case UInt8(ascii: "\r"):
                guard index + 1 < count, self[index + 1] == UInt8(ascii: "\n") else { return false }
            case 0, 0x80...:
                return false
            default:
                length += 1
                guard length <= 998 else { return false }
            }
        }
        return true
    }
}
