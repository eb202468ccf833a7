import ArgumentParser
import AssayCore
import DataFormats
import RunHistory

struct HistoryCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Lists the runs in a history, or what became of one case in them.",
        discussion: """
            A history is made by 'assay run --history FILE'.

              assay history runs.sqlite
              assay history runs.sqlite --case 'export/range/range-overflow[a-day]'

            Exit codes: 0, or 3 for a file that is no history.
            """)

    @Argument(help: "The history.") var file: String

    @Option(name: .customLong("case"), help: ArgumentHelp("The id of a case, as reports have it.", valueName: "id"))
    var caseID: String?

    @Option(help: ArgumentHelp("How many runs to show, the last ones.", valueName: "n"))
    var last = 20

    func perform(in context: CommandContext) async throws -> ExitStatus {
        guard last > 0 else { throw CommandFailure(.badUsage, "--last takes a number from 1 on, not \(last)") }
        let path = FilePath.join(context.workingFolder, file)
        // SQLite would make one.
        guard FileSystem.kind(of: path, followsLinks: true) == .file else {
            throw CommandFailure(.badUsage, "there is no file '\(file)'", fix: "make one with 'assay run --history \(file)'")
        }
        do {
            let reader = try HistoryReader(path)
            let lines = try caseID.map { try results(of: $0, in: reader) } ?? runs(in: reader)
            var console = Console()
            for line in lines { try console.print(line + "\n") }
            try console.flush()
            return console.isClosed ? .outputClosed : .conforms
        } catch let failure as HistoryFailure {
            throw CommandFailure(failure, with: file)
        }
    }

    /// `12  2026-11-24T08:00:00Z  model  214 cases: 213 passed, 1 failed  1.2 s  partial`
    private func runs(in reader: HistoryReader) throws -> [String] {
        var lines: [[String]] = []
        var count = 0
        try reader.forEachRun { run in
            count += 1
            lines.append([String(run.id)] + run.described + [run.verdictsShown] + run.remarks)
            if lines.count > last { lines.removeFirst() }
        }
        guard !lines.isEmpty else { return ["no run yet"] }
        let earlier = count - lines.count
        return (earlier > 0 ? ["\(counted(earlier, "earlier run"))"] : []) + lines.aligned
    }

    private func results(of id: String, in reader: HistoryReader) throws -> [String] {
        let results = try reader.results(of: id)
        guard !results.isEmpty else {
            let names = try reader.names()
            throw CommandFailure(.badUsage, "no run in the history has a case '\(id)'", fix: suggestion(for: id, among: names))
        }
        let lines = results.suffix(last).map { result -> [String] in
            var line = [String(result.run.id)] + result.run.described + [result.verdict.rawValue]
            if result.attempts > 1 { line.append("at attempt \(result.attempts)") }
            if let duration = result.duration { line.append(duration.milliseconds) }
            return line
        }
        return lines.aligned
    }
}

extension PastRun {
    fileprivate var described: [String] { [moment.rfc3339(fractionDigits: 0), target.displayed] }

    fileprivate var verdictsShown: String {
        let counts = Verdict.allCases.compactMap { verdict in
            verdicts[verdict].flatMap { $0 > 0 ? "\($0) \(verdict.rawValue)" : nil }
        }
        return "\(counted(cases, "case")): \(counts.joined(separator: ", "))"
    }

    fileprivate var remarks: [String] {
        (duration.map { [$0.milliseconds] } ?? []) + (marks.isEmpty ? [] : [marks.joined(separator: ", ")])
    }
}

extension Duration {
    /// `1234 ms`
    fileprivate var milliseconds: String {
        let (seconds, attoseconds) = components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}

extension [[String]] {
    /// Each line's parts one below the other, two spaces between them.
    fileprivate var aligned: [String] {
        var widths: [Int] = []
        for line in self {
            for (column, part) in line.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = Swift.max(widths[column], part.unicodeScalars.count)
            }
        }
        return map { line in
            let cells = line.enumerated().map { column, part in
                column == line.count - 1 ? part : part + String(repeating: " ", count: widths[column] - part.unicodeScalars.count)
            }
            return cells.joined(separator: "  ")
        }
    }
}
