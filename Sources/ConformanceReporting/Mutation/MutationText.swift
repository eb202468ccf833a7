import AssayCore

/// What became of the mutants as a person reads it: what nobody noticed first, the figures last.
struct MutationText {
    let style: TextStyle

    func rendered(_ report: MutationReport) -> [UInt8] {
        var lines = [title(of: report), ""]
        let left = style.verbose ? report.leftOut : Array(report.leftOut.prefix(10))
        for left in left {
            lines.append("\(style.painted("LEFT OUT", .open)) \(left.id.description.displayed): \(shown(left.reason))")
        }
        if report.leftOut.count > left.count {
            lines.append("and \(counted(report.leftOut.count - left.count, "case")) more left out")
        }
        if !report.leftOut.isEmpty { lines.append("") }
        lines += survivors(in: report)
        for result in report.falseAlarms { lines += falseAlarm(result) + [""] }
        for result in report.results where result.fate == .explained {
            lines.append("\(style.painted("EXPLAINED", .open)) \(result.mutant.id.displayed): \(shown(result.because ?? ""))")
        }
        let void = report.results.filter { $0.fate == .void }
        if !void.isEmpty {
            lines.append("\(style.painted("VOID", .open)) (no case can be brought there): \(list(void.map(\.mutant.id)))")
        }
        if style.verbose { lines += killed(in: report) }
        if lines.last != "" { lines.append("") }
        lines += MutationTable(report).lines(style: style)
        lines += redundancy(of: report) + gates(of: report)
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func title(of report: MutationReport) -> String {
        let mutants = counted(report.results.count, "mutant")
        let part = report.isPartial ? ", part of the suite or of its mutants" : ""
        return
            "\(report.tool): \(mutants) of '\(report.target)', \(counted(report.cases, "case"))\(part), suite \(report.suiteHash)"
            .displayed
    }

    // MARK: Who was not noticed

    /// Where only a part of the suite was chosen, those that it shows nothing of are mostly for the rest of it.
    private func survivors(in report: MutationReport) -> [String] {
        let survivors = report.results.filter { $0.fate == .survived && $0.mutant.kind != .surviving }
        let hidden = survivors.filter { $0.changed == 0 }
        guard report.isPartial, !style.verbose, hidden.count > Self.mostHidden else {
            return survivors.flatMap { survivor($0, in: report) + [""] }
        }
        let others = survivors.filter { $0.changed != 0 }.flatMap { survivor($0, in: report) + [""] }
        let count = counted(hidden.count, others.isEmpty ? "mutant" : "other mutant")
        return others + [
            "\(style.painted("SURVIVED", .bad)) \(count) with which no chosen case gets another answer; --verbose names them", "",
        ]
    }

    /// So many survivors are told one by one whatever was chosen.
    private static let mostHidden = 5

    private func survivor(_ result: MutantResult, in report: MutationReport) -> [String] {
        var lines = ["\(style.painted("SURVIVED", .bad)) \(result.mutant.id.displayed)", "  \(result.mutant.summary.displayed)"]
        lines += Survival(result, in: report).sentences.map { "  \($0)" }
        guard let change = result.unnoticed else { return lines }
        let (before, after) = shownPair(change.before ?? "nothing", change.after ?? "nothing")
        lines.append("    before  \(before)")
        lines.append("    after   \(after)")
        return lines
    }

    private func falseAlarm(_ result: MutantResult) -> [String] {
        var lines = [
            "\(style.painted("FALSE ALARM", .bad)) \(result.mutant.id.displayed)", "  \(result.mutant.summary.displayed)",
        ]
        let all = style.verbose ? result.kills : Array(result.kills.prefix(3))
        lines += all.map { "  noticed by \($0.line)" }
        if result.kills.count > all.count { lines.append("  and by \(result.kills.count - all.count) more") }
        return lines
    }

    private func killed(in report: MutationReport) -> [String] {
        report.results.filter { $0.fate == .killed && !$0.isFalseAlarm }.flatMap { result in
            let others = result.kills.count > 1 ? ", and by \(result.kills.count - 1) more" : ""
            let line = result.kills.first?.line ?? ""
            return ["\(style.painted("KILLED", .good)) \(result.mutant.id.displayed)", "  by \(line)\(others)"]
        }
    }

    // MARK: At the end

    private func redundancy(of report: MutationReport) -> [String] {
        guard let redundant = report.redundant, !redundant.isEmpty else { return [] }
        var lines = [
            "", "\(counted(redundant.count, "scenario")) kill\(redundant.count == 1 ? "s" : "") no mutant that no other kills",
        ]
        if style.verbose {
            lines += redundant.map { "  \($0.id.description.displayed) (\(counted($0.kills, "mutant")))" }
        } else {
            lines[1] += "; --verbose names them"
        }
        return lines
    }

    private func gates(of report: MutationReport) -> [String] {
        guard !report.gates.isEmpty else { return [] }
        return [""]
            + report.gates.map { outcome in
                let word = outcome.isMet ? style.painted("met", .good) : style.painted("missed", .bad)
                return "gate \(outcome.gate.text.displayed): \(word), \(outcome.figure)"
            }
    }

    private func list(_ ids: [String]) -> String {
        let few = style.verbose ? ids : Array(ids.prefix(12))
        let rest = ids.count - few.count
        return few.map(\.displayed).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

extension Kill {
    /// "export/range/long, step 'x': status: expected 400, got 200"
    var line: String {
        let step = step.map { ", step '\($0.displayed)'" } ?? ""
        let what = check.map { ": \(shown($0, limit: 120))" } ?? ""
        let why = difference.map { ": \($0.line)" } ?? reason.map { ": \(shown($0))" } ?? ""
        let place = place.map { " (\($0.path.displayed):\($0.range.start.line))" } ?? ""
        return "\(id.description.displayed)\(step)\(place)\(what)\(why)"
    }
}

/// Why a mutant was not noticed, and what would notice it.
struct Survival {
    /// The last one names the place that `unnoticed` is about, where there is one.
    private(set) var sentences: [String] = []

    init(_ result: MutantResult, in report: MutationReport) {
        let clauses = result.mutant.clauses.map(\.rawValue).joined(separator: ", ")
        if !clauses.isEmpty { sentences.append("breaks \(clauses)") }
        guard let change = result.unnoticed else {
            let whose = clauses.isEmpty ? "" : " of \(clauses)"
            sentences.append(
                "no answer of \(counted(result.hosts, "case")) is another with it: a scenario\(whose) is missing that shows it")
            return
        }
        if let changed = result.changed {
            sentences.append("\(changed) of \(counted(result.hosts, "case")) get another answer, and no check looks there")
        }
        let cited = clauses.isEmpty ? change.clauses.map(\.rawValue).joined(separator: ", ") : clauses
        let whose = cited.isEmpty ? "" : " for \(cited)"
        let step = change.step.map { ", step '\($0.displayed)'" } ?? ""
        sentences.append(
            "a check\(whose) would notice it: \(change.id.description.displayed)\(step), \(shown(change.place, limit: 200))")
    }
}
