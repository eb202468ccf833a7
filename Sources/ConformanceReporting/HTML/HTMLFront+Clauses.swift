import AssayCore

extension HTMLFront {
    /// A line for each level, and for each origin where a level has several.
    var levels: [Page] {
        Clause.Level.allCases.flatMap { level -> [Page] in
            let origins = Clause.Origin.allCases.filter { origin in
                header.clauses.contains { $0.level == level && $0.origin == origin }
            }
            guard !origins.isEmpty else { return [] }
            let whole = line("\(level.rawValue)", ClauseCounts(of: header, in: summary, level: level))
            guard origins.count > 1 else { return [whole] }
            return [whole]
                + origins.map { origin in
                    line(
                        "\(level.rawValue), \(origin.rawValue)",
                        ClauseCounts(of: header, in: summary, level: level, origin: origin))
                }
        }
    }

    private func line(_ name: String, _ counts: ClauseCounts) -> Page {
        [
            "level": name, "conforming": counts.conforming, "applicable": counts.applicable,
            "percentage": counts.percentage.map { "\($0)%" } ?? "none", "violated": counts.violated,
            "untested": counts.untested, "excused": counts.excused, "inapplicable": counts.inapplicable,
            "levelTone": counts.violated > 0 ? "bad" : counts.conforming == counts.applicable ? "good" : "open",
        ]
    }

    /// How each clause of a specification fares. Those that no case cites are only counted where the choice of cases may be why.
    func matrix(of specification: RunHeader.SpecificationLine, number: Int) -> Page {
        let isWhole = !header.isPartial && !summary.isInterrupted && header.shard == nil
        let clauses = isWhole ? specification.clauses : specification.clauses.filter { links.clauses[$0.id] != nil }
        var page: Page = [
            "specification": specification.title.map { "\(specification.name.displayed): \(shown($0))" }
                ?? specification.name.displayed,
            "specificationNumber": number,
        ]
        if !clauses.isEmpty { page["table"] = [["clauses": clauses.map(row(of:))]] }
        if clauses.count < specification.clauses.count {
            page["uncited"] = counted(specification.clauses.count - clauses.count, "clause")
        }
        return page
    }

    private func row(of clause: RunHeader.ClauseLine) -> Page {
        let tally = summary.clauses[clause.id] ?? RunSummary.ClauseTally()
        var page: Page = [
            "clause": clause.id.rawValue, "level": clause.level.rawValue, "origin": clause.origin.rawValue,
            "section": clause.section.map { shown($0, limit: 120) } ?? "", "text": shown(clause.text, limit: 1000),
        ]
        (page["clauseVerdict"], page["clauseTone"]) = verdict(of: tally, clause)
        if let reason = clause.notTested { page["excuse"] = shown(reason) }
        let counts = Self.counts(of: tally)
        page["counts"] = counts.isEmpty ? "no case" : counts
        if let links = links.clauses[clause.id] {
            page["citing"] = [citing(links)]
        }
        return page
    }

    private func citing(_ links: CaseLinks.OfClause) -> Page {
        var page: Page = [
            "links": links.shown.map { ["number": $0.number, "id": $0.id, "word": $0.kind.word, "tone": $0.kind.tone] as Page }
        ]
        if links.count > links.shown.count { page["left"] = links.count - links.shown.count }
        return page
    }

    private func verdict(of tally: RunSummary.ClauseTally, _ clause: RunHeader.ClauseLine) -> (String, String) {
        switch tally.verdict {
        case .violated: ("violated", clause.level == .must ? "bad" : "open")
        case .conforms: ("conforms", "good")
        case .untested where tally.isInapplicable: ("inapplicable", "faint")
        case .untested: ("untested", "open")
        }
    }

    private static func counts(of tally: RunSummary.ClauseTally) -> String {
        let counts = [
            ("failed", tally.failed), ("errored", tally.errored), ("known", tally.known), ("with warnings", tally.warned),
            ("passed", tally.passed), ("skipped", tally.skipped), ("inapplicable", tally.inapplicable),
        ]
        return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }
}
