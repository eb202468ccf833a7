import ArgumentParser
import AssayCore
import ScenarioLoading
import ScenarioRunning

struct AcceptCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Shows how golden files would change, and writes those that are accepted.",
        discussion: """
            Runs the cases and shows, for each golden file that the answer departs from, what would change. Nothing is written \
            without a yes at the terminal, or --all. A case that fails for another reason keeps its golden files.

              assay accept export/range             ask for each
              assay accept export/range --all       write them without asking
              assay accept --dry-run                only show
            """)

    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Target") var targeting: TargetOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    @Flag(help: "Write every change without asking.")
    var all = false

    @Flag(help: "Show the changes and write nothing, whatever else is asked for.")
    var dryRun = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    func perform(in context: CommandContext) async throws -> ExitStatus {
        if !dryRun, let value = context.environment["CI"], !value.isEmpty, value != "false" {
            throw CommandFailure(
                .badUsage, "golden files are not written where CI is set (CI=\(value))",
                fix: "look with --dry-run, or accept on your own machine")
        }
        let run = try await SuiteRun(
            project, selecting, targeting, manner: SuiteRun.Manner(proposesGoldens: true), context: context)
        var review = GoldenReview()
        var summary = RunSummary()
        try await run.forEachOutcome { outcome in
            summary.add(outcome.result)
            review.add(outcome)
            return true
        }
        var console = Console()
        defer { _ = try? console.flush() }
        let usesColor = console.usesColor(color, environment: context.environment)
        return try settle(review, run, usesColor: usesColor, &console)
    }

    private func settle(
        _ review: GoldenReview, _ run: SuiteRun, usesColor: Bool, _ console: inout Console
    ) throws -> ExitStatus {
        guard !review.proposals.isEmpty else {
            try console.print("\(counted(run.header.plannedCases, "case")): every golden file is what it should be\n")
            return review.firstError == nil ? .conforms : try tellErrors(review, &console)
        }
        let isAsking = !all && !dryRun && Console.inputIsTerminal && console.isTerminal
        var store = GoldenStore(
            folder: FilePath.normalized(FilePath.join(run.workspace.folder, run.workspace.project.golden)),
            shownFolder: run.workspace.project.golden)
        var written = 0
        var hasQuit = false
        for proposal in review.proposals {
            let shown = run.files.goldenDisplayPath(proposal.path)
            try console.print(changeText(proposal, shown: shown, usesColor: usesColor))
            guard proposal.refusal == nil, !hasQuit, !dryRun, all || isAsking else { continue }
            if isAsking {
                switch try Self.ask(&console) {
                case .yes: break
                case .no: continue
                case .quit:
                    hasQuit = true
                    continue
                }
            }
            try console.flush()
            try store.write(proposal.new, to: proposal.path)
            written += 1
        }
        try console.print(conclusion(review, written: written))
        let isComplete =
            dryRun ? !review.proposals.contains { $0.refusal != nil } : written == review.proposals.count
        return isComplete ? (review.firstError == nil ? .conforms : try tellErrors(review, &console)) : .violated
    }

    private func tellErrors(_ review: GoldenReview, _ console: inout Console) throws -> ExitStatus {
        try console.flush()
        Console.complain(
            "error: \(counted(review.errorCount, "case")) could not be judged; the first: \(review.firstError ?? "")\n")
        return .harnessFailed
    }

    private func conclusion(_ review: GoldenReview, written: Int) -> String {
        let refused = review.proposals.filter { $0.refusal != nil }.count
        let left = review.proposals.count - refused - written
        var text = "\(counted(written, "golden file")) written"
        if left > 0 { text += ", \(left) left as \(left == 1 ? "it is" : "they are")" }
        if refused > 0 { text += ", \(refused) refused" }
        text += "\n"
        if left > 0, written == 0, dryRun || !Console.inputIsTerminal {
            let selectors = selecting.selectors.map { " '\($0)'" }.joined()
            text += "to write: assay accept\(selectors) --all\n"
        }
        return text
    }

    private func changeText(_ proposal: GoldenProposal, shown: String, usesColor: Bool) -> String {
        func painted(_ line: String, _ code: String) -> String { usesColor ? "\u{1B}[\(code)m\(line)\u{1B}[0m" : line }
        var text = "\(proposal.id): \(proposal.subject)\n".displayedLines
        for line in LineChange(from: proposal.old, to: proposal.new).lines(path: shown) {
            let shown = String(decoding: line, as: UTF8.self).displayed
            switch line.first {
            case UInt8(ascii: "+"): text += painted(shown, "32")
            case UInt8(ascii: "-"): text += painted(shown, "31")
            default: text += shown
            }
            text += "\n"
        }
        if let refusal = proposal.refusal { text += "refused: \(refusal.displayed)\n" }
        return text + "\n"
    }

    private enum Reply { case yes, no, quit }

    private static func ask(_ console: inout Console) throws -> Reply {
        while true {
            try console.print("write it? [y/n/q] ")
            try console.flush()
            switch readLine() {
            case "y", "yes": return .yes
            case "n", "no": return .no
            case "q", "quit", nil: return .quit
            default: continue
            }
        }
    }
}

/// The proposals of a run, one for each golden file.
struct GoldenReview {
    private(set) var proposals: [GoldenProposal] = []
    private(set) var errorCount = 0
    private(set) var firstError: String?
    private var places: [String: Int] = [:]

    mutating func add(_ outcome: CaseOutcome) {
        if outcome.result.verdict == .errored {
            errorCount += 1
            firstError = firstError ?? "\(outcome.result.id): \(outcome.result.reason ?? "no reason given")".displayed
        }
        for proposal in outcome.goldens { add(proposal) }
    }

    private mutating func add(_ proposal: GoldenProposal) {
        guard let place = places[proposal.path] else {
            places[proposal.path] = proposals.count
            proposals.append(proposal)
            return
        }
        let earlier = proposals[place]
        if earlier.new != proposal.new {
            proposals[place].refusal = "\(proposal.id) needs other content in the same file"
        } else if earlier.refusal == nil {
            proposals[place].refusal = proposal.refusal
        }
    }
}
