import AssayCore
import DataFormats

/// A line of a native report, taken apart.
enum ReportLine {
    case header(RunHeader)
    case result(CaseResult)
    case footer(ReportFooter)

    /// - Parameter showsTimes: What the header said; a result has a duration exactly when it did.
    init(_ bytes: [UInt8], showsTimes: Bool) throws(InvalidLine) {
        let document: JSONDocument
        do throws(JSONSyntaxError) {
            document = try JSONDocument(parsing: bytes, maxDepth: 32)
        } catch {
            throw InvalidLine("column \(error.column): \(error.message)")
        }
        guard !document.hasDuplicateNames else { throw InvalidLine("a member stands there twice") }
        guard let kind = document.root["kind"]?.string else { throw InvalidLine("member 'kind' is missing") }
        switch kind {
        case "header": self = .header(try RunHeader(reading: document.root))
        case "result": self = .result(try CaseResult(reading: document.root, showsTimes: showsTimes))
        case "footer": self = .footer(try ReportFooter(reading: document.root))
        default: throw InvalidLine("'\(shown(kind, limit: 80))' is none of 'header', 'result', 'footer'", at: "kind")
        }
    }
}

/// The totals that a native report ends with.
struct ReportFooter {
    var cases: Int
    var verdicts: [Verdict: Int] = [:]
    var checks: Int
    var warned: Int
    var flaky: Int
    var clauses: [(id: ClauseID, tally: RunSummary.ClauseTally)]
    var isInterrupted: Bool
    var duration: Duration?
    var changes: RunChanges?

    init(reading node: JSONNode) throws(InvalidLine) {
        let object = try ObjectReader(
            node, at: "",
            names: [
                "kind", "cases", "verdicts", "checks", "warned", "flaky", "clauses", "interrupted", "duration_us", "changes",
                "complete",
            ])
        cases = try object.integer("cases")
        verdicts = try object.value("verdicts") { (node, path) throws(InvalidLine) in
            let counts = try ObjectReader(node, at: path, names: Verdict.allCases.map(\.rawValue))
            var verdicts: [Verdict: Int] = [:]
            for verdict in Verdict.allCases { verdicts[verdict] = try counts.integer(verdict.rawValue) }
            return verdicts
        }
        checks = try object.integer("checks")
        warned = try object.integer("warned")
        flaky = try object.integer("flaky")
        clauses = try object.array("clauses", Self.tally)
        isInterrupted = try object.flag("interrupted")
        duration = object.has("duration_us") ? .microseconds(try object.integer("duration_us")) : nil
        changes = try object.optional("changes", Self.changes)
        guard try object.flag("complete") else { throw InvalidLine("the report says that it is not complete") }
    }

    private static func changes(_ node: JSONNode, _ path: String) throws(InvalidLine) -> RunChanges {
        var changes = RunChanges(earlierRuns: 0)
        let object = try ObjectReader(node, at: path, names: ["earlier_runs"] + changes.kinds.map(\.name))
        changes.earlierRuns = try object.integer("earlier_runs")
        changes.new = try object.value("new", Self.changedCases)
        changes.fixed = try object.value("fixed", Self.changedCases)
        changes.flaky = try object.value("flaky", Self.changedCases)
        changes.slower = try object.value("slower", Self.changedCases)
        return changes
    }

    private static func changedCases(_ node: JSONNode, _ path: String) throws(InvalidLine) -> RunChanges.Cases {
        let object = try ObjectReader(node, at: path, names: ["count", "ids"])
        let cases = RunChanges.Cases(count: try object.integer("count"), ids: try object.texts("ids"))
        guard let cases else { throw InvalidLine("there are not as many ids as the count asks for", at: path) }
        return cases
    }

    private static func tally(
        _ node: JSONNode, _ path: String
    ) throws(InvalidLine) -> (id: ClauseID, tally: RunSummary.ClauseTally) {
        let object = try ObjectReader(
            node, at: path,
            names: ["id", "verdict", "passed", "failed", "errored", "skipped", "inapplicable", "known", "warned"])
        var tally = RunSummary.ClauseTally()
        tally.passed = try object.integer("passed")
        tally.failed = try object.integer("failed")
        tally.errored = try object.integer("errored")
        tally.skipped = try object.integer("skipped")
        tally.inapplicable = try object.integer("inapplicable")
        tally.known = try object.integer("known")
        tally.warned = try object.integer("warned")
        let verdict: ClauseVerdict = try object.value("verdict", ObjectReader.choice)
        guard tally.verdict == verdict else { throw InvalidLine("the counts do not make it '\(verdict.rawValue)'", at: path) }
        return (try object.value("id", ObjectReader.clause), tally)
    }
}

extension RunHeader {
    fileprivate init(reading node: JSONNode) throws(InvalidLine) {
        // Before anything else, as another version has other members.
        guard node["assay"]?.number?.integer == NativeReport.version else {
            throw InvalidLine("only version \(NativeReport.version) of the report can be read", at: "assay")
        }
        let object = try ObjectReader(
            node, at: "",
            names: [
                "assay", "kind", "tool", "target", "suite_hash", "planned_cases", "partial", "times", "options",
                "rerun_arguments", "shard", "gates", "specifications",
            ])
        self.init(
            tool: try object.text("tool"), target: try object.text("target"), suiteHash: try object.text("suite_hash"),
            specifications: try object.array("specifications", SpecificationLine.init), options: try object.texts("options"),
            isPartial: try object.flag("partial"), plannedCases: try object.integer("planned_cases"),
            showsTimes: try object.flag("times"), rerunArguments: try object.texts("rerun_arguments"),
            shard: try object.optional("shard", Shard.init),
            gates: try object.array("gates", Gate.init))
    }
}

extension RunHeader.Shard {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["index", "count", "cases"])
        self.init(
            index: try object.integer("index"), count: try object.integer("count"), cases: try object.integer("cases"))
        guard (1...max(count, 1)).contains(index) else { throw InvalidLine("there are \(count) shards", at: "\(path).index") }
    }
}

extension Gate {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        guard let text = node.string else { throw InvalidLine("a string is due", at: path) }
        do throws(Invalid) {
            try self.init(text)
        } catch {
            throw InvalidLine(error.message, at: path)
        }
    }
}

extension RunHeader.SpecificationLine {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["name", "title", "clauses"])
        self.init(
            name: try object.text("name"), title: try object.optionalText("title"),
            clauses: try object.array("clauses", RunHeader.ClauseLine.init))
    }
}

extension RunHeader.ClauseLine {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["id", "level", "origin", "section", "text", "not_tested"])
        self.init(
            id: try object.value("id", ObjectReader.clause), level: try object.value("level", ObjectReader.choice),
            origin: try object.value("origin", ObjectReader.choice), section: try object.optionalText("section"),
            text: try object.text("text"), notTested: try object.optionalText("not_tested"))
    }
}
