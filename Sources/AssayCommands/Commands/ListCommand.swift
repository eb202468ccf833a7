import ArgumentParser
import AssayCore
import DataFormats

struct ListCommand: Verb {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the cases that a run would run.",
        discussion: """
              assay list                         every case, with clauses, tags and title
              assay list export/range            those of one suite
              assay list --clause RANGE-MAX      those that speak for a clause
              assay list --format json           an array, with each case's file and line
            """)

    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    @Option(help: "text or json.")
    var format = Format.text

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let workspace = try project.workspace(in: context)
        let selection = try selecting.selection(in: workspace, workingFolder: context.workingFolder)
        let index = try await SuiteIndex(of: workspace, choosing: selection, runner: nil, jobs: availableCores())
        try index.requireMatches(of: selection, in: workspace)
        var console = Console()
        var isFirst = true
        if format == .json { try console.print("[") }
        try SuitePlan(index, in: workspace).forEachCase { element in
            guard !console.isClosed else { return }
            try console.print(format == .json ? json(element, isFirst: isFirst) : text(element))
            isFirst = false
        }
        if format == .json { try console.print("\n]\n") }
        try console.flush()
        return console.isClosed ? .outputClosed : .conforms
    }

    private func text(_ element: ScenarioCase) -> String {
        let scenario = element.scenario
        var line = element.id.description
        if !scenario.clauses.isEmpty { line += "  \(scenario.clauses.map(\.rawValue).joined(separator: " "))" }
        if !scenario.tags.isEmpty { line += "  [\(scenario.tags.joined(separator: ", "))]" }
        if let title = scenario.title { line += "  \(title)" }
        return line.displayed + "\n"
    }

    private func json(_ element: ScenarioCase, isFirst: Bool) -> String {
        let scenario = element.scenario
        var members = [
            ("id", quoted(element.id.description)),
            ("clauses", array(scenario.citedClausesInOrder.map(\.rawValue))),
            ("tags", array(scenario.tags)),
        ]
        if let title = scenario.title { members.append(("title", quoted(title))) }
        if let skip = scenario.skip { members.append(("skip", quoted(skip))) }
        let line = element.example?.range.start.line ?? scenario.range.start.line
        members += [("file", quoted(scenario.file.path)), ("line", String(line))]
        let object = members.map { "\(quoted($0.0)): \($0.1)" }.joined(separator: ", ")
        return (isFirst ? "\n" : ",\n") + "  {\(object)}"
    }

    private func array(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }

    private func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        appendJSONString(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
