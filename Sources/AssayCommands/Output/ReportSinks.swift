import AssayCore
import ConformanceReporting
import Glibc

/// A report that was asked for: `junit=build/report.xml`.
struct ReportRequest: Equatable {
    var format: ReportFormat
    /// `nil` for standard output.
    var file: String?

    init(_ text: String) throws(CommandFailure) {
        let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
        let name = equals.map { String(text[..<$0]) } ?? text
        let file = equals.map { String(text[text.utf8.index(after: $0)...]) }
        guard let format = ReportFormat(rawValue: name) else {
            let names = ReportFormat.allCases.map(\.rawValue)
            throw CommandFailure(
                .badUsage, "there is no report format '\(name)'",
                fix: suggestion(for: name, among: names) ?? "one of \(names.joined(separator: ", "))")
        }
        guard file != "" else { throw CommandFailure(.badUsage, "--report \(text) names no file") }
        self.format = format
        self.file = file == "-" ? nil : file
    }

    /// Reads the options; where text is asked for nowhere and standard output is free, it goes there.
    static func all(_ texts: [String]) throws(CommandFailure) -> [ReportRequest] {
        var requests: [ReportRequest] = []
        for text in texts { requests.append(try ReportRequest(text)) }
        let printed = requests.filter { $0.file == nil }.count
        guard printed <= 1 else {
            throw CommandFailure(
                .badUsage, "only one report can go to standard output", fix: "name a file: --report junit=report.xml")
        }
        var files: Set<String> = []
        for case let file? in requests.map(\.file) where !files.insert(FilePath.normalized(file)).inserted {
            throw CommandFailure(.badUsage, "two reports would go to '\(file)'", fix: "give each a file of its own")
        }
        if printed == 0, !requests.contains(where: { $0.format == .text }) { requests.insert(try ReportRequest("text"), at: 0) }
        return requests
    }
}

/// The reports of a run, written while it goes on: memory does not grow with it.
struct ReportSinks: ~Copyable {
    private struct Sink {
        var writer: any ReportWriter
        var file: ReportFile?
        /// Where the report waits for what it begins with; `nil` when it is written as it comes.
        var spool: ReportSpool?
        var buffer: [UInt8] = []

        mutating func begin(_ header: RunHeader) { writer.begin(header, into: &buffer) }
        mutating func add(_ result: CaseResult) { writer.add(result, into: &buffer) }

        mutating func finish(_ summary: RunSummary) throws(FileFailure) {
            writer.finish(summary, into: &buffer)
            guard let spool, let writer = writer as? any SummaryFirstReport else { return }
            try spool.write(buffer)
            buffer.removeAll(keepingCapacity: true)
            writer.front(summary, into: &buffer)
        }
    }

    private static let blockSize = 64 << 10
    private var sinks: [Sink] = []
    private(set) var console: Console
    private var isFinished = false

    init(_ requests: [ReportRequest], style: TextStyle, console: Console, workingFolder: String) throws(FileFailure) {
        self.console = console
        for request in requests {
            let file: ReportFile? =
                if let path = request.file { try ReportFile(path, workingFolder: workingFolder) } else { nil }
            var style = style
            if file != nil { (style.color, style.width) = (false, nil) }
            let writer = request.format.writer(style: style)
            let spool: ReportSpool? =
                writer is any SummaryFirstReport ? try ReportSpool(folder: file?.folder, for: request.file) : nil
            sinks.append(Sink(writer: writer, file: file, spool: spool))
        }
    }

    /// What a run leaves behind when it breaks off is no report: its files go.
    deinit {
        guard !isFinished else { return }
        for sink in sinks {
            sink.file?.discard()
            sink.spool?.close()
        }
    }

    /// Whether nobody is left to read any report.
    var hasNoReader: Bool { console.isClosed && sinks.allSatisfy { $0.file == nil } }

    mutating func begin(_ header: RunHeader) throws(FileFailure) {
        for index in sinks.indices { sinks[index].begin(header) }
        try passOn(atLeast: Self.blockSize)
    }

    mutating func add(_ result: CaseResult) throws(FileFailure) {
        for index in sinks.indices { sinks[index].add(result) }
        try passOn(atLeast: Self.blockSize)
    }

    mutating func finish(_ summary: RunSummary) throws(FileFailure) {
        for index in sinks.indices { try sinks[index].finish(summary) }
        for index in sinks.indices {
            guard let spool = sinks[index].spool else { continue }
            sinks[index].spool = nil
            try spool.readBack { (block: [UInt8]) throws(FileFailure) in
                sinks[index].buffer += block
                try passOn(atLeast: Self.blockSize)
            }
        }
        try passOn(atLeast: 1)
        try console.flush()
        for sink in sinks { try sink.file?.complete() }
        isFinished = true
    }

    private mutating func passOn(atLeast size: Int) throws(FileFailure) {
        for index in sinks.indices {
            if let spool = sinks[index].spool {
                guard sinks[index].buffer.count >= size else { continue }
                try spool.write(sinks[index].buffer)
                sinks[index].buffer.removeAll(keepingCapacity: true)
                continue
            }
            guard let file = sinks[index].file else {
                let least = console.isTerminal ? 1 : size
                if sinks[index].buffer.count >= least { try console.take(&sinks[index].buffer) }
                continue
            }
            guard sinks[index].buffer.count >= size else { continue }
            try file.write(sinks[index].buffer)
            sinks[index].buffer.removeAll(keepingCapacity: true)
        }
    }
}

/// A file that gets its name only when it is complete. What is no regular file (a pipe, a device) is written to directly.
struct ReportFile: Sendable {
    private let path: String
    private let shown: String
    /// `nil` when the path is written to directly.
    private let temporary: String?
    private let descriptor: Int32

    /// Where it will stand; `nil` when the path is written to directly.
    var folder: String? { temporary.map { FilePath.folder(of: $0) } }

    init(_ shown: String, workingFolder: String) throws(FileFailure) {
        self.shown = shown
        let full = FilePath.join(workingFolder, shown)
        switch FileSystem.kind(of: full, followsLinks: true) {
        case .folder: throw FileFailure(shown, "it is a folder")
        case .other:
            path = full
            temporary = nil
            descriptor = open(full, O_WRONLY | O_CLOEXEC)
        case .file, .link, nil:
            path = FileSystem.resolved(full) ?? full
            let folder = FilePath.folder(of: path)
            try FileSystem.makeFolder(folder)
            let temporary = FilePath.join(folder, ".\(FilePath.name(of: path)).tmp-\(getpid())")
            unlink(temporary)
            self.temporary = temporary
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        }
        guard descriptor >= 0 else { throw FileFailure(errnoOf: shown) }
    }

    func write(_ bytes: [UInt8]) throws(FileFailure) {
        guard try FileSystem.write(bytes, to: descriptor, shown) else { throw FileFailure(shown, "its reader went away") }
    }

    func complete() throws(FileFailure) {
        guard close(descriptor) == 0 else { throw FileFailure(errnoOf: shown) }
        guard let temporary else { return }
        guard rename(temporary, path) == 0 else { throw FileFailure(errnoOf: shown) }
    }

    func discard() {
        close(descriptor)
        if let temporary { unlink(temporary) }
    }
}
