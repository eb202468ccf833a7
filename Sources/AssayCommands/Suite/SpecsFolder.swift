import AssayCore

/// Finds the YAML files of a project.
struct SpecsFolder {
    private static let maximumDepth = 50
    /// Absolute, links resolved.
    let project: String
    let allowsOutside: Bool

    /// Returns the paths, relative to the project folder, of all `.yaml` and `.yml` files below `folder` in byte order,
    /// whatever the case of the extension.
    ///
    /// Names that begin with a dot are left out. A link is followed when it stays in the project.
    func files(below folder: String) throws(FileFailure) -> [String] {
        var found: [String] = []
        try collect(FilePath.normalized(folder), depth: 0, .reject, into: &found) { name in
            // `.YAML` is no other format: passed over, its scenarios would never run.
            let ending = name.utf8.suffix(5).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            return ending.elementsEqual(".yaml".utf8) || ending.suffix(4).elementsEqual(".yml".utf8)
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns the paths, relative to `folder`, of all files below it, and of links that lead nowhere or out of the project; none when
    /// there is no such folder.
    func allFiles(below folder: String) throws(FileFailure) -> [String] {
        let folder = FilePath.normalized(folder)
        guard FileSystem.kind(of: FilePath.join(project, folder), followsLinks: true) == .folder else { return [] }
        var found: [String] = []
        try collect(folder, depth: 0, .list, into: &found) { _ in true }
        return found.compactMap { folder.isEmpty ? $0 : FilePath.path($0, below: folder) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// What to do about a link that leads out of the project.
    private enum StrayLinks { case reject, list }

    private func collect(
        _ folder: String, depth: Int, _ strayLinks: StrayLinks, into found: inout [String], where isWanted: (String) -> Bool
    ) throws(FileFailure) {
        guard depth <= Self.maximumDepth else { throw FileFailure(folder, "folders are nested too deeply, or in a circle") }
        let names: [String]
        do {
            names = try FileSystem.names(in: FilePath.join(project, folder))
        } catch {
            throw FileFailure(folder, error.reason)
        }
        for name in names where !name.hasPrefix(".") {
            let path = FilePath.join(folder, name)
            let full = FilePath.join(project, path)
            let kind = FileSystem.kind(of: full, followsLinks: true)
            guard kind == .folder || (kind == .file || kind == nil) && isWanted(name) else { continue }
            // A link that leads nowhere is not passed over: who reads it says so.
            let isStray = kind != nil && leadsOutside(full)
            if isStray, strayLinks == .reject {
                throw FileFailure(
                    path, "it leads outside the project folder by a symbolic link; --allow-outside permits that")
            }
            if kind == .folder, !isStray {
                try collect(path, depth: depth + 1, strayLinks, into: &found, where: isWanted)
            } else {
                found.append(path)
            }
        }
    }

    /// Whether a path is a link that is not to be followed.
    private func leadsOutside(_ full: String) -> Bool {
        guard !allowsOutside, FileSystem.kind(of: full, followsLinks: false) == .link else { return false }
        guard let resolved = FileSystem.resolved(full) else { return true }
        return FilePath.path(resolved, below: project) == nil
    }
}
