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

/// Escapes code point by code point. The library's own escaping goes by characters, and a quote with an accent is another
/// character than a quote: it would end the attribute it stands in. Code points that no document may hold are written out.
private struct HTMLText: MustacheContentType {
    static let name = "HTML-SCALARS"
    static let register: Void = MustacheContentTypes.register(HTMLText(), named: name)

    func escapeText(_ text: String) -> String {
        // Most texts need nothing; those with a lead byte of a noncharacter are looked at.
        guard text.utf8.contains(where: { Self.reference(for: $0) != nil || $0 >= 0xEF }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let reference = scalar.isASCII ? Self.reference(for: UInt8(scalar.value)) : nil {
                result += reference.unicodeScalars
            } else if Self.isNoncharacter(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// https://www.unicode.org/glossary/#noncharacter
    private static func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
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
