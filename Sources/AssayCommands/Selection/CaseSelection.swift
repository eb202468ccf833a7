import AssayCore

/// Which cases of the suite a command is about.
struct CaseSelection: Sendable {
    var selectors: [Selector]
    var tags: TagExpression?
    /// Any of them; empty for all.
    var clauses: [ClauseID]
    /// Ids of cases, as an earlier run had them; `nil` for all.
    var ids: Set<String>?

    /// The only scenario files to be chosen from; `nil` for all.
    var files: Set<String>?

    var isEverything: Bool { selectors.isEmpty && tags == nil && clauses.isEmpty && ids == nil && files == nil }

    /// The chosen cases of one file by their number in it, and which selectors found something there.
    struct Choice: Equatable, Sendable {
        /// Ascending, not touching each other.
        var cases: [Range<Int>] = []
        /// By the selectors' place in the list, whether tags and clauses leave anything or not.
        var foundSelectors: Set<Int> = []

        var count: Int { cases.reduce(0) { $0 + $1.count } }

        mutating func append(_ index: Int) {
            if let last = cases.last, last.upperBound == index {
                cases[cases.count - 1] = last.lowerBound..<index + 1
            } else {
                cases.append(index..<index + 1)
            }
        }

        /// Adds what the chosen cases need.
        mutating func insert(_ range: Range<Int>) {
            var merged: [Range<Int>] = []
            for next in (cases + [range]).sorted(by: { $0.lowerBound < $1.lowerBound }) {
                if let last = merged.last, last.upperBound >= next.lowerBound {
                    merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
                } else {
                    merged.append(next)
                }
            }
            cases = merged
        }
    }

    /// Returns what is chosen among the scenarios of a file.
    func choice(in path: String, suite: String, _ scenarios: [Scenario]) -> Choice {
        var choice = Choice()
        var first = 0
        let isIncluded = files?.contains(path) ?? true
        let lines = selectors.indices.compactMap { index -> (selector: Int, scenario: Int)? in
            guard let line = selectors[index].line, selectors[index].path == path else { return nil }
            guard scenarios.first?.file.line(line) != nil else { return nil }
            return indexOfScenario(atLine: line, among: scenarios).map { (index, $0) }
        }
        for (position, scenario) in scenarios.enumerated() {
            let cases = scenario.cases
            let admitted = admits(scenario)
            let whole = Set(lines.filter { $0.scenario == position }.map(\.selector))
                .union(selectors.indices.filter { selectors[$0].covers(file: path) })
            choice.foundSelectors.formUnion(whole)
            let byID = selectors.indices.filter { selectors[$0].mayCover(suite: suite) }
            for (offset, element) in cases.enumerated() {
                let found = byID.isEmpty ? [] : byID.filter { selectors[$0].covers(element.id) }
                choice.foundSelectors.formUnion(found)
                guard admitted, isIncluded, selectors.isEmpty || !whole.isEmpty || !found.isEmpty else { continue }
                if ids?.contains(element.id.description) ?? true { choice.append(first + offset) }
            }
            first += cases.count
        }
        return choice
    }

    private func admits(_ scenario: Scenario) -> Bool {
        if let tags, !tags.matches(scenario.tags) { return false }
        return clauses.isEmpty || !scenario.citedClauses.isDisjoint(with: clauses)
    }
}

extension Scenario {
    /// The clauses of the scenario and of its single checks, each once, in the order they first stand.
    var citedClausesInOrder: [ClauseID] {
        var seen: Set<ClauseID> = []
        return (clauses + allSteps.flatMap(\.expect.ownClauses)).filter { seen.insert($0).inserted }
    }

    var citedClauses: Set<ClauseID> { Set(citedClausesInOrder) }
}

extension Expectation {
    /// The clauses that single checks name for themselves.
    fileprivate var ownClauses: [ClauseID] { checks.flatMap { $0.clauses ?? [] } + relations.flatMap { $0.clauses ?? [] } }
}
