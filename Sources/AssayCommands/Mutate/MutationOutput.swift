import AssayCore
import ConformanceReporting

/// A report on mutants that was asked for: `json=build/mutants.json`.
struct MutationReportRequest: Equatable {
    var format: MutationReportFormat
    /// `nil` for standard output.
    var file: String?

    /// Reads the options; where text is asked for nowhere and standard output is free, it goes there.
    static func all(_ texts: [String]) throws(CommandFailure) -> [MutationReportRequest] {
        var requests: [MutationReportRequest] = []
        for text in texts { requests.append(try MutationReportRequest(text)) }
        let printed = requests.filter { $0.file == nil }.count
        guard printed <= 1 else {
            throw CommandFailure(
                .badUsage, "only one report can go to standard output", fix: "name a file: --report json=mutants.json")
        }
        var files: Set<String> = []
        for case let file? in requests.map(\.file) where !files.insert(FilePath.normalized(file)).inserted {
            throw CommandFailure(.badUsage, "two reports would go to '\(file)'", fix: "give each a file of its own")
        }
        if printed == 0, !requests.contains(where: { $0.format == .text }) {
            requests.insert(MutationReportRequest(format: .text, file: nil), at: 0)
        }
        return requests
    }

    private init(format: MutationReportFormat, file: String?) {
        self.format = format
        self.file = file
    }

    init(_ text: String) throws(CommandFailure) {
        let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
        let name = equals.map { String(text[..<$0]) } ?? text
        let file = equals.map { String(text[text.utf8.index(after: $0)...]) }
        guard let format = MutationReportFormat(rawValue: name) else {
            let names = MutationReportFormat.allCases.map(\.rawValue)
            throw CommandFailure(
                .badUsage, "there is no report on mutants of the form '\(name)'",
                fix: suggestion(for: name, among: names) ?? "one of \(names.joined(separator: ", "))")
        }
        guard file != "" else { throw CommandFailure(.badUsage, "--report \(text) names no file") }
        self.init(format: format, file: file == "-" ? nil : file)
    }
}

/// Where the reports on mutants go.
struct MutationOutput {
    private let requests: [MutationReportRequest]
    private let workingFolder: String
    private var console = Console()
    private let style: TextStyle

    init(
        _ requests: [MutationReportRequest], workingFolder: String, color: Console.ColorChoice, verbose: Bool,
        environment: [String: String]
    ) {
        self.requests = requests
        self.workingFolder = workingFolder
        style = TextStyle(color: console.usesColor(color, environment: environment), width: Console.width(), verbose: verbose)
    }

    /// Whether the reader of standard output went away.
    var isClosed: Bool { console.isClosed }

    mutating func write(_ report: MutationReport) throws {
        for request in requests {
            guard let path = request.file else {
                var bytes = request.format.rendered(report, style: style)
                try console.take(&bytes)
                continue
            }
            let file = try ReportFile(path, workingFolder: workingFolder)
            do {
                try file.write(request.format.rendered(report, style: TextStyle(verbose: style.verbose)))
            } catch {
                file.discard()
                throw error
            }
            try file.complete()
        }
        try console.flush()
    }
}
