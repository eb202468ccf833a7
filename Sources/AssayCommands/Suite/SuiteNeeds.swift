import AssayCore
import ScenarioLoading

/// The scenarios that others need, in the order in which they can run.
struct SuiteNeeds: Sendable {
    struct Needed: Sendable {
        var id: ScenarioID
        /// Index of the file among the entries of the suite.
        var file: Int
        /// Numbers of its cases in the file.
        var cases: Range<Int>
        var needs: [Scenario.Need]
    }

    /// Those of one level need none but those of the levels before.
    var levels: [[Needed]] = []

    /// The other scenarios that those given need, each once.
    static func firstNeeds(of scenarios: some Sequence<Scenario>) -> [Scenario.Need] {
        var seen: Set<ScenarioID> = []
        return scenarios.lazy.filter { !$0.needs.isEmpty }.flatMap(\.needs).filter { seen.insert($0.id).inserted }
    }
}

/// Looks up what scenarios need, over all files.
struct NeedsResolution {
    /// Deeper than anyone means it.
    private static let deepestChain = 100

    private let entries: [SuiteIndex.Entry]
    private let workspace: Workspace
    private let lacksFiles: Bool
    private let filesBySuite: [String: Int]
    private var suites: [Int: SuiteFile] = [:]
    private var needed: [ScenarioID: SuiteNeeds.Needed] = [:]
    /// How many scenarios have to run one after the other before each, and it itself.
    private var depths: [ScenarioID: Int] = [:]
    private(set) var diagnostics: [Diagnostic] = []
    /// Where something was reported: a scenario may be come upon twice.
    private var reported: Set<Place> = []

    private struct Place: Hashable {
        var file: Int
        var range: SourceRange
    }

    /// Looks up everything that a scenario of the suite needs, and all that is needed by that.
    ///
    /// - Parameter lacksFiles: Whether some files could not be read: a suite that is not found may be theirs.
    init(_ entries: [SuiteIndex.Entry], in workspace: Workspace, lacksFiles: Bool) throws {
        self.lacksFiles = lacksFiles
        self.entries = entries
        self.workspace = workspace
        let named = entries.contains { !$0.needs.isEmpty } ? entries : []
        filesBySuite = Dictionary(named.indices.map { (named[$0].suite, $0) }) { first, _ in first }
        for (file, entry) in named.enumerated() {
            for need in entry.needs { try visit(need, statedIn: file, after: []) }
        }
    }

    /// Returns what is needed for the given scenarios, whether they are chosen themselves or not.
    func needs(of wanted: [ScenarioID]) -> SuiteNeeds {
        var levels: [Int: [SuiteNeeds.Needed]] = [:]
        var seen: Set<ScenarioID> = []
        var open = wanted
        while let id = open.popLast() {
            guard seen.insert(id).inserted, let found = needed[id], let depth = depths[id] else { continue }
            levels[depth, default: []].append(found)
            open += found.needs.map(\.id)
        }
        return SuiteNeeds(
            levels: levels.sorted { $0.key < $1.key }.map { level in
                level.value.sorted { ($0.file, $0.cases.lowerBound) < ($1.file, $1.cases.lowerBound) }
            })
    }

    private mutating func visit(_ need: Scenario.Need, statedIn file: Int, after chain: [ScenarioID]) throws {
        if let start = chain.firstIndex(of: need.id) {
            try report(
                "circular-needs", circle(Array(chain[start...])), fix: "take one of the 'needs' away", need, file)
            return
        }
        if depths[need.id] != nil { return }
        guard chain.count < Self.deepestChain else {
            try report("long-needs", "more than \(Self.deepestChain) scenarios need each other in a row", need, file)
            return
        }
        guard let found = try find(need, statedIn: file) else { return }
        needed[need.id] = found
        for next in found.needs { try visit(next, statedIn: found.file, after: chain + [need.id]) }
        depths[need.id] = 1 + (found.needs.compactMap { depths[$0.id] }.max() ?? 0)
    }

    private func circle(_ members: [ScenarioID]) -> String {
        guard members.count > 1, let first = members.first else { return "the scenario needs itself" }
        return "'\(first)' needs "
            + (members.dropFirst() + [first]).map { "'\($0)'" }.joined(separator: ", which needs ")
    }

    private mutating func find(_ need: Scenario.Need, statedIn file: Int) throws -> SuiteNeeds.Needed? {
        let id = need.id
        guard let home = filesBySuite[id.suite] else {
            if lacksFiles { return nil }
            let near = nearestName(to: id.suite, among: Array(filesBySuite.keys))
            try report(
                "unknown-scenario", "there is no suite '\(id.suite)'",
                fix: near.map { "did you mean '\($0)/\(id.name)'?" } ?? "see 'assay list' for the ids", need, file)
            return nil
        }
        let suite = try suites[home] ?? entries[home].loaded ?? workspace.suite(entries[home].path)
        suites[home] = suite
        var first = 0
        for scenario in suite.scenarios {
            let cases = first..<first + max(scenario.examples.count, 1)
            if scenario.id == id { return SuiteNeeds.Needed(id: id, file: home, cases: cases, needs: scenario.needs) }
            first = cases.upperBound
        }
        let near = nearestName(to: id.name, among: suite.scenarios.map(\.id.name))
        try report(
            "unknown-scenario", "there is no scenario '\(id.name)' in the suite '\(id.suite)'",
            fix: near.map { "did you mean '\($0)'?" } ?? "see 'assay list' for the ids", need, file)
        return nil
    }

    private mutating func report(
        _ id: String, _ message: String, fix: String? = nil, _ need: Scenario.Need, _ file: Int
    ) throws {
        guard reported.insert(Place(file: file, range: need.range)).inserted else { return }
        let source = try entries[file].loaded?.file ?? workspace.source(entries[file].path)
        diagnostics.append(Diagnostic(id, message, fix: fix, in: source, at: need.range))
    }
}
