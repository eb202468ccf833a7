package import AssayCore

/// A badge as an SVG file that loads nothing.
package struct BadgeReport: ReportWriter {
    private var header: RunHeader?

    package init() {}

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) { self.header = header }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {}

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let badge = Badge(header, summary)
        let (left, right) = (Self.width(of: Badge.label), Self.width(of: badge.message))
        let title = XMLText.attribute("\(Badge.label): \(badge.message)")
        output +=
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" aria-label="\(title)">
              <title>\(title)</title>
              <clipPath id="r"><rect width="\(left + right)" height="20" rx="3" fill="#fff"/></clipPath>
              <g clip-path="url(#r)">
                <rect width="\(left)" height="20" fill="#444"/>
                <rect x="\(left)" width="\(right)" height="20" fill="\(badge.color.rawValue)"/>
              </g>
              <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
                <text x="\(left / 2)" y="14" textLength="\(left - 12)">\(Badge.label)</text>
                <text x="\(left + right / 2)" y="14" textLength="\(right - 12)">\(XMLText.content(badge.message))</text>
              </g>
            </svg>

            """.utf8
    }

    /// Pixels with a margin of six at each side. `textLength` makes the text as wide as this says, whatever font is there.
    private static func width(of text: String) -> Int { text.unicodeScalars.count * 7 + 12 }
}

/// The same badge as an endpoint of shields.io (https://shields.io/badges/endpoint-badge).
package struct ShieldsReport: ReportWriter {
    private var header: RunHeader?

    package init() {}

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) { self.header = header }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {}

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let badge = Badge(header, summary)
        JSONLine.append(to: &output) { line in
            line.member("schemaVersion", 1)
            line.member("label", Badge.label)
            line.member("message", badge.message)
            line.member("color", badge.color.digits)
        }
        output.append(UInt8(ascii: "\n"))
    }
}
