import AssayCore
internal import Mustache

/// Returns a report on mutants as one HTML page without scripts and without anything to load.
func mutationHTML(_ report: MutationReport) -> [UInt8] {
    var page: [String: Any] = [
        "target": report.target.displayed, "tool": report.tool.displayed, "hash": report.suiteHash,
        "mutants": counted(report.results.count, "mutant"), "cases": counted(report.cases, "case"),
        "isPartial": report.isPartial,
        "left": report.leftOut.map { ["id": $0.id.description.displayed, "reason": shown($0.reason)] },
        "survivors": report.results.filter { $0.fate == .survived && $0.mutant.kind != .surviving }.map {
            survivorContext($0, in: report)
        },
        "alarms": report.falseAlarms.map(killedContext),
        "explained": report.results.filter { $0.fate == .explained }.map { mutantContext($0) },
        "void": report.results.filter { $0.fate == .void }.map { mutantContext($0) },
        "killed": report.results.filter { $0.fate == .killed && !$0.isFalseAlarm }.map(killedContext),
        "gates": report.gates.map { outcome -> [String: Any] in
            ["text": outcome.gate.text.displayed, "isMet": outcome.isMet, "figure": outcome.figure]
        },
    ]
    let table = MutationTable(report)
    page["groups"] = table.groups.map { group -> [String: Any] in ["title": group.title, "rows": group.rows.map(rowContext)] }
    let score = report.score()
    page["score"] = "\(score.killed) of \(counted(score.judged, "mutant")) noticed (\(score.percentage.map { "\($0)%" } ?? "-"))"
    page["surviving"] = "\(table.surviving.survived) of \(counted(table.surviving.count, "mutant")) that must survive did"
    if let redundant = report.redundant {
        page["redundant"] = [
            "count": counted(redundant.count, "scenario"),
            "rows": redundant.map { ["id": $0.id.description.displayed, "kills": String($0.kills)] },
        ]
    }
    var output: [UInt8] = []
    template.render(page, into: &output)
    return output
}

private let template = HTMLTemplate(PackageResources.mutation_mustache)

private func mutantContext(_ result: MutantResult) -> [String: Any] {
    var context: [String: Any] = [
        "id": result.mutant.id.displayed, "summary": result.mutant.summary.displayed,
        "clauses": result.mutant.clauses.map(\.rawValue).joined(separator: ", "),
    ]
    if let because = result.because { context["because"] = shown(because, limit: 2000) }
    return context
}

private func survivorContext(_ result: MutantResult, in report: MutationReport) -> [String: Any] {
    var context = mutantContext(result)
    context["sentences"] = Survival(result, in: report).sentences
    if let change = result.unnoticed {
        let (before, after) = shownPair(change.before ?? "nothing", change.after ?? "nothing", limit: 1000)
        context["change"] = ["before": before, "after": after]
    }
    return context
}

private func killedContext(_ result: MutantResult) -> [String: Any] {
    var context = mutantContext(result)
    if let kill = result.kills.first { context["by"] = kill.line }
    if result.kills.count > 1 { context["more"] = String(result.kills.count - 1) }
    return context
}

private func rowContext(_ row: MutationTable.Row) -> [String: Any] {
    [
        "name": row.name, "killed": String(row.score.killed), "survived": String(row.score.survived),
        "explained": String(row.score.explained), "void": String(row.score.void), "percentage": row.percentage,
        "isBad": row.score.survived > 0,
    ]
}
