internal import AssayCore
internal import CGMime

/// A node of a message's tree of parts.
@safe struct MIMEPart {
    enum Kind {
        case leaf
        case multipart([MIMEPart])
        /// A message within the message.
        case message
        case other
    }

    /// Lives as long as `owner`.
    let object: UnsafeMutablePointer<GMimeObject>
    let owner: MIMEDocument

    var kind: Kind {
        switch unsafe assay_mime_kind(object) {
        case ASSAY_MIME_LEAF: .leaf
        case ASSAY_MIME_MULTIPART:
            .multipart(
                (0..<(unsafe assay_mime_count(object))).compactMap { index in
                    unsafe assay_mime_child(object, index).map { unsafe MIMEPart(object: $0, owner: owner) }
                })
        case ASSAY_MIME_MESSAGE: .message
        default: .other
        }
    }

    /// Compared without regard to case, as types are (RFC 2045 section 5.1).
    func isType(_ type: String, _ subtype: String) -> Bool {
        unsafe g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype) != 0
    }

    /// The field as it was written, with its parameters, on one line; the default of RFC 2045 section 5.2 where there is none.
    var contentType: String { field("Content-Type") ?? "text/plain" }

    var charset: String? {
        unsafe g_mime_object_get_content_type_parameter(object, "charset").map { unsafe String(cString: $0) }
    }

    var isMeantAsAttachment: Bool {
        unsafe g_mime_object_get_disposition(object).map { unsafe g_ascii_strcasecmp($0, GMIME_DISPOSITION_ATTACHMENT) == 0 }
            ?? false
    }

    /// Decoded (RFC 2231, and RFC 2047 where it does not belong but is used).
    var filename: String? {
        if let name = encodedParameter("filename", of: "Content-Disposition") ?? encodedParameter("name", of: "Content-Type") {
            return name
        }
        return
            unsafe (g_mime_object_get_content_disposition_parameter(object, "filename")
            ?? g_mime_object_get_content_type_parameter(object, "name")).map { unsafe String(cString: $0) }
    }

    /// A parameter that has encoded words for its value. GMime reads such ones too, but not always the second word.
    private func encodedParameter(_ name: String, of fieldName: String) -> String? {
        guard let field = field(fieldName), field.utf8.contains(UInt8(ascii: "?")) else { return nil }
        for parameter in field.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2,
                String(unfolded(Array(parts[0].utf8)).map { Character(Unicode.Scalar($0)) })
                    .equalsIgnoringASCIICase(name)
            else { continue }
            let value = unfolded(Array(parts[1].utf8)).filter { $0 != UInt8(ascii: "\"") }
            guard value.starts(with: Array("=?".utf8)) else { return nil }
            return decodeWords(value[...])
        }
        return nil
    }

    /// What the part holds, decoded, and what was wrong with the encoding.
    var content: (bytes: [UInt8], fault: String?) {
        guard let content = unsafe g_mime_part_get_content(assay_mime_part(object)) else { return ([], nil) }
        let bytes = unsafe written { stream in _ = unsafe g_mime_data_wrapper_write_to_stream(content, stream) }
        let encoding = unsafe g_mime_data_wrapper_get_encoding(content)
        switch encoding {
        case GMIME_CONTENT_ENCODING_BASE64:
            let encoded = unsafe written { stream in
                let source = unsafe g_mime_data_wrapper_get_stream(content)
                _ = unsafe g_mime_stream_reset(source)
                _ = unsafe g_mime_stream_write_to_stream(source, stream)
            }
            return (bytes, base64Fault(encoded))
        case GMIME_CONTENT_ENCODING_DEFAULT:
            return (
                bytes, field("Content-Transfer-Encoding").map { "the encoding '\($0)' is not known: the part is not decoded" }
            )
        default: return (bytes, nil)
        }
    }

    /// The message within, with its header, as it was written.
    var innerMessage: [UInt8] {
        guard let message = unsafe assay_mime_inner_message(object) else { return [] }
        guard let options = unsafe g_mime_format_options_new() else { return [] }
        defer { unsafe g_mime_format_options_free(options) }
        let lineEnd = owner.hasCRLF ? GMIME_NEWLINE_FORMAT_DOS : GMIME_NEWLINE_FORMAT_UNIX
        unsafe g_mime_format_options_set_newline_format(options, lineEnd)
        return unsafe written { stream in _ = unsafe g_mime_object_write_to_stream(message, options, stream) }
    }

    /// What a multipart holds in which no part was found.
    var contentWithoutParts: [UInt8] {
        let prologue = unsafe assay_mime_prologue(object).map { unsafe bytes(of: $0) } ?? []
        // GMime gives it with LF.
        guard owner.hasCRLF else { return prologue }
        return prologue.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
    }

    private func field(_ name: String) -> String? {
        let list = unsafe g_mime_object_get_header_list(object)
        guard let header = unsafe g_mime_header_list_get_header(list, name),
            let raw = unsafe g_mime_header_get_raw_value(header)
        else { return nil }
        return decodeRawText(unfolded(unsafe bytes(of: raw)))
    }
}

/// Returns a field's value on one line, without blanks around it (RFC 5322 section 2.2.3).
func unfolded(_ raw: [UInt8]) -> ArraySlice<UInt8> {
    let line = raw.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    let start = line.firstIndex { !$0.isBlank } ?? line.endIndex
    let end = line.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? start
    return line[start..<end]
}

extension UInt8 {
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

/// Returns the bytes before the NUL.
func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var next = unsafe text
    while unsafe next.pointee != 0 {
        bytes.append(UInt8(bitPattern: unsafe next.pointee))
        unsafe next += 1
    }
    return bytes
}

/// Returns what `write` puts into a stream in memory.
func written(_ write: (UnsafeMutablePointer<GMimeStream>) -> Void) -> [UInt8] {
    guard let stream = unsafe g_mime_stream_mem_new() else { return [] }
    defer { unsafe g_object_unref(stream) }
    unsafe write(stream)
    guard let array = unsafe assay_mime_written(stream) else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
}

/// What departs from RFC 2045 section 6.8, which lets line ends stand anywhere and the encoding end once.
private func base64Fault(_ encoded: [UInt8]) -> String? {
    var count = 0
    var padding = 0
    for byte in encoded {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "+"), UInt8(ascii: "/"):
            if padding > 0 { return "the base64 of a part goes on after its end" }
            count += 1
        case UInt8(ascii: "="): padding += 1
        case UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"): continue
        default: return "the base64 of a part has characters that are none of base64"
        }
    }
    return (count + padding).isMultiple(of: 4) && padding <= 2 ? nil : "the base64 of a part is cut short"
}
