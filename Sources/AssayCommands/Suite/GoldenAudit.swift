import AssayCore
import ScenarioLoading

/// Compares the golden files on disk with those that scenarios name, all scenarios and not only those that ran, and says what is
/// wrong with the files themselves.
struct GoldenAudit {
    private(set) var diagnostics: [Diagnostic] = []
    private let workspace: Workspace
    private let files: DiskFiles

    init(_ index: SuiteIndex, in workspace: Workspace, files: DiskFiles) throws {
        self.workspace = workspace
        self.files = files
        let present = try SpecsFolder(project: workspace.folder, allowsOutside: files.allowsOutside)
            .allFiles(below: workspace.project.golden)
        reportClashes(try GoldenClashes(among: index, in: workspace))
        var left = Set(present)
        var open: [GoldenName] = []
        for entry in index.entries {
            guard let facts = entry.facts else { continue }
            var reported: Set<String> = []
            for use in facts.goldens {
                guard let path = use.name.path else {
                    open.append(use.name)
                    continue
                }
                let origin = facts.origins[use.origin]
                if left.remove(path) != nil {
                    inspect(path, origin.form)
                } else if !present.containsInOrder(path), reported.insert(path).inserted {
                    try reportMissing(path, origin, in: entry.path)
                }
            }
        }
        for path in left.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if open.contains(where: { $0.matches(path) }) { inspect(path, nil) } else { reportOrphan(path) }
        }
        reportLeftovers()
    }

    private func shown(_ path: String) -> String { files.goldenDisplayPath(path) }

    private func source(_ path: String, content: [UInt8] = []) -> SourceFile {
        SourceFile(path: shown(path), bytes: content)
    }

    // MARK: - Names

    private mutating func reportOrphan(_ path: String) {
        diagnostics.append(
            Diagnostic(
                "orphan-golden", "no scenario names this golden file", fix: "delete it, or rename it to what is meant",
                in: source(path), at: nil))
    }

    private mutating func reportClashes(_ found: GoldenClashes) {
        for clash in found.clashes {
            guard let earlier = try? workspace.source(clash.earlier.file), let later = try? workspace.source(clash.later.file)
            else { continue }
            diagnostics.append(
                Diagnostic(
                    "golden-clash", clash.message, fix: "give one of them a name of its own: !golden other-name.json",
                    in: later, at: clash.later.origin.range,
                    notes: [Diagnostic.Note("the first one is here", in: earlier, at: clash.earlier.origin.range)]))
        }
    }

    private mutating func reportMissing(_ path: String, _ origin: SuiteFacts.GoldenOrigin, in file: String) throws {
        // What is there under the name of a golden and is no file would stop a run.
        if let fault = readingFault(of: path) { return report(fault) }
        diagnostics.append(
            Diagnostic(
                "missing-golden", "there is no golden file '\(path)' yet", fix: "assay accept \(origin.scenario)",
                severity: .warning, in: try workspace.source(file), at: origin.range))
    }

    private mutating func reportLeftovers() {
        for path in GoldenLeftovers(in: FilePath.normalized(FilePath.join(workspace.folder, workspace.project.golden))).paths {
            diagnostics.append(
                Diagnostic(
                    "left-over", "an 'assay accept' that was interrupted has left this file, which is no golden",
                    fix: "the next 'assay accept' removes it", severity: .warning, in: source(path), at: nil))
        }
    }

    // MARK: - Contents

    /// - Parameter form: What the file holds; `nil` when that is not known.
    private mutating func inspect(_ path: String, _ form: GoldenForm?) {
        do {
            guard let content = try files.golden(path) else { return }
            guard let fault = GoldenContentFault(of: content, form) else { return }
            diagnostics.append(
                Diagnostic(
                    fault.id, fault.message, fix: fault.fix, severity: fault.severity, in: source(path, content: content),
                    at: fault.range))
        } catch {
            report(unreadable(path, error))
        }
    }

    private mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    private func readingFault(of path: String) -> Diagnostic? {
        do {
            _ = try files.golden(path)
            return nil
        } catch {
            return unreadable(path, error)
        }
    }

    private func unreadable(_ path: String, _ error: any Error) -> Diagnostic {
        let reason = (error as? FileFailure)?.reason ?? "\(error)"
        return Diagnostic("unreadable-golden", "this golden file cannot be read: \(reason)", in: source(path), at: nil)
    }
}

extension [String] {
    /// Whether an array in byte order has the element, by bytes.
    fileprivate func containsInOrder(_ text: String) -> Bool {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].utf8.lexicographicallyPrecedes(text.utf8) { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low].utf8.elementsEqual(text.utf8)
    }
}
