package import AssayCore

/// JUnit XML in the form that Jenkins (`junit-10.xsd` of its xUnit plugin), GitLab and the readers for GitHub have in common.
///
/// A case is a `testcase`: `classname` is the suite, `name` the case in it. What a case cannot say in attributes that all
/// readers take, its clauses and its place, stands in its text. Cases that are skipped, inapplicable or known to fail are
/// `skipped` with a message. A start tag holds the counts of its suite, so a suite is kept until it ends; one whose text
/// passes `sizeKept` is written as several elements of the same name, which readers take together. A run that ended before its
/// last case has an error of its own, in a suite `assay`, or it would look complete.
package struct JUnitReport: ReportWriter {
    /// The text of one suite as far as it is known.
    private struct Suite {
        var name: String
        var cases = 0
        var failures = 0
        var errors = 0
        var skipped = 0
        var microseconds: Int64 = 0
        var text: [UInt8] = []
    }

    private let sizeKept: Int
    private let cases = CaseText(style: TextStyle(width: 78), omitsHints: true)
    private var header: RunHeader?
    private var suite: Suite?

    /// - Parameter sizeKept: How many bytes of a suite are kept before they are written, at least.
    package init(sizeKept: Int = 8 << 20) {
        self.sizeKept = sizeKept
    }

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        output += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"\(XMLText.attribute(header.tool))\">\n".utf8
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        let name = result.id.scenario.suite
        var current = Suite(name: name)
        if let open = suite {
            if open.name.utf8.elementsEqual(name.utf8), open.text.count < sizeKept {
                current = open
            } else {
                write(open, into: &output)
            }
        }
        suite = nil
        append(result, to: &current)
        suite = current
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        if let suite { write(suite, into: &output) }
        suite = nil
        if summary.isInterrupted { write(interruption(after: summary.total), into: &output) }
        output += "</testsuites>\n".utf8
    }

    /// What readers count as an error, as they know no run that ended before its last case.
    private func interruption(after count: Int) -> Suite {
        let message = XMLText.attribute("interrupted: \(count) of \(counted(header?.expectedCases ?? count, "case")) ran")
        var suite = Suite(name: "assay", cases: 1, errors: 1)
        suite.text += "    <testcase classname=\"assay\" name=\"interrupted\" time=\"0.000\">\n".utf8
        suite.text += "      <error type=\"interrupted\" message=\"\(message)\"/>\n    </testcase>\n".utf8
        return suite
    }

    private func append(_ result: CaseResult, to suite: inout Suite) {
        let microseconds = header?.showsTimes == true ? result.duration.microseconds : 0
        suite.cases += 1
        suite.microseconds = suite.microseconds.addingReportingOverflow(microseconds).partialValue
        var text = "    <testcase classname=\"\(XMLText.attribute(result.id.scenario.suite))\""
        text += " name=\"\(XMLText.attribute(result.id.name))\" time=\"\(Self.seconds(microseconds))\">\n"
        switch result.verdict {
        case .passed: break
        case .failed:
            suite.failures += 1
            text += outcome("failure", type: "failed", result)
        case .errored:
            suite.errors += 1
            text += outcome("error", type: "errored", result)
        case .skipped, .inapplicable, .known:
            suite.skipped += 1
            text += "      <skipped message=\"\(XMLText.attribute(message(of: result)))\"/>\n"
        }
        text += "      <system-out>\(XMLText.content(remarks(on: result)))</system-out>\n    </testcase>\n"
        suite.text += text.utf8
    }

    private func outcome(_ element: String, type: String, _ result: CaseResult) -> String {
        let message = XMLText.attribute(message(of: result))
        let text = XMLText.content(cases.text(of: result))
        return "      <\(element) type=\"\(type)\" message=\"\(message)\">\(text)</\(element)>\n"
    }

    /// The verdict where the element does not tell it, and the reason or the first difference.
    private func message(of result: CaseResult) -> String {
        var parts: [String] = []
        if result.verdict == .inapplicable || result.verdict == .known { parts.append(result.verdict.rawValue) }
        if let fault = result.fault { parts.append(fault) }
        return parts.isEmpty ? result.verdict.rawValue : parts.joined(separator: ": ")
    }

    /// What the attributes have no place for.
    private func remarks(on result: CaseResult) -> String {
        var lines: [String] = []
        if let title = result.title { lines.append("title: \(shown(title))") }
        let clauses = result.citedClauses.map(\.rawValue)
        if !clauses.isEmpty { lines.append("clauses: \(clauses.joined(separator: " "))") }
        if !result.tags.isEmpty { lines.append("tags: \(result.tags.map(\.displayed).joined(separator: " "))") }
        lines.append("checks: \(result.checks.count)")
        // To these readers it is a pass like others.
        if result.isFlaky { lines.append("attempts: \(result.attempts)") }
        if result.hasWarnings { lines.append(cases.text(of: result)) }
        return lines.joined(separator: "\n")
    }

    private func write(_ suite: Suite, into output: inout [UInt8]) {
        var text = "  <testsuite name=\"\(XMLText.attribute(suite.name))\" tests=\"\(suite.cases)\""
        text += " failures=\"\(suite.failures)\" errors=\"\(suite.errors)\" skipped=\"\(suite.skipped)\""
        text += " time=\"\(Self.seconds(suite.microseconds))\">\n    <properties>\n"
        for (name, value) in properties { text += Self.property(name, value) }
        output += (text + "    </properties>\n").utf8
        output += suite.text
        output += "  </testsuite>\n".utf8
    }

    private var properties: [(String, String)] {
        guard let header else { return [] }
        let options = header.options.map { ("option", $0) }
        let partial = header.isPartial ? [("partial", "true")] : []
        return [("tool", header.tool), ("target", header.target), ("suite hash", header.suiteHash)] + options + partial
    }

    private static func property(_ name: String, _ value: String) -> String {
        "      <property name=\"\(XMLText.attribute(name))\" value=\"\(XMLText.attribute(value))\"/>\n"
    }

    /// Seconds with exactly three decimals and a point: readers take neither exponents nor other marks.
    private static func seconds(_ microseconds: Int64) -> String {
        let milliseconds = String(max(microseconds, 0) / 1000 % 1000)
        let fraction = String(repeating: "0", count: 3 - milliseconds.utf8.count) + milliseconds
        return "\(max(microseconds, 0) / 1_000_000).\(fraction)"
    }
}
