package import AssayCore

/// Reads a native report back, strictly: what it accepts is the whole report of one run.
///
/// Refused: another version, unknown or missing members, a case that stands there twice, a pass without evidence, totals
/// that the results do not add up to, and a report without its footer. Other writers that are fed from it give byte for
/// byte what the run itself would have given.
///
/// Memory: the longest line, and the id of every case.
package struct NativeReader: Sendable {
    /// What a line says.
    package enum Entry: Sendable {
        case header(RunHeader)
        case result(CaseResult)
        /// Checked against the results.
        case summary(RunSummary)
    }

    private var header: RunHeader?
    private var summary: RunSummary?
    private var ids: Set<[UInt8]> = []
    private var isComplete = false
    private var lineNumber = 0
    private var pending: [UInt8] = []

    package init() {}

    /// Reads the next bytes of the report, cut anywhere, and hands each entry to `body` in order.
    ///
    /// - Throws: `InvalidReport`, and what `body` throws.
    package mutating func read(_ chunk: ArraySlice<UInt8>, _ body: (Entry) throws -> Void) throws {
        var rest = chunk
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            pending += rest[..<end]
            rest = rest[(end + 1)...]
            let line = pending
            pending.removeAll(keepingCapacity: true)
            try body(try entry(of: line))
        }
        pending += rest
    }

    /// Takes the end of the report.
    ///
    /// - Throws: `InvalidReport` when it is not complete, and what `body` throws.
    package mutating func finish(_ body: (Entry) throws -> Void) throws {
        if !pending.isEmpty {
            let line = pending
            pending = []
            try body(try entry(of: line))
        }
        guard isComplete else {
            let missing = header == nil ? "the report is empty" : "the footer is missing: the run broke off, or the file was cut"
            throw InvalidReport(line: lineNumber + 1, message: missing)
        }
    }

    /// Renders a whole report in another form.
    package static func replay(
        _ report: [UInt8], with writer: inout any ReportWriter, into output: inout [UInt8]
    ) throws {
        var reader = NativeReader()
        var body: [UInt8] = []
        func write(_ entry: Entry) {
            switch entry {
            case .header(let header): writer.begin(header, into: &body)
            case .result(let result): writer.add(result, into: &body)
            case .summary(let summary):
                writer.finish(summary, into: &body)
                if let writer = writer as? any SummaryFirstReport { writer.front(summary, into: &output) }
            }
        }
        try reader.read(report[...], write)
        try reader.finish(write)
        output += body
    }

    /// Reads a line that `read` has taken for a result, again.
    package static func result(of line: [UInt8], showsTimes: Bool) throws(InvalidReport) -> CaseResult {
        do throws(InvalidLine) {
            guard case .result(let result) = try ReportLine(line, showsTimes: showsTimes) else {
                throw InvalidLine("it is no result")
            }
            return result
        } catch {
            throw InvalidReport(line: 1, message: error.message)
        }
    }

    private mutating func entry(of line: [UInt8]) throws(InvalidReport) -> Entry {
        lineNumber += 1
        do throws(InvalidLine) {
            return try take(try ReportLine(line, showsTimes: header?.showsTimes ?? false))
        } catch {
            throw InvalidReport(line: lineNumber, message: error.message)
        }
    }

    private mutating func take(_ line: ReportLine) throws(InvalidLine) -> Entry {
        guard !isComplete else { throw InvalidLine("something follows the footer") }
        switch line {
        case .header(let header):
            guard self.header == nil else { throw InvalidLine("a second header") }
            self.header = header
            summary = RunSummary(of: header)
            return .header(header)
        case .result(let result):
            guard let header else { throw InvalidLine("a result stands before the header") }
            guard ids.insert(Array(result.id.description.utf8)).inserted else {
                throw InvalidLine("the case '\(shown(result.id.description))' stands there twice")
            }
            guard result.number < header.plannedCases else {
                throw InvalidLine("\(header.plannedCases) cases were planned", at: "number")
            }
            summary?.add(result)
            return .result(result)
        case .footer(let footer):
            guard let header, var summary else { throw InvalidLine("the footer stands before the header") }
            try check(footer, of: header, summary)
            isComplete = true
            summary.isInterrupted = footer.isInterrupted
            summary.duration = footer.duration
            summary.changes = footer.changes
            return .summary(summary)
        }
    }

    /// Compares what the footer says with what the results add up to.
    private func check(_ footer: ReportFooter, of header: RunHeader, _ summary: RunSummary) throws(InvalidLine) {
        func require(_ stated: Int, is counted: Int, _ what: String) throws(InvalidLine) {
            guard stated == counted else {
                throw InvalidLine("the footer says \(stated) \(what), the results add up to \(counted)")
            }
        }
        try require(footer.cases, is: summary.total, "cases")
        for verdict in Verdict.allCases {
            try require(footer.verdicts[verdict] ?? 0, is: summary.count(verdict), "cases \(verdict.rawValue)")
        }
        try require(footer.checks, is: summary.checks, "checks")
        try require(footer.warned, is: summary.warned, "cases with warnings")
        try require(footer.flaky, is: summary.flaky, "flaky cases")
        let clauses = NativeReport.clauses(of: header, summary: summary)
        guard footer.clauses.map(\.id) == clauses else { throw InvalidLine("the footer lists other clauses than the run has") }
        for (id, tally) in footer.clauses where tally != summary.clauses[id] ?? RunSummary.ClauseTally() {
            throw InvalidLine("the footer counts other cases for the clause \(id) than the results do")
        }
        let expected = header.expectedCases
        guard footer.cases == expected || footer.isInterrupted && footer.cases < expected else {
            throw InvalidLine("\(expected) cases were planned and \(footer.cases) are there")
        }
        guard header.showsTimes || footer.duration == nil else {
            throw InvalidLine("it may not be there when the header says that times are not", at: "duration_us")
        }
    }
}
