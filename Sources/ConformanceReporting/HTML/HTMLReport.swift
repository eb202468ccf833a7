package import AssayCore
internal import Mustache

/// What is filled into a template.
typealias Page = [String: Any]

/// One page with everything in it: nothing is loaded, and all of it can be read where scripts and styles are blocked.
///
/// A case that passed is one line; all others say what was expected and what came. Requests and answers are shown until those
/// cases take `detailsKept` bytes of the page; of later cases they are left out, which is said, so that the page stays one that
/// browsers open. From twice as much on, such a case is one line too. Cases that passed have half of that for themselves.
package struct HTMLReport: SummaryFirstReport {
    private static let frontTemplate = HTMLTemplate(PackageResources.report_front_mustache)
    private static let suiteTemplate = HTMLTemplate(PackageResources.report_suite_mustache)
    private static let lineTemplate = HTMLTemplate(PackageResources.report_line_mustache)
    private static let caseTemplate = HTMLTemplate(PackageResources.report_case_mustache)
    private static let exchangeTemplate = HTMLTemplate(PackageResources.report_exchange_mustache)
    private static let caseEndTemplate = HTMLTemplate(PackageResources.report_case_end_mustache)
    private static let footTemplate = HTMLTemplate(PackageResources.report_foot_mustache)

    private let detailsKept: Int
    private var header: RunHeader?
    private var links = CaseLinks()
    private var count = 0
    private var suite: String?
    /// What cases that passed, and all others, take of the page.
    private var (lineDetails, details) = (0, 0)

    package init(detailsKept: Int = 8 << 20) {
        self.detailsKept = detailsKept
    }

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) { self.header = header }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        guard let header else { return }
        count += 1
        links.add(result, number: count)
        openSuite(result.id.scenario.suite, into: &output)
        var content = HTMLCase(result, number: count, header: header)
        content.isBrief = content.isGood ? lineDetails > detailsKept / 2 : details > detailsKept
        content.isCurt = !content.isGood && details > 2 * detailsKept
        let start = output.count
        defer { if content.isGood { lineDetails += output.count - start } else { details += output.count - start } }
        let template = content.isLine ? Self.lineTemplate : Self.caseTemplate
        template.render(content.page, into: &output)
        for page in content.exchangePages { Self.exchangeTemplate.render(page, into: &output) }
        if !content.isLine { Self.caseEndTemplate.render(content.endPage, into: &output) }
        output += "</li>\n".utf8
    }

    private mutating func openSuite(_ name: String, into output: inout [UInt8]) {
        if let suite {
            guard !suite.utf8.elementsEqual(name.utf8) else { return }
            closeSuite(into: &output)
        }
        suite = name
        Self.suiteTemplate.render(["suite": name.displayed], into: &output)
    }

    private func closeSuite(into output: inout [UInt8]) { output += "</ol>\n</section>\n".utf8 }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        if suite != nil { closeSuite(into: &output) }
        suite = nil
        let script = String(decoding: PackageResources.report_js, as: UTF8.self)
        Self.footTemplate.render(["isEmpty": count == 0, "script": script], into: &output)
    }

    package func front(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        var page = HTMLFront(header: header, summary: summary, links: links).page
        page["style"] = String(decoding: PackageResources.report_css, as: UTF8.self)
        Self.frontTemplate.render(page, into: &output)
    }
}
