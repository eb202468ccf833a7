package import AssayCore
internal import Synchronization

extension CaseRunner {
    /// Returns the files that a scenario names, other than its preconditions and goldens, and that cannot be read. Paths with
    /// variables in them are left to the run.
    package func problems(withFilesOf scenario: Scenario) -> [Diagnostic] {
        if notRun(scenario) != nil { return [] }
        var files = NamedFiles()
        for variable in scenario.variables { files.add(variable.value) }
        for example in scenario.examples { files.add(example.values) }
        for step in scenario.allSteps {
            files.add(step.request)
            files.add(step.expect)
        }
        return files.found.compactMap { path, range in
            guard let reason = readableFiles.fault(of: path, namedIn: scenario.file, environment.files) else { return nil }
            return Diagnostic("unreadable-file", "'\(path)' cannot be read: \(reason)", in: scenario.file, at: range)
        }
    }
}

/// Files that were found to be readable: many scenarios name the same.
final class ReadableFiles: Sendable {
    private struct Key: Hashable {
        var folder: String
        var path: String
    }

    private let known = Mutex<Set<Key>>([])

    /// Why a file cannot be read; `nil` when it can.
    func fault(of path: String, namedIn file: SourceFile, _ files: any RunFiles) -> String? {
        let key = Key(folder: file.path, path: path)
        if known.withLock({ $0.contains(key) }) { return nil }
        do {
            _ = try files.bytes(path, namedIn: file)
            _ = known.withLock { $0.insert(key) }
            return nil
        } catch {
            return "\(error)"
        }
    }
}

/// The constant paths of files that the parts of a scenario name. Most scenarios name none: nothing is gathered but what is found.
private struct NamedFiles {
    private(set) var found: [(path: String, range: SourceRange)] = []

    mutating func add(_ template: Template) {
        switch template.shape {
        case .file(let path): add(path: path)
        case .array(let items): for item in items { add(item) }
        case .object(let members): add(members)
        case .converted(_, let inner): add(inner)
        case .matcher(let matcher): for part in matcher.parts { add(part) }
        case .null, .bool, .number, .string, .interpolated, .reference, .time: break
        }
    }

    mutating func add(_ members: [Template.Member]) {
        for member in members { add(member.value) }
    }

    private mutating func add(path: Template) {
        if case .string(let text) = path.shape { found.append((text, path.range)) }
    }

    mutating func add(_ request: RequestTemplate) {
        add(request.headers)
        add(request.cookies)
        if case .parameters(let members) = request.query { add(members) }
        switch request.body {
        case .json(let template), .text(let template), .base64(let template): add(template)
        case .form(let members): add(members)
        case .multipart(let parts): for part in parts { add(part) }
        case .file(let path): add(path: path)
        case nil: break
        }
    }

    private mutating func add(_ part: RequestTemplate.Part) {
        switch part.content {
        case .text(let template), .json(let template), .base64(let template): add(template)
        case .file(let path): add(path: path)
        }
    }

    mutating func add(_ expect: Expectation) {
        add(expect.headers)
        if let body = expect.body { add(body) }
        if let mail = expect.mail { add(mail) }
        for check in expect.checks {
            switch check.demand {
            case .json(_, let expected), .header(_, let expected), .csv(_, let expected): add(expected)
            case .mail(let mail): add(mail)
            case .status: break
            }
        }
    }

    private mutating func add(_ mail: MailExpectation) {
        guard case .messages(let messages, _) = mail else { return }
        for message in messages {
            for text in [message.from, message.subject, message.text] { if let text { add(text) } }
            for attachment in message.attachments ?? [] { if let content = attachment.content { add(content) } }
        }
    }

    private mutating func add(_ content: ContentExpectation) {
        switch content.wanted {
        case .json(let template), .text(let template), .base64(let template): add(template)
        case .file(let path): add(path: path)
        case .csv(let table):
            switch table.rows {
            case .file(let path): add(path: path)
            case .rows(let rows): for row in rows { for cell in row { add(cell) } }
            case .golden: break
            }
        case .jsonGolden, .textGolden, .empty: break
        }
    }
}
