import AssayCore
import ScenarioLoading
import ScenarioRunning
import Synchronization

/// What is known of every scenario file after the first pass, in which all of them are read and judged before anything runs.
///
/// Its size grows with the number of files, not of scenarios: a file's scenarios are kept only as long as the files kept
/// before it are small, and are read again when their turn comes.
struct SuiteIndex: Sendable {
    struct Entry: Sendable {
        var hash: FileHash
        var suite: String
        var suiteRange: SourceRange?
        var scenarioCount: Int
        var caseCount: Int
        var choice: CaseSelection.Choice
        /// The other scenarios that those of the file need, each once.
        var needs: [Scenario.Need]
        /// Those that the chosen ones need.
        var chosenNeeds: [ScenarioID]
        /// `nil` for a file that is to be read again.
        var loaded: SuiteFile?
        var facts: SuiteFacts?
        /// How many cases of the file each known failure is about, by its place in the list; only where there are any.
        var knownFailures: [Int: Int]
        /// Only where the run is spread.
        var shardKeys: ShardKeys?

        var path: String { hash.path }
    }

    /// In the order of the paths.
    var entries: [Entry]
    /// What has to run before what.
    private(set) var needs = SuiteNeeds()
    var warnings: [Diagnostic]

    var scenarioCount: Int { entries.reduce(0) { $0 + $1.scenarioCount } }
    var caseCount: Int { entries.reduce(0) { $0 + $1.caseCount } }
    var chosenCount: Int { entries.reduce(0) { $0 + $1.choice.count } }

    /// How many cases the known failure at that place of the list is about.
    func knownFailureCount(_ number: Int) -> Int { entries.reduce(0) { $0 + ($1.knownFailures[number] ?? 0) } }

    /// Reads every scenario file, on all cores.
    ///
    /// - Parameters:
    ///   - runner: Asked whether the preconditions of each scenario can be established; `nil` to leave that out.
    ///   - extent: Which of the goldens and clauses that the files name to note.
    ///   - forgivesLostFailures: Whether known failures may be of scenarios that are gone.
    /// - Throws: `InvalidInput` with everything wrong with all files, in their order.
    init(
        of workspace: Workspace, choosing selection: CaseSelection, runner: CaseRunner?, jobs: Int,
        gathering extent: SuiteFacts.Extent? = nil, spreads: Bool = false, forgivesLostFailures: Bool = false
    ) async throws {
        var scan = SuiteScan(workspace: workspace, selection: selection, runner: runner, gathering: extent)
        scan.spreads = spreads
        let settled = scan
        let paths = workspace.suitePaths
        let scanned = await inOrder(paths.count, jobs: jobs) { await settled.scan(paths[$0]) }
        entries = []
        var diagnostics = workspace.problems
        for file in scanned {
            diagnostics += file.diagnostics
            if let entry = file.entry { entries.append(entry) }
        }
        diagnostics += try Self.sharedNames(of: entries, in: workspace)
        if !forgivesLostFailures, !scanned.contains(where: { $0.entry == nil }) {
            diagnostics += try Self.lostFailures(of: workspace, entries)
        }
        let lacksFiles = scanned.contains { $0.entry == nil }
        let resolution = try NeedsResolution(entries, in: workspace, lacksFiles: lacksFiles)
        diagnostics += resolution.diagnostics
        guard !diagnostics.contains(where: { $0.severity == .error }) else { throw InvalidInput(diagnostics) }
        warnings = diagnostics
        needs = resolution.needs(of: entries.flatMap(\.chosenNeeds))
        for needed in needs.levels.joined() { entries[needed.file].choice.insert(needed.cases) }
    }

    /// Keeps no scenario: what is made of the index from now on reads the files again.
    mutating func letGoOfScenarios() {
        for number in entries.indices { entries[number].loaded = nil }
    }

    /// Known failures of scenarios that are gone, and patterns that stand for more or fewer cases than they say.
    private static func lostFailures(of workspace: Workspace, _ entries: [Entry]) throws -> [Diagnostic] {
        try workspace.knownFailures.enumerated().compactMap { number, failure in
            let count = entries.reduce(0) { $0 + ($1.knownFailures[number] ?? 0) }
            let file = try workspace.source(failure.place.path)
            if count == 0 {
                return Diagnostic(
                    "unknown-scenario", "the known failure is of no scenario that there is: '\(failure.scenario)'",
                    fix: "remove the entry, or write the id as 'assay list' has it", in: file, at: failure.place.range)
            }
            guard let stated = failure.count, stated != count else { return nil }
            return Diagnostic(
                "wrong-count", "'\(failure.scenario)' stands for \(counted(count, "case")), and not for \(stated)",
                fix: "look at the cases, then write 'count: \(count)' or a narrower pattern", in: file, at: failure.place.range)
        }
    }

    private static func sharedNames(of entries: [Entry], in workspace: Workspace) throws -> [Diagnostic] {
        var first: [String: Entry] = [:]
        var diagnostics: [Diagnostic] = []
        for entry in entries {
            guard let earlier = first.updateValue(entry, forKey: entry.suite) else { continue }
            first[entry.suite] = earlier
            let note = Diagnostic.Note(
                "the first one is here", in: try workspace.source(earlier.path),
                at: earlier.suiteRange ?? SourceRange(line: 1, column: 1))
            diagnostics.append(
                Diagnostic(
                    "duplicate-suite", "another file has the suite '\(entry.suite)' too",
                    fix: "give one of them another name with 'suite:'", in: try workspace.source(entry.path),
                    at: entry.suiteRange ?? SourceRange(line: 1, column: 1), notes: [note]))
        }
        return diagnostics
    }
}

/// How much text may stay in memory as scenarios. It is asked while files are read: were they let go of only when all are read,
/// all of them would be in memory at once.
private final class TextBudget: Sendable {
    private static let limit = 4 << 20
    private let used = Mutex(0)

    func admits(_ bytes: Int) -> Bool {
        used.withLock { used in
            used += bytes
            return used <= Self.limit
        }
    }
}

/// The first pass over one file.
struct SuiteScan: Sendable {
    struct ScannedFile: Sendable {
        var entry: SuiteIndex.Entry?
        var diagnostics: [Diagnostic]
    }

    let workspace: Workspace
    let selection: CaseSelection
    let runner: CaseRunner?
    let extent: SuiteFacts.Extent?
    /// Whether cases are to be spread over machines.
    var spreads = false
    private let budget = TextBudget()

    init(workspace: Workspace, selection: CaseSelection, runner: CaseRunner?, gathering extent: SuiteFacts.Extent?) {
        self.workspace = workspace
        self.selection = selection
        self.runner = runner
        self.extent = extent
    }

    func scan(_ path: String) async -> ScannedFile {
        do throws(InvalidInput) {
            let file = try workspace.suite(path)
            let problems = await givenProblems(of: file) + expectationProblems(of: file)
            let choice = selection.choice(in: path, suite: file.suite, file.scenarios)
            let entry = SuiteIndex.Entry(
                hash: FileHash(file), suite: file.suite, suiteRange: file.suiteRange, scenarioCount: file.scenarios.count,
                caseCount: file.scenarios.reduce(0) { $0 + max($1.examples.count, 1) },
                choice: choice, needs: SuiteNeeds.firstNeeds(of: file.scenarios),
                chosenNeeds: SuiteNeeds.firstNeeds(of: file.cases(choice.cases).lazy.map(\.scenario)).map(\.id),
                loaded: budget.admits(file.file.bytes.count) ? file : nil,
                facts: extent.map { SuiteFacts(of: file, $0) }, knownFailures: knownFailures(in: file),
                shardKeys: spreads ? ShardKeys(of: file.scenarios) : nil)
            return ScannedFile(entry: entry, diagnostics: file.warnings + problems)
        } catch {
            return ScannedFile(entry: nil, diagnostics: error.diagnostics)
        }
    }

    private func knownFailures(in file: SuiteFile) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        guard !workspace.knownFailures.isEmpty else { return counts }
        for element in file.scenarios.lazy.flatMap(\.cases) {
            for (number, failure) in workspace.knownFailures.enumerated() where failure.covers(element.id) {
                counts[number, default: 0] += 1
            }
        }
        return counts
    }

    /// Bad preconditions, each once: many scenarios have theirs from the same defaults.
    private func givenProblems(of file: SuiteFile) async -> [Diagnostic] {
        guard let runner else { return [] }
        var problems = UniqueProblems()
        for scenario in file.scenarios {
            // What is the same for all examples is tried with the first.
            let cases =
                scenario.given.isConstant
                ? [ScenarioCase(scenario: scenario, example: scenario.examples.first)] : scenario.cases
            for element in cases {
                if let problem = await runner.problem(withGivenOf: element) { problems.add(problem) }
            }
        }
        return problems.all
    }

    /// Expectations that nothing could be compared with, and files that are not there; `assay list` asks for none.
    private func expectationProblems(of file: SuiteFile) -> [Diagnostic] {
        guard runner != nil || extent == .everything else { return [] }
        var problems = UniqueProblems()
        for scenario in file.scenarios {
            let files = runner?.problems(withFilesOf: scenario) ?? []
            for problem in ScenarioRunning.problems(withExpectationsOf: scenario) + files { problems.add(problem) }
        }
        return problems.all
    }
}

/// Problems, each once: what many scenarios have from the same defaults is one fault.
private struct UniqueProblems {
    private(set) var all: [Diagnostic] = []
    private var seen: Set<String> = []

    mutating func add(_ problem: Diagnostic) {
        let key = "\(problem.id) \(problem.range?.start.line ?? 0):\(problem.range?.start.column ?? 0) \(problem.message)"
        if seen.insert(key).inserted { all.append(problem) }
    }
}

extension Workspace {
    /// The path below the specs folder without extension.
    func defaultSuite(of path: String) -> String {
        let specs = FilePath.normalized(project.specs)
        let below = specs.isEmpty ? path : FilePath.path(path, below: specs) ?? path
        guard let dot = below.lastIndex(of: ".") else { return below }
        return String(below[..<dot])
    }
}

/// Returns what `work` makes of `0..<count`, in that order, with at most `jobs` at work at a time.
func inOrder<Value: Sendable>(
    _ count: Int, jobs: Int, _ work: @escaping @Sendable (Int) async -> Value
) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
        var values = [Value?](repeating: nil, count: count)
        var next = 0
        while next < min(count, jobs) {
            group.addTask { [next] in (next, await work(next)) }
            next += 1
        }
        for await (index, value) in group {
            values[index] = value
            if next < count {
                group.addTask { [next] in (next, await work(next)) }
                next += 1
            }
        }
        return values.compactMap { $0 }
    }
}
