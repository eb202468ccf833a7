import AssayCore

/// Two targets side by side for programs: JSON Lines with a header, a line for each case and a footer;
/// `docs/schemas/compare-1.json` is its form.
struct PairJSON: PairReport {
    static let version = 1

    mutating func begin(_ run: PairRun, into output: inout [UInt8]) {
        output += JSONLine.object { line in
            line.member("assay_compare", Self.version)
            line.member("kind", "header")
            line.member("tool", run.header.tool)
            line.member("first", run.names.first)
            line.member("second", run.names.second)
            line.member("suite_hash", run.header.suiteHash)
            line.member("planned_cases", run.header.plannedCases)
        }
    }

    mutating func add(_ pair: CasePair, into output: inout [UInt8]) {
        output += JSONLine.object { line in
            line.member("kind", "case")
            line.member("id", pair.first.id.description)
            line.member("first", pair.first.verdict.rawValue)
            line.member("second", pair.second.verdict.rawValue)
            line.member("obstacle", pair.obstacle)
            line.member("blames", texts: CasePair.Blame.allCases.filter { pair.blames.contains($0) }.map(\.rawValue))
            line.member("checks", array: pair.checks.filter { $0.blame != .nobody }) { line, check in
                line.elementObject { $0.pairedCheck(check) }
            }
        }
    }

    mutating func finish(_ tally: PairTally, into output: inout [UInt8]) {
        output += JSONLine.object { line in
            line.member("kind", "footer")
            line.member("cases", tally.cases)
            line.member("agreed", tally.agreed)
            line.member("unjudged", tally.unjudged)
            line.member("blames") { line in
                for blame in CasePair.Blame.allCases where blame != .nobody {
                    line.member(blame.rawValue, tally.blames[blame] ?? 0)
                }
            }
            line.member("interrupted", tally.isInterrupted)
            line.member("complete", true)
        }
    }
}

extension JSONLine {
    fileprivate mutating func pairedCheck(_ check: CasePair.Check) {
        member("subject", check.shown?.subject ?? "")
        member("step", check.shown?.step)
        member("clauses", texts: (check.shown?.clauses ?? []).map(\.rawValue))
        member("blame", check.blame.rawValue)
        for (name, side) in [("first", check.first), ("second", check.second)] {
            guard let side else { continue }
            member(name) { line in
                line.member("difference_count", side.differenceCount)
                line.member("differences", array: side.differences) { line, difference in
                    line.elementObject { $0.difference(difference) }
                }
            }
        }
    }
}
