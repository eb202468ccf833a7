import Glibc

/// Writes golden files so that at every moment, also after a crash, each of them is the old one or the new one in full.
struct GoldenStore {
    /// Absolute.
    let folder: String
    /// What messages call the folder.
    let shownFolder: String
    /// Folders that were looked through for what earlier processes left.
    private var tidied: Set<String> = []

    init(folder: String, shownFolder: String) {
        self.folder = folder
        self.shownFolder = shownFolder
    }

    /// Writes the file at `path` below the golden folder, and makes the folders above it.
    ///
    /// The bytes go to a temporary file beside it, reach the disk, and take the name: rename(2) replaces a file as a whole.
    mutating func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        let path = FilePath.normalized(path)
        let shown = FilePath.join(shownFolder, path)
        guard !FilePath.leavesFolder(path) else { throw FileFailure(shown, "a golden lies below \(shownFolder)/") }
        let full = FilePath.join(folder, path)
        try makeFolders(above: path)
        let mode = try modeOfReplaced(full, shown)
        let parent = FilePath.folder(of: full)
        if tidied.insert(parent).inserted { removeLeftovers(in: parent) }
        let temporary = FilePath.join(parent, Self.temporaryName(for: FilePath.name(of: full)))
        do throws(FileFailure) {
            try writeNew(bytes, to: temporary, mode: mode)
            guard rename(temporary, full) == 0 else { throw FileFailure(errnoOf: shown) }
        } catch {
            unlink(temporary)
            throw FileFailure(shown, error.reason)
        }
        try syncFolder(parent)
    }

    static func temporaryName(for name: String) -> String { ".\(name).tmp-\(getpid())" }

    /// The process that made a temporary file of that name; `nil` for another kind of name.
    private static func process(ofTemporary name: String) -> Int32? {
        guard name.utf8.first == UInt8(ascii: "."), let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")),
            name[...dash].hasSuffix(".tmp-")
        else { return nil }
        return Int32(name[name.utf8.index(after: dash)...])
    }

    private func makeFolders(above path: String) throws(FileFailure) {
        try FileSystem.makeFolder(folder)
        guard let root = FileSystem.resolved(folder) else { throw FileFailure(shownFolder, "there is no such folder") }
        var below = ""
        for name in path.split(separator: "/").dropLast() {
            below = FilePath.join(below, String(name))
            let full = FilePath.join(folder, below)
            try FileSystem.makeFolder(full)
            guard let resolved = FileSystem.resolved(full), FilePath.path(resolved, below: root) != nil else {
                throw FileFailure(FilePath.join(shownFolder, below), "it is a symbolic link that leads elsewhere")
            }
        }
    }

    /// The permissions that the file has now; `nil` for a new file.
    private func modeOfReplaced(_ full: String, _ shown: String) throws(FileFailure) -> mode_t? {
        var status = stat()
        guard lstat(full, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw FileFailure(errnoOf: shown)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return status.st_mode & 0o7777
        case S_IFLNK: throw FileFailure(shown, "it is a symbolic link; remove it, then accept again")
        default: throw FileFailure(shown, "it is not a file")
        }
    }

    private func writeNew(_ bytes: [UInt8], to path: String, mode: mode_t?) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: path) }
        defer { close(descriptor) }
        if let mode, fchmod(descriptor, mode) != 0 { throw FileFailure(errnoOf: path) }
        _ = try FileSystem.write(bytes, to: descriptor, path)
        guard fsync(descriptor) == 0 else { throw FileFailure(errnoOf: path) }
    }

    /// Makes the rename itself last.
    private func syncFolder(_ path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure(errnoOf: path) }
    }

    /// Takes away what processes left behind that were ended in the midst of writing a golden. What cannot be taken away is
    /// in nobody's way: its name is hidden.
    private func removeLeftovers(in parent: String) {
        guard let names = try? FileSystem.names(in: parent) else { return }
        for name in names {
            guard let process = Self.process(ofTemporary: name) else { continue }
            let isRunning = process != getpid() && (kill(process, 0) == 0 || errno != ESRCH)
            if !isRunning { unlink(FilePath.join(parent, name)) }
        }
    }
}
