package import AssayCore

/// The W3C's Evaluation and Report Language (https://www.w3.org/TR/EARL10-Schema/) as JSON-LD, one graph with a line for each
/// assertion.
///
/// A case is an assertion on a test case, a clause one on a test requirement that the cases are parts of. The names of both are
/// URNs made from their ids, the same in every run. The context is in the document, so that reading it needs no network.
package struct EARLReport: ReportWriter {
    private static let context = """
        {"earl":"http://www.w3.org/ns/earl#","dct":"http://purl.org/dc/terms/","doap":"http://usefulinc.com/ns/doap#",\
        "assay":"urn:assay:term:","Assertion":"earl:Assertion","TestCase":"earl:TestCase",\
        "TestRequirement":"earl:TestRequirement","TestResult":"earl:TestResult","Software":"earl:Software",\
        "TestSubject":"earl:TestSubject","assertedBy":{"@id":"earl:assertedBy","@type":"@id"},\
        "subject":{"@id":"earl:subject","@type":"@id"},"test":{"@id":"earl:test","@type":"@id"},"result":"earl:result",\
        "outcome":{"@id":"earl:outcome","@type":"@id"},"info":"earl:info","mode":{"@id":"earl:mode","@type":"@id"},\
        "isPartOf":{"@id":"dct:isPartOf","@type":"@id"},"title":"dct:title","description":"dct:description",\
        "level":"assay:level","origin":"assay:origin","partial":"assay:partial","interrupted":"assay:interrupted",\
        "remark":"assay:remark","gate":"assay:gate"}
        """

    private var header: RunHeader?

    package init() {}

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        output += "{\"@context\":\(Self.context),\n\"@graph\":[\n".utf8
        JSONLine.append(to: &output) { line in
            line.member("@id", Self.assertor)
            line.member("@type", "Software")
            line.member("title", header.tool)
        }
        output += ",\n".utf8
        JSONLine.append(to: &output) { line in
            line.member("@id", Self.subject)
            line.member("@type", "TestSubject")
            line.member("title", header.target)
        }
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        output += ",\n".utf8
        JSONLine.append(to: &output) { line in
            line.assertion(Self.outcome(of: result.verdict), info: Self.info(on: result)) { line in
                line.member("@id", "urn:assay:case:" + result.id.description.percentEncodedPath)
                line.member("@type", "TestCase")
                line.member("title", result.title.map { shown($0) } ?? result.id.name)
                line.member("isPartOf", texts: result.citedClauses.map { Self.name(of: $0) })
            }
        }
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        var seen: Set<ClauseID> = []
        for clause in header.clauses where seen.insert(clause.id).inserted {
            let tally = summary.clauses[clause.id] ?? RunSummary.ClauseTally()
            output += ",\n".utf8
            JSONLine.append(to: &output) { line in
                line.assertion(Self.outcome(of: tally), info: clause.notTested.map { shown($0) }) { line in
                    line.member("@id", Self.name(of: clause.id))
                    line.member("@type", "TestRequirement")
                    line.member("title", clause.id.rawValue)
                    line.member("description", shown(clause.text))
                    line.member("level", clause.level.rawValue)
                    line.member("origin", clause.origin.rawValue)
                }
            }
        }
        output += ",\n".utf8
        JSONLine.append(to: &output) { $0.run(RunStanding(header, summary)) }
        output += "\n]}\n".utf8
    }

    fileprivate static let assertor = "_:assay"
    fileprivate static let subject = "_:target"

    private static func name(of clause: ClauseID) -> String { "urn:assay:clause:" + clause.rawValue.percentEncodedPath }

    private static func outcome(of verdict: Verdict) -> String {
        switch verdict {
        case .passed: "earl:passed"
        case .failed, .known: "earl:failed"
        case .errored: "earl:cantTell"
        case .skipped: "earl:untested"
        case .inapplicable: "earl:inapplicable"
        }
    }

    private static func outcome(of tally: RunSummary.ClauseTally) -> String {
        switch tally.verdict {
        case .conforms: "earl:passed"
        case .violated: "earl:failed"
        case .untested where tally.isInapplicable: "earl:inapplicable"
        case .untested where tally.errored > 0: "earl:cantTell"
        case .untested: "earl:untested"
        }
    }

    private static func info(on result: CaseResult) -> String? {
        let word: String? =
            switch result.verdict {
            case .known: "known failure"
            case .passed where result.hasWarnings: "passed with warnings"
            case .passed where result.isFlaky: "passed at attempt \(result.attempts)"
            case .passed, .failed, .errored, .skipped, .inapplicable: nil
            }
        let parts = [word, result.fault].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }
}

extension JSONLine {
    fileprivate mutating func assertion(_ outcome: String, info: String?, test: (inout JSONLine) -> Void) {
        member("@type", "Assertion")
        member("assertedBy", EARLReport.assertor)
        member("subject", EARLReport.subject)
        member("mode", "earl:automatic")
        member("test", object: test)
        member("result") { line in
            line.member("@type", "TestResult")
            line.member("outcome", outcome)
            line.member("info", info)
        }
    }

    /// What the run leaves out, and what it had to reach.
    fileprivate mutating func run(_ standing: RunStanding) {
        member("@id", "_:run")
        member("@type", "assay:Run")
        member("description", standing.totals)
        member("partial", standing.header.isPartial)
        member("interrupted", standing.summary.isInterrupted)
        member("remark", texts: standing.remarks)
        member("gate", texts: standing.gates.map(\.line))
    }
}
