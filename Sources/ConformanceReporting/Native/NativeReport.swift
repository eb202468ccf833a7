package import AssayCore
internal import DataFormats

/// The native report: JSON Lines, a header, a line for each case, a footer with the totals.
///
/// It holds everything the other reports are made from. Without its last line, which says `"complete": true`, it is the
/// report of a run that broke off. Form: `docs/schemas/report-1.json`, which describes each line.
package struct NativeReport: ReportWriter {
    /// The version of the form; another one is not read.
    static let version = 1

    private var header: RunHeader?

    package init() {}

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        JSONLine.append(to: &output) { line in
            line.member("assay", Self.version)
            line.member("kind", "header")
            line.member("tool", header.tool)
            line.member("target", header.target)
            line.member("suite_hash", header.suiteHash)
            line.member("planned_cases", header.plannedCases)
            line.member("partial", header.isPartial)
            line.member("times", header.showsTimes)
            line.member("options", texts: header.options)
            line.member("rerun_arguments", texts: header.rerunArguments)
            if let shard = header.shard {
                line.member("shard") { line in
                    line.member("index", shard.index)
                    line.member("count", shard.count)
                    line.member("cases", shard.cases)
                }
            }
            line.member("gates", texts: header.gates.map(\.text))
            line.member("specifications", array: header.specifications) { line, specification in
                line.elementObject { $0.specification(specification) }
            }
        }
        output.append(UInt8(ascii: "\n"))
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        let showsTimes = header?.showsTimes ?? false
        JSONLine.append(to: &output) { line in
            line.member("kind", "result")
            line.member("number", result.number)
            line.member("id", result.id.description)
            line.member("suite", result.id.scenario.suite)
            line.member("scenario", result.id.scenario.name)
            line.member("example", result.id.example)
            line.member("title", result.title)
            line.member("verdict", result.verdict.rawValue)
            line.member("reason", result.reason)
            line.place(result.place)
            line.member("clauses", texts: result.clauses.map(\.rawValue))
            line.member("tags", texts: result.tags)
            line.member("checks", array: result.checks) { line, check in line.elementObject { $0.check(check) } }
            line.member("exchanges", array: result.exchanges) { line, exchange in
                line.elementObject { $0.exchange(exchange) }
            }
            if result.attempts > 1 { line.member("attempts", result.attempts) }
            if showsTimes { line.member("duration_us", result.duration.microseconds) }
        }
        output.append(UInt8(ascii: "\n"))
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        let clauses = header.map { Self.clauses(of: $0, summary: summary) } ?? []
        let duration = header?.showsTimes == true ? summary.duration : nil
        JSONLine.append(to: &output) { line in
            line.member("kind", "footer")
            line.member("cases", summary.total)
            line.member("verdicts") { line in
                for verdict in Verdict.allCases { line.member(verdict.rawValue, summary.count(verdict)) }
            }
            line.member("checks", summary.checks)
            line.member("warned", summary.warned)
            line.member("flaky", summary.flaky)
            line.member("clauses", array: clauses) { line, id in
                line.elementObject { $0.tally(summary.clauses[id] ?? RunSummary.ClauseTally(), of: id) }
            }
            line.member("interrupted", summary.isInterrupted)
            line.member("duration_us", duration?.microseconds)
            if let changes = summary.changes { line.member("changes") { $0.changes(changes) } }
            line.member("complete", true)
        }
        output.append(UInt8(ascii: "\n"))
    }

    /// Every clause once: those of the specifications as they stand there, then others that were cited, by name.
    static func clauses(of header: RunHeader, summary: RunSummary) -> [ClauseID] {
        var seen: Set<ClauseID> = []
        let listed = header.specifications.flatMap(\.clauses).map(\.id).filter { seen.insert($0).inserted }
        return listed + summary.clauses.keys.filter { !seen.contains($0) }.sorted()
    }
}

extension JSONLine {
    fileprivate mutating func changes(_ changes: RunChanges) {
        member("earlier_runs", changes.earlierRuns)
        for (name, cases) in changes.kinds {
            member(name) { line in
                line.member("count", cases.count)
                line.member("ids", texts: cases.ids)
            }
        }
    }

    fileprivate mutating func specification(_ specification: RunHeader.SpecificationLine) {
        member("name", specification.name)
        member("title", specification.title)
        member("clauses", array: specification.clauses) { line, clause in
            line.elementObject { line in
                line.member("id", clause.id.rawValue)
                line.member("level", clause.level.rawValue)
                line.member("origin", clause.origin.rawValue)
                line.member("section", clause.section)
                line.member("text", clause.text)
                line.member("not_tested", clause.notTested)
            }
        }
    }

    fileprivate mutating func place(_ place: SourcePlace?) {
        guard let place else { return }
        member("place") { line in
            line.member("path", place.path)
            line.member("range") { $0.range(place.range) }
            line.member("line", place.line)
        }
    }

    private mutating func range(_ range: SourceRange) {
        member("line", range.start.line)
        member("column", range.start.column)
        member("end_line", range.end.line)
        member("end_column", range.end.column)
    }

    fileprivate mutating func check(_ check: CheckResult) {
        member("subject", check.subject)
        member("step", check.step)
        member("clauses", texts: check.clauses.map(\.rawValue))
        member("level", check.level.rawValue)
        member("golden", check.golden)
        place(check.place)
        member("difference_count", check.differenceCount)
        member("differences", array: check.differences) { line, difference in
            line.elementObject { $0.difference(difference) }
        }
    }

    mutating func difference(_ difference: Difference) {
        member("kind", difference.kind.rawValue)
        member("at") { line in
            switch difference.place {
            case .whole: line.member("whole", true)
            case .json(let pointer): line.member("json", pointer)
            case .cell(let record, let column, let key):
                line.member("record", record)
                line.member("column", column)
                line.member("key", texts: key)
            case .record(let record, let key):
                line.member("record", record)
                line.member("key", texts: key)
            case .column(let name): line.member("column", name)
            case .line(let number): line.member("line", number)
            case .byte(let offset): line.member("byte", offset)
            }
        }
        member("expected", difference.expected)
        member("actual", difference.actual)
        member("note", difference.note)
        if !difference.cells.isEmpty {
            member("cells", array: difference.cells) { line, cell in
                line.elementObject { line in
                    line.member("column", cell.column)
                    line.member("text", cell.text)
                    if cell.isKey { line.member("key", true) }
                }
            }
        }
        if let range = difference.range { member("range") { $0.range(range) } }
    }

    fileprivate mutating func exchange(_ exchange: RecordedExchange) {
        member("step", exchange.step)
        if exchange.tries > 1 { member("tries", exchange.tries) }
        member("request") { line in
            line.member("method", exchange.request.method)
            line.member("path", exchange.request.path)
            line.member("query", exchange.request.query)
            line.headers(exchange.request.headers)
            if let body = exchange.request.body { line.content("body", body) }
        }
        guard let reply = exchange.reply else { return }
        member("response") { line in
            line.member("status", reply.response.status)
            line.headers(reply.response.headers)
            line.content("body", reply.response.body)
            if let timings = reply.response.timings { line.member("timings") { $0.timings(timings) } }
        }
        if let wait = exchange.mailWait { member("mail_wait_us", wait.microseconds) }
        member("mail", array: reply.mail) { line, mail in line.elementObject { $0.mail(mail) } }
    }

    private mutating func timings(_ timings: PhaseTimings) {
        member("name_lookup_us", timings.nameLookup?.microseconds)
        member("connect_us", timings.connect?.microseconds)
        member("tls_us", timings.tls?.microseconds)
        member("first_byte_us", timings.firstByte?.microseconds)
        member("total_us", timings.total.microseconds)
    }

    private mutating func headers(_ headers: HeaderFields) {
        member("headers", array: headers.fields) { $0.elementArray($1.name, $1.value) }
    }

    private mutating func mail(_ mail: Mail) {
        member("from", mail.from)
        member("to", texts: mail.to)
        member("subject", mail.subject)
        member("text", mail.text)
        member("attachments", array: mail.attachments) { line, attachment in
            line.elementObject { line in
                line.member("name", attachment.name)
                line.member("content_type", attachment.contentType)
                line.content("content", attachment.bytes)
            }
        }
    }

    /// Text where the bytes are UTF-8, else base64.
    private mutating func content(_ name: String, _ bytes: [UInt8]) {
        member(name) { line in
            if let text = String(validating: bytes, as: UTF8.self) {
                line.member("text", text)
            } else {
                line.member("base64", base64(bytes))
            }
        }
    }

    fileprivate mutating func tally(_ tally: RunSummary.ClauseTally, of id: ClauseID) {
        member("id", id.rawValue)
        member("verdict", tally.verdict.rawValue)
        member("passed", tally.passed)
        member("failed", tally.failed)
        member("errored", tally.errored)
        member("skipped", tally.skipped)
        member("inapplicable", tally.inapplicable)
        member("known", tally.known)
        member("warned", tally.warned)
    }
}
