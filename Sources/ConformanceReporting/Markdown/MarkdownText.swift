import AssayCore

/// Text of the run within Markdown for GitHub, so that it opens nothing: no element, no table cell, no mention, no link.
enum MarkdownText {
    /// Words between those of the report. What Markdown or HTML might obey is a character reference; `@` is followed by a space
    /// of no width, as mentions are looked for after references are read.
    static func words(_ text: String, limit: Int = 400) -> String { referenced(shown(text, limit: limit), splitsMentions: true) }

    /// Set as code, in which nobody is mentioned. The element, as in a code span `|` would end the cell and nothing could be a
    /// reference.
    static func code(_ text: String, limit: Int = 400) -> String {
        "<code>\(referenced(shown(text, limit: limit), splitsMentions: false))</code>"
    }

    /// Lines as they are, fenced by more backticks than any of them holds in a row.
    ///
    /// - Parameter lines: Without line breaks and control characters.
    static func fenced(_ lines: [String], language: String) -> String {
        let fence = String(repeating: "`", count: max(lines.map { longestRun(in: $0) }.max() ?? 0, 2) + 1)
        return "\(fence)\(language)\n\(lines.joined(separator: "\n"))\n\(fence)\n"
    }

    /// A row of a table; cells are Markdown.
    static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

    /// The head of a table; `true` aligns a column at the right.
    static func head(_ titles: [(String, isNumber: Bool)]) -> String {
        row(titles.map(\.0)) + row(titles.map { $0.isNumber ? "---:" : "---" })
    }

    private static func longestRun(in text: String) -> Int {
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    private static func referenced(_ text: String, splitsMentions: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        // What begins a list, a heading or indented code does so at the start, or after digits there.
        var isAtStart = true
        var last: UInt8 = 0
        for byte in text.utf8 {
            if isPlain(byte) || (!isAtStart && isPlainWithin(byte, after: last)) {
                bytes.append(byte)
            } else {
                bytes += "&#\(byte);".utf8
                if byte == UInt8(ascii: "@"), splitsMentions { bytes += "&#8203;".utf8 }
            }
            isAtStart = isAtStart && (0x30...0x39).contains(byte)
            last = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
        default: ",;(/'%".utf8.contains(byte)
        }
    }

    /// A colon would make `https:` a link, a point `www.`.
    private static func isPlainWithin(_ byte: UInt8, after last: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: ")"), UInt8(ascii: "="): true
        case UInt8(ascii: "."): last | 0x20 != UInt8(ascii: "w")
        default: false
        }
    }
}
