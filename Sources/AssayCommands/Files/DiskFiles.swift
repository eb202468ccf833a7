import AssayCore
import ScenarioRunning
import Synchronization

/// The files of a project as cases read them, kept inside the project folder unless the user allows more.
///
/// Data files are read once and shared; goldens are read afresh each time, so that memory does not grow with the suite.
final class DiskFiles: RunFiles {
    /// Absolute, links resolved.
    let projectFolder: String
    /// Relative to the project folder.
    let goldenFolder: String
    let allowsOutside: Bool
    private let reads: FileReads?

    private let dataFiles = Mutex<[String: DataFile]>([:])
    /// Folders of goldens that were found to lie inside the project.
    private let insideFolders = Mutex<Set<String>>([])

    init(projectFolder: String, goldenFolder: String, allowsOutside: Bool, reads: FileReads? = nil) {
        self.reads = reads
        self.projectFolder = projectFolder
        self.goldenFolder = goldenFolder
        self.allowsOutside = allowsOutside
    }

    func goldenDisplayPath(_ path: String) -> String { FilePath.normalized(FilePath.join(goldenFolder, path)) }

    func golden(_ path: String) throws -> [UInt8]? {
        let shown = goldenDisplayPath(path)
        if FilePath.leavesFolder(FilePath.normalized(path)), !allowsOutside {
            throw FileFailure(shown, "a golden lies below \(goldenFolder)/")
        }
        let full = FilePath.join(projectFolder, shown)
        guard try isInside(FilePath.folder(of: full), shown) else { return nil }
        do {
            return try FileSystem.contentIfPresent(of: full, followsLinks: allowsOutside)
        } catch {
            throw FileFailure(shown, error.reason)
        }
    }

    func bytes(_ path: String, namedIn file: SourceFile) throws -> [UInt8] {
        let place = try place(of: path, namedIn: file)
        do {
            return try FileSystem.content(of: place.full)
        } catch {
            throw FileFailure(place.shown, error.reason)
        }
    }

    func data(_ path: String, namedIn file: SourceFile) throws -> DataFile {
        let key = FilePath.normalized(FilePath.join(FilePath.folder(of: file.path), path))
        if let known = dataFiles.withLock({ $0[key] }) { return known }
        let data = DataFile(path: key, bytes: try bytes(path, namedIn: file))
        // Where two cases read it at once, both go on with the one that came first: it is parsed once.
        return dataFiles.withLock { files in
            if let known = files[key] { return known }
            files[key] = data
            return data
        }
    }

    /// Where the file is that `path` names in a file of the project.
    private func place(of path: String, namedIn file: SourceFile) throws(FileFailure) -> (full: String, shown: String) {
        let shown = FilePath.normalized(FilePath.join(FilePath.folder(of: file.path), path))
        let full = FilePath.normalized(FilePath.join(projectFolder, shown))
        if let reads {
            reads.note(full)
            // A change of what a link leads to shows there.
            if let resolved = FileSystem.resolved(full), resolved != full { reads.note(resolved) }
        }
        if allowsOutside { return (full, shown) }
        guard FilePath.path(full, below: projectFolder) != nil else {
            throw FileFailure(shown, "it lies outside the project folder; --allow-outside permits that")
        }
        guard let resolved = FileSystem.resolved(full) else { throw FileFailure(shown, "there is no such file") }
        guard FilePath.path(resolved, below: projectFolder) != nil else {
            throw FileFailure(shown, "it leads outside the project folder by a symbolic link; --allow-outside permits that")
        }
        return (resolved, shown)
    }

    /// - Returns: `false` when there is no such folder.
    private func isInside(_ folder: String, _ shown: String) throws(FileFailure) -> Bool {
        if allowsOutside || insideFolders.withLock({ $0.contains(folder) }) { return true }
        guard let resolved = FileSystem.resolved(folder) else { return false }
        guard resolved == projectFolder || FilePath.path(resolved, below: projectFolder) != nil else {
            throw FileFailure(shown, "it leads outside the project folder by a symbolic link; --allow-outside permits that")
        }
        _ = insideFolders.withLock { $0.insert(folder) }
        return true
    }
}
