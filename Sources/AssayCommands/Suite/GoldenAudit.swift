import AssayCore
import ScenarioLoading

/// Compares the golden files on disk with those that scenarios name, all scenarios and not only those that ran.
struct GoldenAudit {
    private(set) var diagnostics: [Diagnostic] = []
    private let workspace: Workspace

    private struct Claim {
        var use: SuiteFacts.GoldenUse
        var path: String
        var file: String
    }

    init(_ index: SuiteIndex, in workspace: Workspace, allowsOutside: Bool) throws {
        self.workspace = workspace
        let present = try SpecsFolder(project: workspace.folder, allowsOutside: allowsOutside)
            .allFiles(below: workspace.project.golden)
        let uses = index.entries.flatMap { entry in (entry.facts?.goldens ?? []).map { (entry.path, $0) } }
        let claims = uses.compactMap { file, use in use.name.path.map { Claim(use: use, path: $0, file: file) } }
        try reportClashes(among: claims)
        try reportMissing(claims, present: Set(present))
        let named = Set(claims.map(\.path))
        let open = uses.map(\.1.name).filter { $0.path == nil }
        for path in present {
            if named.contains(path) || open.contains(where: { $0.matches(path) }) {
                try reportConflictMarkers(in: path)
            } else {
                reportOrphan(path, near: named)
            }
        }
    }

    private func source(ofGolden path: String, content: [UInt8] = []) -> SourceFile {
        SourceFile(path: FilePath.normalized(FilePath.join(workspace.project.golden, path)), bytes: content)
    }

    private mutating func reportOrphan(_ path: String, near named: Set<String>) {
        diagnostics.append(
            Diagnostic(
                "orphan-golden", "no scenario names this golden file", fix: "delete it, or rename it to what is meant",
                in: source(ofGolden: path), at: nil))
    }

    /// A scenario may name one golden for several of its own cases. Between scenarios, and between names that some file
    /// systems take for one, it is a mistake.
    private mutating func reportClashes(among claims: [Claim]) throws {
        var first: [String: Claim] = [:]
        var reported: Set<String> = []
        for claim in claims {
            let key = claim.path.lowercased()
            guard let earlier = first[key] else {
                first[key] = claim
                continue
            }
            let isSamePath = earlier.path.utf8.elementsEqual(claim.path.utf8)
            if isSamePath, earlier.use.isExplicit, claim.use.isExplicit, earlier.use.scenario == claim.use.scenario { continue }
            guard reported.insert("\(key) \(claim.file) \(claim.use.range.start)").inserted else { continue }
            let message =
                isSamePath
                ? "the golden file '\(claim.path)' belongs to \(earlier.use.scenario) too"
                : "the golden file '\(claim.path)' differs from '\(earlier.path)' only in letter case"
            let note = Diagnostic.Note("the first one is here", in: try workspace.source(earlier.file), at: earlier.use.range)
            diagnostics.append(
                Diagnostic(
                    "golden-clash", message, fix: "give one of them a name of its own: !golden other-name.json",
                    in: try workspace.source(claim.file), at: claim.use.range, notes: [note]))
        }
    }

    private mutating func reportMissing(_ claims: [Claim], present: Set<String>) throws {
        var reported: Set<String> = []
        for claim in claims where !present.contains(claim.path) && reported.insert(claim.path).inserted {
            diagnostics.append(
                Diagnostic(
                    "missing-golden", "there is no golden file '\(claim.path)' yet",
                    fix: "assay accept \(claim.use.scenario)", severity: .warning,
                    in: try workspace.source(claim.file), at: claim.use.range))
        }
    }

    private mutating func reportConflictMarkers(in path: String) throws {
        let shown = source(ofGolden: path).path
        let content = try FileSystem.content(of: FilePath.join(workspace.folder, shown))
        guard let line = lineOfConflictMarker(in: content) else { return }
        diagnostics.append(
            Diagnostic(
                "conflict-markers", "a merge left its conflict markers in this golden file",
                fix: "take one side, or delete the file and run 'assay accept'",
                in: source(ofGolden: path, content: content), at: SourceRange(line: line, column: 1, length: 7)))
    }
}

/// Returns the line, from 1, of the first `<<<<<<<` that is followed by `=======` and `>>>>>>>`, each at the start of a line.
func lineOfConflictMarker(in content: [UInt8]) -> Int? {
    let markers: [UInt8] = [UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">")]
    var found: Int?
    var next = 0
    var number = 0
    for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
        number += 1
        guard line.count >= 7, line.prefix(7).allSatisfy({ $0 == markers[next] }) else { continue }
        if next == 0 { found = number }
        next += 1
        if next == markers.count { return found }
    }
    return nil
}
