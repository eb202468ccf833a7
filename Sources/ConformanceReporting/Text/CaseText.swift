import AssayCore

/// One case as a person reads it, in the manner of a compiler.
///
/// ```text
/// FAIL export/range/range-overflow[one-millisecond]                    RANGE-MAX
///   specs/message-reports/range.yaml:31:15
///    31 |       status: 400
///       |               ^~~ expected 400, got 200
///   again: assay run 'export/range/range-overflow[one-millisecond]' --verbose
/// ```
struct CaseText {
    var style: TextStyle
    /// What `again` needs besides the id.
    var rerunArguments: [String] = []
    /// Whether the lines that help at a terminal are left out.
    var omitsHints = false

    /// How many differences of one check are shown when not everything was asked for.
    private static let differencesShown = 12

    /// Returns what is to be shown of `result`, ending in a line break; empty when that is nothing. An empty line follows
    /// what takes several.
    func text(of result: CaseResult) -> String {
        var lines: [String] = []
        switch result.verdict {
        case .passed:
            guard style.verbose || result.hasWarnings || result.isFlaky else { return "" }
            let flaky = result.isFlaky ? ", at the \(ordinal(result.attempts)) attempt" : ""
            lines.append(heading(of: result, detail: counted(result.checks.count, "check") + flaky))
            lines += failures(of: result)
        case .skipped, .inapplicable:
            lines.append(heading(of: result, detail: result.reason.map { shown($0) }))
        case .known:
            lines.append(heading(of: result, detail: result.reason.map { shown($0) }))
            if style.verbose { lines += failures(of: result) }
        case .errored:
            lines.append(heading(of: result, detail: nil))
            lines.append("  " + (result.reason.map { shown($0, limit: 2000) } ?? "no answer"))
            if let place = result.place { lines += excerptLines(of: place, remark: "", label: "") }
            lines += failures(of: result)
        case .failed:
            lines.append(heading(of: result, detail: nil))
            if let reason = result.reason { lines.append("  " + shown(reason, limit: 2000)) }
            lines += failures(of: result)
        }
        if style.verbose { lines += result.exchanges.flatMap(exchangeLines) }
        if [.failed, .errored].contains(result.verdict), !omitsHints { lines.append(again(result)) }
        return lines.joined(separator: "\n") + "\n" + (lines.count > 1 && !omitsHints ? "\n" : "")
    }

    /// The verdict, the id and, at the right, the clauses.
    private func heading(of result: CaseResult, detail: String?) -> String {
        let (word, tone): (String, TextStyle.Tone) =
            switch result.verdict {
            case .passed where result.hasWarnings: ("WARN", .open)
            case .passed where result.isFlaky: ("FLAKY", .open)
            case .passed: ("PASS", .good)
            case .failed: ("FAIL", .bad)
            case .errored: ("ERROR", .bad)
            case .skipped: ("SKIP", .open)
            case .inapplicable: ("INAPPLICABLE", .open)
            case .known: ("KNOWN", .open)
            }
        let id = result.id.description.displayed
        if let detail { return "\(style.painted(word, tone)) \(id): \(detail)" }
        let clauses = result.clauses.map(\.rawValue).joined(separator: " ")
        guard !clauses.isEmpty else { return "\(style.painted(word, tone)) \(id)" }
        let space = min(style.width ?? 78, 78) - word.columns - 1 - id.columns - clauses.columns
        return "\(style.painted(word, tone)) \(id)" + String(repeating: " ", count: max(space, 2)) + clauses
    }

    private func failures(of result: CaseResult) -> [String] {
        result.checks.filter { !$0.holds }.flatMap { lines(of: $0, in: result) }
    }

    /// Where the expectation stands, the first difference under it, then the others.
    private func lines(of check: CheckResult, in result: CaseResult) -> [String] {
        let label = label(of: check, in: result)
        var rest = check.differences[...]
        var lines: [String] = []
        if let place = check.place, let first = rest.first, !isTabular(check) {
            lines += excerptLines(of: place.marked(for: first), remark: first.line, label: label)
            rest = rest.dropFirst()
        } else if let place = check.place {
            lines += excerptLines(of: place, remark: counted(check.differenceCount, "difference"), label: label)
        } else {
            lines.append("  \(label.isEmpty ? check.subject.displayed : label)")
        }
        let limit = style.verbose ? rest.count : Self.differencesShown
        lines += self.lines(of: rest.prefix(limit))
        let left = check.differenceCount - (check.differences.count - max(rest.count - limit, 0))
        if left > 0 { lines.append("    \u{2026} and \(left) more") }
        if let golden = check.golden {
            var line = "  golden: \(golden.displayed)"
            if !omitsHints { line += "; to take what came: assay accept \(result.id.description.shellQuoted)" }
            lines.append(line)
        }
        return lines
    }

    private func isTabular(_ check: CheckResult) -> Bool {
        check.differences.contains {
            switch $0.place {
            case .cell, .record: true
            default: false
            }
        }
    }

    /// The step, the subject and the clauses, as far as the heading does not say them.
    private func label(of check: CheckResult, in result: CaseResult) -> String {
        var parts: [String] = []
        if let step = check.step { parts.append("step '\(step.displayed)'") }
        if check.step != nil || check.subject != "status" { parts.append(shown(check.subject, limit: 120)) }
        if check.level != .must { parts.append(check.level.rawValue) }
        if check.clauses != result.clauses, !check.clauses.isEmpty {
            parts.append(check.clauses.map(\.rawValue).joined(separator: " "))
        }
        return parts.joined(separator: ", ")
    }

    private func excerptLines(of place: SourcePlace, remark: String, label: String) -> [String] {
        let start = place.range.start
        var heading = "  \(place.path.displayed):\(start.line):\(start.column)"
        if !label.isEmpty { heading += "  \(label)" }
        let excerpt = excerpt(ofLine: place.line, at: place.range, remark: remark)
        let lines = excerpt.utf8.split(separator: UInt8(ascii: "\n")).map {
            String(decoding: $0, as: UTF8.self).withoutTrailingSpaces
        }
        return [heading] + lines
    }

    /// Cells and records in tables, everything else a line each.
    private func lines(of differences: ArraySlice<Difference>) -> [String] {
        var lines: [String] = []
        var table = DifferenceTable()
        for difference in differences where !table.add(difference) {
            lines += table.isEmpty ? [] : table.lines(indent: "    ", style: style)
            table = DifferenceTable()
            lines.append("    \(difference.line)")
        }
        return table.isEmpty ? lines : lines + table.lines(indent: "    ", style: style)
    }

    private func exchangeLines(_ exchange: RecordedExchange) -> [String] { ExchangeText(exchange).lines }

    private func again(_ result: CaseResult) -> String {
        let arguments = rerunArguments.map { $0.isPlainWord ? $0 : $0.shellQuoted }
        let words = ["assay run", result.id.description.shellQuoted] + arguments + ["--verbose"]
        return style.painted("  again: " + words.joined(separator: " "), .faint)
    }
}

/// "2nd"
private func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (1, let rest) where rest != 11: "\(number)st"
    case (2, let rest) where rest != 12: "\(number)nd"
    case (3, let rest) where rest != 13: "\(number)rd"
    default: "\(number)th"
    }
}

extension String {
    /// Whether a POSIX shell takes it as one word as it stands.
    package var isPlainWord: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "-_./:=,@%+".utf8.contains(byte)
                }
            }
    }
}
