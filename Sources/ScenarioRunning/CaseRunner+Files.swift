package import AssayCore
internal import Synchronization

extension CaseRunner {
    /// Returns the files that a scenario names, other than its preconditions and goldens, and that cannot be read. Paths with
    /// variables in them are left to the run.
    package func problems(withFilesOf scenario: Scenario) -> [Diagnostic] {
        if notRun(scenario) != nil { return [] }
        var templates = scenario.variables.map(\.value) + scenario.examples.flatMap { $0.values.map(\.value) }
        for step in scenario.steps { templates += step.request.templates + step.expect.templates }
        return templates.flatMap(\.files).compactMap { path, range in
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

extension Template {
    /// The paths of files below, as far as they are constant.
    fileprivate var files: [(path: String, range: SourceRange)] {
        switch shape {
        case .file(let path): if case .string(let text) = path.shape { [(text, path.range)] } else { [] }
        case .array(let items): items.flatMap(\.files)
        case .object(let members): members.flatMap(\.value.files)
        case .converted(_, let inner): inner.files
        case .matcher(let matcher): matcher.parts.flatMap(\.files)
        case .null, .bool, .number, .string, .interpolated, .reference, .time: []
        }
    }

    /// As if the path stood behind `!file`.
    fileprivate var asFile: Template { Template(.file(self), at: range) }
}

extension RequestTemplate {
    fileprivate var templates: [Template] {
        var templates = (headers + cookies).map(\.value)
        if case .parameters(let members) = query { templates += members.map(\.value) }
        switch body {
        case .json(let template), .text(let template), .base64(let template): templates.append(template)
        case .form(let members): templates += members.map(\.value)
        case .file(let path): templates.append(path.asFile)
        case nil: break
        }
        return templates
    }
}

extension AssayCore.Expectation {
    fileprivate var templates: [Template] {
        var templates = headers.map(\.value) + (body.map(\.templates) ?? []) + (mail.map(\.templates) ?? [])
        for check in checks {
            switch check.demand {
            case .json(_, let expected), .header(_, let expected), .csv(_, let expected): templates.append(expected)
            case .mail(let mail): templates += mail.templates
            case .status: break
            }
        }
        return templates
    }
}

extension MailExpectation {
    fileprivate var templates: [Template] {
        guard case .messages(let messages, _) = self else { return [] }
        return messages.flatMap { message in
            [message.from, message.subject, message.text].compactMap { $0 }
                + (message.attachments ?? []).flatMap { $0.content?.templates ?? [] }
        }
    }
}

extension ContentExpectation {
    fileprivate var templates: [Template] {
        switch wanted {
        case .json(let template), .text(let template), .base64(let template): [template]
        case .file(let path): [path.asFile]
        case .csv(let table):
            switch table.rows {
            case .file(let path): [path.asFile]
            case .rows(let rows): rows.flatMap { $0 }
            case .golden: []
            }
        case .jsonGolden, .textGolden, .empty: []
        }
    }
}
