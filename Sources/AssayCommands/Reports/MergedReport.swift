import AssayCore
import ConformanceReporting

/// Native reports put together: one as it is, or all shards of a run as one.
///
/// Memory: the ids of the cases, and where each result lies; results are read again in their order.
struct MergedReport {
    let header: RunHeader
    let summary: RunSummary

    private let files: [NativeFile]
    /// In the order of the whole plan.
    private let places: [Place]

    private struct Place {
        var file: Int
        var bytes: Range<Int>
        var number: Int
    }

    /// - Parameter gates: What the run has to reach besides its own.
    /// - Throws: `CommandFailure` for files that are no whole reports and for shards that do not make one run.
    init(_ files: [NativeFile], adding gates: [Gate] = []) throws {
        self.files = files
        var headers: [RunHeader] = []
        var parts: [RunSummary] = []
        var places: [Place] = []
        var names = UniqueCases()
        for (index, file) in files.enumerated() {
            try file.forEachEntry { entry, bytes in
                switch entry {
                case .header(let header):
                    if let first = headers.first { try Self.require(header, belongsTo: first, file, files[0]) }
                    headers.append(header)
                case .result(let result):
                    if files.count > 1 { try names.add(result, in: index, of: files) }
                    places.append(Place(file: index, bytes: bytes, number: result.number))
                case .summary(let summary): parts.append(summary)
                }
            }
        }
        guard let first = headers.first else { throw CommandFailure(.badUsage, "no report is named") }
        var header = first
        header.gates += gates.filter { !first.gates.contains($0) }
        // One part alone is no run either: a pattern of file names may have met no other.
        if files.count > 1 || first.shard?.count ?? 1 > 1 {
            try Self.requireAllShards(headers, files)
            header.shard = nil
            places.sort { ($0.number, $0.file) < ($1.number, $1.file) }
        }
        self.header = header
        self.places = places
        summary = try Self.summary(of: header, parts, files, places)
    }

    /// Hands the report to writers, as the run did.
    func write(to sinks: inout ReportSinks) throws {
        try sinks.begin(header)
        try Self.forEachResult(files, places, showsTimes: header.showsTimes) { try sinks.add($0) }
        try sinks.finish(summary)
    }

    private static func summary(
        of header: RunHeader, _ parts: [RunSummary], _ files: [NativeFile], _ places: [Place]
    ) throws -> RunSummary {
        if let only = parts.first, parts.count == 1 { return only }
        var summary = RunSummary(of: header)
        try forEachResult(files, places, showsTimes: header.showsTimes) { summary.add($0) }
        summary.isInterrupted = parts.contains(where: \.isInterrupted)
        // Shards run at the same time: the run took as long as the longest.
        summary.duration = parts.compactMap(\.duration).max()
        return summary
    }

    /// In their order. Neighbours are mostly of one file, which stays open for as long.
    private static func forEachResult(
        _ files: [NativeFile], _ places: [Place], showsTimes: Bool, _ body: (CaseResult) throws -> Void
    ) throws {
        var rest = places[...]
        while let first = rest.first {
            let run = rest.prefix { $0.file == first.file }
            try files[first.file].results(at: run.lazy.map(\.bytes), showsTimes: showsTimes, body)
            rest = rest.dropFirst(run.count)
        }
    }

    // MARK: - What makes one run

    private static func require(
        _ header: RunHeader, belongsTo first: RunHeader, _ file: NativeFile, _ other: NativeFile
    ) throws(CommandFailure) {
        let facts: [(what: String, same: Bool, of: (RunHeader) -> String)] = [
            ("suite", header.suiteHash == first.suiteHash, \.suiteHash), ("target", header.target == first.target, \.target),
            ("version of assay", header.tool == first.tool, \.tool),
            ("number of shards", header.shard?.count == first.shard?.count, { $0.shard.map { String($0.count) } ?? "none" }),
            ("number of cases", header.plannedCases == first.plannedCases, { String($0.plannedCases) }),
            ("set of options", header.options == first.options, { $0.options.joined(separator: " ") }),
            ("way to state times", header.showsTimes == first.showsTimes, { $0.showsTimes ? "with times" : "without times" }),
            ("list of gates", header.gates == first.gates, { $0.gates.map(\.text).joined(separator: " ") }),
            ("set of clauses", header.specifications == first.specifications, { counted($0.clauses.count, "clause") }),
        ]
        if let fact = facts.first(where: { !$0.same }) {
            throw CommandFailure(
                .unusableInput,
                "\(file.shown) has another \(fact.what) than \(other.shown): \(fact.of(header)) and not \(fact.of(first))",
                fix: "name the shards of one run, made from the same files")
        }
    }

    private static func requireAllShards(_ headers: [RunHeader], _ files: [NativeFile]) throws(CommandFailure) {
        guard let count = headers[0].shard?.count else {
            throw CommandFailure(
                .unusableInput, "\(files[0].shown) and \(files[1].shown) are whole runs, of which no run can be made",
                fix: "name the shards of one run; to lay two targets side by side, see 'assay compare'")
        }
        var known: [Int: NativeFile] = [:]
        for (header, file) in zip(headers, files) {
            let index = header.shard?.index ?? 0
            if let other = known.updateValue(file, forKey: index) {
                throw CommandFailure(.unusableInput, "\(other.shown) and \(file.shown) are both shard \(index) of \(count)")
            }
        }
        let missing = (1...count).filter { known[$0] == nil }
        guard missing.isEmpty else {
            let numbers = missing.map(String.init).joined(separator: ", ")
            throw CommandFailure(
                .unusableInput,
                "\(missing.count == 1 ? "shard" : "shards") \(numbers) of \(count) \(missing.count == 1 ? "is" : "are") missing",
                fix: "name the reports of all \(count) shards")
        }
    }
}

/// The cases of several reports: none may be in two.
private struct UniqueCases {
    private var homes: [[UInt8]: Int] = [:]

    mutating func add(_ result: CaseResult, in file: Int, of files: [NativeFile]) throws(CommandFailure) {
        let name = result.id.description
        guard let other = homes.updateValue(file, forKey: Array(name.utf8)), other != file else { return }
        throw CommandFailure(
            .unusableInput, "the case '\(name)' is in \(files[other].shown) and in \(files[file].shown)",
            fix: "make all shards again, from the same files and with the same '--durations'")
    }
}
