import AssayCore

/// Returns a report on mutants for programs, one JSON object; `docs/schemas/mutation-1.json` is its form.
func mutationJSON(_ report: MutationReport) -> [UInt8] {
    JSONLine.object { line in
        line.member("assay_mutation", 1)
        line.member("tool", report.tool)
        line.member("target", report.target)
        line.member("suite_hash", report.suiteHash)
        line.member("cases", report.cases)
        line.member("partial", report.isPartial)
        line.member("complete", report.isComplete)
        line.member("left_out", array: report.leftOut) { line, left in
            line.elementObject {
                $0.member("case", left.id.description)
                $0.member("reason", left.reason)
            }
        }
        line.member("mutants", array: report.results) { line, result in line.elementObject { $0.mutant(result) } }
        line.member("scores", array: MutationTable(report).groups) { line, group in
            line.elementObject { line in
                line.member("by", group.title)
                line.member("rows", array: group.rows) { line, row in line.elementObject { $0.score(row) } }
            }
        }
        line.member("false_alarms", report.falseAlarms.count)
        if let redundant = report.redundant {
            line.member("redundant", array: redundant) { line, scenario in
                line.elementObject {
                    $0.member("scenario", scenario.id.description)
                    $0.member("kills", scenario.kills)
                }
            }
        }
        line.member("gates", array: report.gates) { line, outcome in
            line.elementObject {
                $0.member("gate", outcome.gate.text)
                $0.member("met", outcome.isMet)
                $0.member("figure", outcome.figure)
            }
        }
    }
}

extension JSONLine {
    fileprivate mutating func mutant(_ result: MutantResult) {
        member("id", result.mutant.id)
        member("kind", result.mutant.kind.rawValue)
        member("summary", result.mutant.summary)
        member("clauses", texts: result.mutant.clauses.map(\.rawValue))
        member("fate", result.fate.rawValue)
        member("because", result.because)
        member("hosts", result.hosts)
        member("changed", result.changed)
        member("kills", array: result.kills) { line, kill in line.elementObject { $0.kill(kill) } }
        guard let change = result.unnoticed else { return }
        member("unnoticed") { line in
            line.member("case", change.id.description)
            line.member("step", change.step)
            line.member("place", change.place)
            line.member("before", change.before)
            line.member("after", change.after)
            line.member("clauses", texts: change.clauses.map(\.rawValue))
        }
    }

    private mutating func kill(_ kill: Kill) {
        member("case", kill.id.description)
        member("step", kill.step)
        member("check", kill.check)
        member("clauses", texts: kill.clauses.map(\.rawValue))
        member("reason", kill.reason)
        member("file", kill.place?.path)
        member("line", kill.place?.range.start.line)
        guard let difference = kill.difference else { return }
        member("difference") { $0.difference(difference) }
    }

    fileprivate mutating func score(_ row: MutationTable.Row) {
        member("name", row.name)
        member("killed", row.score.killed)
        member("survived", row.score.survived)
        member("explained", row.score.explained)
        member("void", row.score.void)
        member("percentage", row.score.percentage)
    }
}
