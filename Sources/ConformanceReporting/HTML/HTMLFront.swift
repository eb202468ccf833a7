import AssayCore

/// What stands before the cases: how the run came out, its gates and figures, what did not pass, and how each clause fares.
struct HTMLFront {
    let header: RunHeader
    let summary: RunSummary
    let links: CaseLinks

    var page: Page {
        let (headline, tone) = outcome
        var page: Page = [
            "target": shown(header.target, limit: 120), "headline": headline, "headlineTone": tone, "notices": notices,
            "totals": totals, "changes": RunStanding(header, summary).changes, "verdicts": verdicts, "levels": levels,
            "lists": lists, "settings": settings,
            "specifications": header.specifications.enumerated().map { matrix(of: $0.element, number: $0.offset + 1) },
        ]
        if header.shard == nil, !header.gates.isEmpty { page["gates"] = [["outcomes": gates]] }
        if header.showsTimes, !links.slowest.isEmpty { page["slowest"] = [["times": slowest]] }
        return page
    }

    private var missed: [GateOutcome] {
        header.shard == nil ? header.gates.map { $0.outcome(of: header, summary) }.filter { !$0.isMet } : []
    }

    /// The first thing a reader wants to know.
    private var outcome: (headline: String, tone: String) {
        let (failed, errored) = (summary.count(.failed), summary.count(.errored))
        let faults = [failed > 0 ? "\(failed) failed" : nil, errored > 0 ? "\(errored) errored" : nil].compactMap { $0 }
        if !faults.isEmpty { return ("\(faults.joined(separator: ", ")) of \(counted(summary.total, "case"))", "bad") }
        if summary.isInterrupted {
            return ("Interrupted after \(summary.total) of \(counted(header.expectedCases, "case"))", "bad")
        }
        if summary.count(.passed) + summary.count(.known) == 0 { return ("Nothing was checked", "bad") }
        if !missed.isEmpty { return ("\(counted(missed.count, "gate")) missed", "bad") }
        let passed = "\(summary.count(.passed)) of \(counted(summary.total, "case")) passed, none failed"
        if header.shard != nil || header.isPartial { return (passed + ", in a part of the suite", "open") }
        return (passed, summary.count(.known) + summary.warned > 0 ? "open" : "good")
    }

    /// Why the page does not speak for the whole suite.
    private var notices: [String] {
        var notices: [String] = []
        if summary.isInterrupted {
            notices.append(
                "Interrupted: \(summary.total) of \(counted(header.expectedCases, "case")) ran; nothing is said of the others.")
        }
        if header.isPartial { notices.append("Partial run: cases were left out by choice, and what was left out is not judged.") }
        if let shard = header.shard {
            notices.append(
                "Shard \(shard.index) of \(shard.count), with \(shard.cases) of \(counted(header.plannedCases, "case")): "
                    + "clauses and gates can be judged when all shards are together.")
        }
        return notices
    }

    private var totals: String {
        var text = "\(counted(summary.total, "case")), \(counted(summary.checks, "check"))"
        if header.showsTimes, let duration = summary.duration { text += ", \(duration.shown)" }
        return text
    }

    private var verdicts: [Page] {
        func line(_ name: String, _ count: Int, _ tone: String, list: CaseKind? = nil) -> Page {
            var page: Page = ["name": name, "count": count, "countTone": count == 0 ? "faint" : tone]
            if let list, links.kinds[list] != nil { page["list"] = list.rawValue }
            return page
        }
        var lines = [
            line("passed", summary.count(.passed), "good"), line("failed", summary.count(.failed), "bad", list: .failed),
            line("errored", summary.count(.errored), "bad", list: .errored),
            line("known failures", summary.count(.known), "open", list: .known),
            line("skipped", summary.count(.skipped), "open", list: .skipped),
            line("inapplicable", summary.count(.inapplicable), "open", list: .inapplicable),
        ]
        lines.append(line("of those passed: with warnings", summary.warned, "open", list: .warned))
        lines.append(line("of those passed: flaky", summary.flaky, "open", list: .flaky))
        return lines
    }

    private var gates: [Page] {
        header.gates.map { gate in
            let outcome = gate.outcome(of: header, summary)
            return [
                "gate": gate.text.displayed, "isMet": outcome.isMet ? "met" : "missed",
                "gateTone": outcome.isMet ? "good" : "bad",
                "figure": outcome.figure,
            ]
        }
    }

    private var slowest: [Page] {
        links.slowest.map { ["number": $0.link.number, "id": $0.link.id, "time": $0.duration.shown] }
    }

    private var lists: [Page] {
        CaseKind.allCases.compactMap { kind in
            guard let cases = links.kinds[kind], !cases.isEmpty else { return nil }
            let count = count(of: kind)
            var page: Page = [
                "kind": kind.rawValue, "listTitle": kind.title, "listCount": count, "isOpen": kind.tone == "bad",
                "cases": cases.map { ["number": $0.number, "id": $0.id, "remark": $0.remark] as Page },
            ]
            if count > cases.count { page["left"] = count - cases.count }
            return page
        }
    }

    private func count(of kind: CaseKind) -> Int {
        switch kind {
        case .warned: summary.warned
        case .flaky: links.kinds[.flaky]?.count ?? 0
        default: Verdict(rawValue: kind.rawValue).map(summary.count) ?? 0
        }
    }

    /// What was run, and how.
    private var settings: [Page] {
        var settings: [(String, String)] = [
            ("Tool", header.tool), ("Target", header.target), ("Suite", header.suiteHash),
            ("Cases planned", String(header.plannedCases)),
        ]
        settings += header.options.map { ("Option", $0) }
        return settings.map { ["setting": $0.0, "value": shown($0.1)] }
    }
}
