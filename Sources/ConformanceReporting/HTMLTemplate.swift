internal import Mustache

/// A Mustache template that is part of the program. What is filled in is escaped for HTML.
struct HTMLTemplate: Sendable {
    private let template: MustacheTemplate

    /// - Parameter bytes: Of a file in `Templates/`, which the tests render: a template that cannot be read renders as nothing.
    init(_ bytes: [UInt8]) {
        HTMLText.register
        let text = "{{% CONTENT_TYPE:\(HTMLText.name)}}" + String(decoding: bytes, as: UTF8.self)
        template = (try? MustacheTemplate(string: text)) ?? MustacheTemplate.empty
    }

    func render(_ context: [String: Any], into output: inout [UInt8]) {
        output += template.render(context).utf8
    }
}

extension MustacheTemplate {
    fileprivate static var empty: MustacheTemplate {
        do { return try MustacheTemplate(string: "") } catch { preconditionFailure("an empty template can be read") }
    }
}

/// Escapes byte by byte. The library's own escaping goes by characters, and a quote with an accent is another character than a
/// quote: it would end the attribute it stands in.
private struct HTMLText: MustacheContentType {
    static let name = "BYTES"
    static let register: Void = MustacheContentTypes.register(HTMLText(), named: name)

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.reference(for: $0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let reference = Self.reference(for: byte) { bytes += reference.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func reference(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
