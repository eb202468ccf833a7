import AssayCore

/// Two targets side by side as a person reads it: expectation, first and second target for each place, and who is at fault.
struct PairText: PairReport {
    private static let placesShown = 12

    let style: TextStyle
    private var names = ("", "")

    init(style: TextStyle) { self.style = style }

    mutating func begin(_ run: PairRun, into output: inout [UInt8]) {
        names = run.names
        let title = "\(run.header.tool): \(counted(run.header.plannedCases, "case")) on '\(names.0)' and '\(names.1)'"
        output += "\(title.displayed), suite \(run.header.suiteHash)\n".utf8
    }

    mutating func add(_ pair: CasePair, into output: inout [UInt8]) {
        let id = pair.first.id.description.displayed
        if let obstacle = pair.obstacle {
            output += "\(style.painted("UNJUDGED", .open)) \(id): \(shown(obstacle, limit: 2000))\n".utf8
            return
        }
        guard !pair.blames.isEmpty else {
            if style.verbose { output += "\(style.painted("AGREE", .good)) \(id)\n".utf8 }
            return
        }
        var lines = ["\(style.painted("DIFFER", .bad)) \(id)"]
        for check in pair.checks where check.blame != .nobody { lines += self.lines(of: check) }
        output += (lines.joined(separator: "\n") + "\n\n").utf8
    }

    mutating func finish(_ tally: PairTally, into output: inout [UInt8]) {
        output += "\(counted(tally.cases, "case")): \(tally.sentence(names))\n".utf8
        if let interruption = tally.interruption { output += "\(style.painted(interruption, .bad))\n".utf8 }
    }

    private func lines(of check: CasePair.Check) -> [String] {
        guard let result = check.shown else { return [] }
        var lines: [String] = []
        let step = result.step.map { "step '\($0.displayed)', " } ?? ""
        let place = result.place.map { "\($0.path.displayed):\($0.range.start.line):\($0.range.start.column)  " } ?? ""
        lines.append("  \(place)\(step)\(shown(result.subject, limit: 120))")
        let places = PairedPlace.all(of: check)
        for place in places.prefix(style.verbose ? places.count : Self.placesShown) { lines += self.lines(of: place) }
        let left =
            max(check.first?.differenceCount ?? 0, check.second?.differenceCount ?? 0, places.count)
            - (style.verbose ? places.count : min(places.count, Self.placesShown))
        if left > 0 { lines.append("    \u{2026} and \(left) more") }
        lines.append("    speaks against \(check.blame.sentence(names).displayed)")
        return lines
    }

    private func lines(of place: PairedPlace) -> [String] {
        let width = max(names.0.columns, names.1.columns, 3)
        func row(_ name: String, _ text: String) -> String {
            "      \(name.displayed.padded(to: width))  \(shown(text, limit: 160))"
        }
        var lines: [String] = []
        if !place.place.shown.isEmpty { lines.append("    \(place.place.shown)") }
        lines.append(row("due", place.due ?? "nothing"))
        lines.append(row(names.0, place.first.text))
        lines.append(row(names.1, place.second.text))
        return lines
    }
}

extension PairTally {
    /// "3 as due on both, 1 against staging"
    func sentence(_ names: (String, String)) -> String {
        var parts = ["\(agreed) as due on both"]
        for blame in CasePair.Blame.allCases {
            guard let count = blames[blame], count > 0 else { continue }
            parts.append("\(count) against \(blame.short(names))")
        }
        if unjudged > 0 { parts.append("\(unjudged) not judged on both") }
        return parts.joined(separator: ", ")
    }

    /// `nil` for a run that came to its end.
    var interruption: String? {
        isInterrupted ? "interrupted: \(cases) of \(counted(planned, "case")) ran" : nil
    }
}

extension CasePair.Blame {
    fileprivate func short(_ names: (String, String)) -> String {
        switch self {
        case .nobody: "nobody"
        case .expectation: "the expectation"
        case .first: names.0.displayed
        case .second: names.1.displayed
        case .both: "both"
        }
    }
}
