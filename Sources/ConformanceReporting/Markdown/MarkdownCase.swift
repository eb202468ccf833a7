import AssayCore

/// One case of a summary in Markdown: folded, with what differs as a fenced diff.
struct MarkdownCase {
    private static let checksShown = 6
    private static let differencesShown = 8

    private let result: CaseResult

    init(_ result: CaseResult) { self.result = result }

    var text: String {
        var text = "<details><summary>\(MarkdownText.code(result.id.description, limit: 200))"
        let clauses = result.citedClauses
        if !clauses.isEmpty { text += " \(clauses.prefix(20).map(\.rawValue).joined(separator: " "))" }
        text += "</summary>\n\n"
        if let title = result.title { text += MarkdownText.words(title) + "\n\n" }
        if let reason = result.reason { text += MarkdownText.words(reason) + "\n\n" }
        if result.isFlaky { text += "Passed at attempt \(result.attempts).\n\n" }
        if let place = result.findingPlace {
            text += MarkdownText.code("\(place.path):\(place.range.start.line):\(place.range.start.column)") + "\n\n"
        }
        let lines = diff
        if !lines.isEmpty { text += MarkdownText.fenced(lines, language: "diff") + "\n" }
        return text + "</details>\n\n"
    }

    /// The checks that do not hold, what has to first.
    private var diff: [String] {
        let failing = result.checks.filter(\.isViolation) + result.checks.filter { !$0.holds && !$0.isViolation }
        var lines = failing.prefix(Self.checksShown).flatMap(lines)
        if failing.count > Self.checksShown { lines.append("  \(counted(failing.count - Self.checksShown, "more check"))") }
        return lines
    }

    private func lines(of check: CheckResult) -> [String] {
        var heading = check.step.map { "step '\(shown($0, limit: 80))', " } ?? ""
        heading += shown(check.subject, limit: 120)
        if check.level != .must { heading += ", \(check.level.rawValue)" }
        if let place = check.markedPlace { heading = "\(shown(place.path, limit: 200)):\(place.range.start.line) \(heading)" }
        var lines = ["@@ \(heading) @@"]
        for difference in check.differences.prefix(Self.differencesShown) { lines += self.lines(of: difference) }
        let more = check.differenceCount - min(check.differences.count, Self.differencesShown)
        if more > 0 { lines.append("  \(counted(more, "more difference"))") }
        return lines
    }

    private func lines(of difference: Difference) -> [String] {
        let place = difference.place.shown
        var lines = place.isEmpty ? [] : ["  \(place)"]
        switch (difference.expected, difference.actual) {
        case (let expected?, let actual?):
            let (due, came) = shownPair(expected, actual)
            lines += ["- \(due)", "+ \(came)"]
        case (let expected?, nil): lines.append("- \(shown(expected, limit: 160))")
        case (nil, let actual?): lines.append("+ \(shown(actual, limit: 160))")
        case (nil, nil): lines.append("! \(difference.remark)")
        }
        if let note = difference.note, difference.expected != nil || difference.actual != nil {
            lines.append("  (\(shown(note)))")
        }
        return lines
    }
}
