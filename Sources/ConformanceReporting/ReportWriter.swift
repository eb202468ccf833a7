package import AssayCore

/// Turns the stream of a run into the bytes of one report.
///
/// The caller hands over the header, then every result in the order of the plan with the cases of a suite next to each
/// other, then the summary; each once. A writer appends to `output` what is ready and keeps a bounded amount itself, so
/// that the caller may write `output` away and empty it after every call.
package protocol ReportWriter: Sendable {
    mutating func begin(_ header: RunHeader, into output: inout [UInt8])
    mutating func add(_ result: CaseResult, into output: inout [UInt8])
    mutating func finish(_ summary: RunSummary, into output: inout [UInt8])
}

/// A report that begins with what only the end of a run tells.
///
/// What its other functions append is the rest of it, which the caller keeps out of memory until the front is known.
package protocol SummaryFirstReport: ReportWriter {
    /// Appends what stands before everything else. Called once, after `finish`.
    func front(_ summary: RunSummary, into output: inout [UInt8])
}

/// A form of report, by the name it has on the command line.
package enum ReportFormat: String, Sendable, CaseIterable {
    /// For people, on a terminal or in a log.
    case text
    /// The native form, JSON Lines; the one that can be read back, merged and turned into the others.
    case json
    /// JUnit XML, for build servers.
    case junit
    /// The Test Anything Protocol.
    case tap
    /// The Common Test Report Format, JSON.
    case ctrf
    /// For code scanning.
    case sarif
    /// A summary for the page of a job on GitHub.
    case markdown
    /// Annotations for GitHub Actions.
    case github
    /// The W3C's Evaluation and Report Language, JSON-LD.
    case earl
    /// A badge as SVG.
    case badge
    /// A badge as an endpoint of shields.io.
    case shields
    /// One page for people, with everything in it.
    case html

    /// Returns a writer for one run; `style` is for the forms that people read.
    package func writer(style: TextStyle = TextStyle()) -> any ReportWriter {
        switch self {
        case .text: TextReport(style: style)
        case .json: NativeReport()
        case .junit: JUnitReport()
        case .tap: TAPReport()
        case .ctrf: CTRFReport()
        case .sarif: SARIFReport()
        case .markdown: MarkdownReport()
        case .github: GitHubAnnotations()
        case .earl: EARLReport()
        case .badge: BadgeReport()
        case .shields: ShieldsReport()
        case .html: HTMLReport()
        }
    }
}
