import AssayCore

/// What the page says about one case.
struct HTMLCase {
    private let result: CaseResult
    private let number: Int
    private let header: RunHeader
    private let kind: CaseKind
    /// Whether requests and answers are left out, and all but the first differences.
    var isBrief = false
    /// Whether of what a case that did not pass has to say only the first difference is told.
    var isCurt = false

    private static let briefDifferences = 3
    private static let subjectsShown = 20

    init(_ result: CaseResult, number: Int, header: RunHeader) {
        self.result = result
        self.number = number
        self.header = header
        kind = CaseKind(of: result)
    }

    /// Whether it is one line: mostly because there is nothing more to say.
    var isLine: Bool { isCurt || isGood }

    /// Whether nobody has to look into it.
    var isGood: Bool { [.passed, .flaky, .skipped, .inapplicable].contains(kind) }

    var page: Page {
        let clauses = result.citedClauses.map(\.rawValue)
        var page: Page = [
            "number": number, "id": result.id.description.displayed, "word": kind.word, "tone": kind.tone,
            "verdicts": result.filterWords, "clauseWords": clauses.joined(separator: " "),
        ]
        if let title = result.title { page["title"] = shown(title) }
        if let reason = isCurt ? result.fault : result.reason.map({ shown($0, limit: 2000) }) { page["reason"] = reason }
        if isLine {
            page["facts"] = ((clauses.isEmpty ? [] : [clauses.joined(separator: " ")]) + facts).joined(separator: ", ")
            if isBrief, !result.exchanges.isEmpty { page["isBrief"] = true }
            return page
        }
        page["cited"] = clauses
        page["facts"] = facts.joined(separator: ", ")
        let failing = result.checks.filter { !$0.holds }
        if result.verdict == .errored || failing.isEmpty, let place = result.place {
            page["place"] = HTMLExcerpt(place).page
        }
        page["checks"] = failing.map(page(of:))
        return page
    }

    private var facts: [String] {
        var facts: [String] = []
        if !result.checks.isEmpty { facts.append(counted(result.checks.count, "check")) }
        if result.attempts > 1 { facts.append(counted(result.attempts, "attempt")) }
        if !result.tags.isEmpty { facts.append("tags: " + shown(result.tags.joined(separator: " "))) }
        if header.showsTimes { facts.append(result.duration.shown) }
        return facts
    }

    private func page(of check: CheckResult) -> Page {
        let kept = isBrief ? check.differences.prefix(Self.briefDifferences) : check.differences[...]
        var page: Page = [
            "subject": shown(check.subject, limit: 200), "groups": HTMLDifferences.groups(of: kept),
            "checkTone": check.level == .must ? "bad" : "open",
        ]
        if let step = check.step { page["step"] = shown(step, limit: 120) }
        if check.level != .must { page["level"] = check.level.rawValue }
        if check.clauses != result.clauses, !check.clauses.isEmpty { page["checkCited"] = check.clauses.map(\.rawValue) }
        if let place = check.place {
            page["checkPlace"] = HTMLExcerpt(place, for: check.differences.first).page
        }
        if check.differenceCount > kept.count { page["more"] = String(check.differenceCount - kept.count) }
        if let golden = check.golden {
            page["golden"] = golden.displayed
            page["accept"] = "assay accept \(result.id.description.shellQuoted)"
        }
        return page
    }

    /// One for each request; none where they are left out.
    var exchangePages: [Page] { isBrief ? [] : result.exchanges.map { HTMLExchange($0).page } }

    var endPage: Page {
        var page: Page = [:]
        if isBrief, !result.exchanges.isEmpty { page["isBrief"] = true }
        let holding = result.checks.filter(\.holds)
        if !holding.isEmpty {
            var subjects = holding.prefix(Self.subjectsShown).map { shown($0.subject, limit: 80) }.joined(separator: ", ")
            if holding.count > Self.subjectsShown { subjects += " and \(holding.count - Self.subjectsShown) more" }
            page["holding"] = subjects
        }
        let arguments = header.rerunArguments.map { $0.isPlainWord ? $0 : $0.shellQuoted }
        page["again"] = (["assay run", result.id.description.shellQuoted] + arguments + ["--verbose"]).joined(separator: " ")
        return page
    }
}
