import AssayCore
internal import Mustache

/// Two targets side by side as one HTML page without scripts and without anything to load.
struct PairHTML: PairReport {
    private static let head = HTMLTemplate(PackageResources.compare_head_mustache)
    private static let element = HTMLTemplate(PackageResources.compare_case_mustache)
    private static let foot = HTMLTemplate(PackageResources.compare_foot_mustache)

    private var names = ("", "")

    mutating func begin(_ run: PairRun, into output: inout [UInt8]) {
        names = run.names
        Self.head.render(
            [
                "first": names.0.displayed, "second": names.1.displayed, "tool": run.header.tool,
                "cases": counted(run.header.plannedCases, "case"), "hash": run.header.suiteHash,
            ], into: &output)
    }

    mutating func add(_ pair: CasePair, into output: inout [UInt8]) {
        guard pair.obstacle != nil || !pair.blames.isEmpty else { return }
        let checks = pair.checks.filter { $0.blame != .nobody }.map { context(of: $0) }
        var page: [String: Any] = ["id": pair.first.id.description.displayed, "checks": checks]
        if let obstacle = pair.obstacle { page["obstacle"] = shown(obstacle, limit: 2000) }
        Self.element.render(page, into: &output)
    }

    mutating func finish(_ tally: PairTally, into output: inout [UInt8]) {
        var page = ["summary": tally.sentence(names)]
        if let interruption = tally.interruption { page["interruption"] = interruption }
        Self.foot.render(page, into: &output)
    }

    private func context(of check: CasePair.Check) -> [String: Any] {
        let places = PairedPlace.all(of: check)
        var context: [String: Any] = [
            "subject": shown(check.shown?.subject ?? "", limit: 120), "blame": check.blame.sentence(names).displayed,
            "first": names.0.displayed, "second": names.1.displayed,
            "rows": places.map { place -> [String: String] in
                [
                    "place": place.place.shown, "due": shown(place.due ?? "nothing", limit: 2000),
                    "first": shown(place.first.text, limit: 2000), "second": shown(place.second.text, limit: 2000),
                ]
            },
        ]
        if let step = check.shown?.step { context["step"] = step.displayed }
        if let place = check.shown?.place { context["place"] = "\(place.path.displayed):\(place.range.start.line)" }
        let left = max(check.first?.differenceCount ?? 0, check.second?.differenceCount ?? 0) - places.count
        if left > 0 { context["more"] = String(left) }
        return context
    }
}
