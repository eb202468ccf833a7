internal import AssayCore
internal import CGMime

/// The door to GMime.
enum MIMELibrary {
    // GMime wants to be started once, before all else; a `static let` is.
    private static let started: Void = g_mime_init()

    static func start() { started }
}

/// A message in GMime's memory.
@safe final class MIMEDocument {
    private let message: UnsafeMutablePointer<GMimeMessage>
    /// GMime writes headers with the line ends it is told to.
    let hasCRLF: Bool

    /// - Returns: `nil` when there is not even a header.
    init?(_ bytes: ArraySlice<UInt8>, _ warnings: WarningList) {
        guard let options = unsafe g_mime_parser_options_new() else { return nil }
        defer { unsafe g_mime_parser_options_free(options) }
        unsafe g_mime_parser_options_set_warning_callback(
            options,
            { _, warning, _, list in
                guard let list = unsafe list else { return }
                unsafe Unmanaged<WarningList>.fromOpaque(list).takeUnretainedValue().add(warning)
            }, Unmanaged.passUnretained(warnings).toOpaque())
        let stream = unsafe bytes.withUnsafeBytes {
            unsafe g_mime_stream_mem_new_with_buffer($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        guard let stream = unsafe stream else { return nil }
        defer { unsafe g_object_unref(stream) }
        guard let parser = unsafe g_mime_parser_new_with_stream(stream) else { return nil }
        defer { unsafe g_object_unref(parser) }
        let parsed = unsafe withExtendedLifetime(warnings) {
            unsafe g_mime_parser_construct_message(parser, options)
        }
        guard let parsed = unsafe parsed else { return nil }
        unsafe message = parsed
        hasCRLF =
            bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 > bytes.startIndex && bytes[$0 - 1] == UInt8(ascii: "\r") } ?? true
    }

    deinit {
        unsafe g_object_unref(message)
    }

    /// `nil` for a message without a body.
    var root: MIMEPart? {
        unsafe g_mime_message_get_mime_part(message).map { unsafe MIMEPart(object: $0, owner: self) }
    }

    var senders: [String] { addresses(GMIME_ADDRESS_TYPE_FROM) }

    /// `nil` when the message names none.
    var recipients: [String]? {
        let all = [GMIME_ADDRESS_TYPE_TO, GMIME_ADDRESS_TYPE_CC, GMIME_ADDRESS_TYPE_BCC].flatMap(addresses)
        return all.isEmpty ? nil : all
    }

    /// Those of the message and those that GMime keeps with its body, in the order they were written.
    var headers: HeaderFields {
        var found = unsafe fields(of: assay_mime_object(message))
        if let root { found += unsafe fields(of: root.object) }
        found.sort { $0.offset < $1.offset }
        return HeaderFields(found.map(\.field))
    }

    private func fields(of object: UnsafeMutablePointer<GMimeObject>) -> [(offset: Int, field: HeaderFields.Field)] {
        let list = unsafe g_mime_object_get_header_list(object)
        return (0..<(unsafe g_mime_header_list_get_count(list))).compactMap {
            index -> (offset: Int, field: HeaderFields.Field)? in
            guard let header = unsafe g_mime_header_list_get_header_at(list, index),
                let name = unsafe g_mime_header_get_name(header)
            else { return nil }
            let raw = unsafe g_mime_header_get_raw_value(header).map { unsafe bytes(of: $0) } ?? []
            let value = decodeWords(unfolded(raw))
            return unsafe (g_mime_header_get_offset(header), HeaderFields.Field(name: String(cString: name), value: value))
        }
    }

    private func addresses(_ type: GMimeAddressType) -> [String] {
        unsafe mailboxes(in: g_mime_message_get_addresses(message, type), depth: 0)
    }

    /// The address as the message has it: GMime decodes what was written in ASCII of a domain that is not (`xn--`).
    private func written(_ mailbox: UnsafePointer<CChar>, of address: UnsafeMutablePointer<InternetAddress>) -> String {
        let decoded = unsafe String(cString: mailbox)
        guard decoded.utf8.contains(where: { $0 >= 0x80 }), let ascii = unsafe assay_mime_ascii_mailbox(address) else {
            return decoded
        }
        let form = unsafe String(cString: ascii)
        for field in headers.fields where ["from", "to", "cc", "bcc"].contains(field.name.lowercased()) {
            let start = field.value.foldedBytes.firstRange(of: form.foldedBytes)?.lowerBound
            if let start { return String(decoding: field.value.utf8.dropFirst(start).prefix(form.utf8.count), as: UTF8.self) }
        }
        return decoded
    }

    private func mailboxes(in list: UnsafeMutablePointer<InternetAddressList>?, depth: Int) -> [String] {
        // Groups do not nest (RFC 5322 section 3.4), but what was written may.
        guard let list = unsafe list, depth < 10 else { return [] }
        return (0..<(unsafe internet_address_list_length(list))).flatMap { index -> [String] in
            guard let address = unsafe internet_address_list_get_address(list, index) else { return [] }
            if let mailbox = unsafe assay_mime_mailbox(address) { return unsafe [written(mailbox, of: address)] }
            return unsafe mailboxes(in: assay_mime_group_members(address), depth: depth + 1)
        }
    }
}

/// What GMime has to say about a message.
final class WarningList {
    private(set) var sentences: [String] = []

    /// Each kind once: a broken message may have thousands.
    func add(_ warning: GMimeParserWarning) {
        guard let sentence = sentence(warning), !sentences.contains(sentence) else { return }
        sentences.append(sentence)
    }

    private func sentence(_ warning: GMimeParserWarning) -> String? {
        switch warning {
        case GMIME_WARN_DUPLICATED_HEADER: "a header field stands twice"
        case GMIME_WARN_DUPLICATED_PARAMETER: "a parameter stands twice"
        case GMIME_WARN_UNENCODED_8BIT_HEADER: "a header field has bytes that are not ASCII"
        case GMIME_WARN_INVALID_CONTENT_TYPE: "a content type cannot be read"
        case GMIME_WARN_INVALID_RFC2047_HEADER_VALUE: "an encoded word cannot be decoded"
        case GMIME_WARN_MALFORMED_MULTIPART: "a multipart is malformed"
        case GMIME_WARN_TRUNCATED_MESSAGE: "the message ends before its last part does"
        case GMIME_WARN_MALFORMED_MESSAGE: "the message is malformed"
        case GMIME_CRIT_INVALID_HEADER_NAME: "a header field has no valid name"
        case GMIME_CRIT_CONFLICTING_HEADER: "a header field stands twice with different values"
        case GMIME_CRIT_CONFLICTING_PARAMETER: "a parameter stands twice with different values"
        case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY: "a multipart has no boundary"
        case GMIME_WARN_INVALID_PARAMETER: "a parameter cannot be read"
        case GMIME_WARN_INVALID_ADDRESS_LIST: "a list of addresses cannot be read"
        case GMIME_CRIT_NESTING_OVERFLOW: "parts are nested too deeply: the innermost are not read"
        case GMIME_WARN_PART_WITHOUT_CONTENT: nil
        case GMIME_CRIT_PART_WITHOUT_HEADERS_OR_CONTENT: "a part has neither header nor content"
        default: "the message is malformed (\(warning.rawValue))"
        }
    }
}
