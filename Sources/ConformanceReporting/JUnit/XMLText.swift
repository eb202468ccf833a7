import AssayCore

/// Text as it may stand in an XML 1.0 document.
///
/// Characters outside the production `Char` are illegal even as references (https://www.w3.org/TR/xml/#charsets) and make
/// readers drop the whole file; they are written out as `\u{1B}`. So are marks that turn the direction of text.
enum XMLText {
    /// Between tags. A carriage return is a reference, as a bare one would be read as a line feed.
    static func content(_ text: String) -> String { escaped(text, inAttribute: false) }

    /// Between double quotes. Tabs and line breaks are references, as bare ones would be read as spaces.
    static func attribute(_ text: String) -> String { escaped(text, inAttribute: true) }

    private static func escaped(_ text: String, inAttribute: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;".unicodeScalars
            case "<": result += "&lt;".unicodeScalars
            // Always: `]]>` may not stand in content.
            case ">": result += "&gt;".unicodeScalars
            case "\"" where inAttribute: result += "&quot;".unicodeScalars
            case "\t" where inAttribute, "\n" where inAttribute, "\r": result += "&#\(scalar.value);".unicodeScalars
            case "\t", "\n": result.append(scalar)
            case "\u{FFFE}"..."\u{FFFF}": result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
            case _ where scalar.isHarmless: result.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
            }
        }
        return String(result)
    }
}
