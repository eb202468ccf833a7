import Glibc

/// Writes golden files so that at every moment, also after a crash, each of them is the old one or the new one in full.
///
/// New contents go to temporary files beside the goldens (`stage`). When all of a batch have reached the disk they take their names
/// (`commit`): rename(2) replaces a file as a whole. A batch of which one cannot be written changes nothing.
struct GoldenStore: ~Copyable {
    private struct Staged {
        var temporary: String
        var full: String
        var shown: String
    }

    /// From here on it costs less to have the whole file system written out than file after file.
    private static let fewFiles = 16

    /// Absolute.
    private let folder: String
    /// What messages call the folder.
    private let shownFolder: String
    /// Absolute, links resolved; `nil` until something is written.
    private var root: String?
    /// Absolute: they are there and lead nowhere else.
    private var knownFolders: Set<String> = []
    private var staged: [Staged] = []
    private var nextNumber = 0
    /// How many goldens have their new content.
    private(set) var writtenCount = 0

    init(folder: String, shownFolder: String) {
        self.folder = folder
        self.shownFolder = shownFolder
    }

    deinit { Self.remove(staged) }

    /// How many goldens wait for `commit`.
    var stagedCount: Int { staged.count }

    /// Writes the new content of the file at `path` below the golden folder beside it, and makes the folders above.
    mutating func stage(_ bytes: [UInt8], for path: String) throws(FileFailure) {
        let path = FilePath.normalized(path)
        let shown = FilePath.join(shownFolder, path)
        guard !FilePath.leavesFolder(path) else { throw FileFailure(shown, "a golden lies below \(shownFolder)/") }
        let full = FilePath.join(folder, path)
        try makeFolders(above: path)
        let mode = try modeOfReplaced(full, shown)
        let temporary = FilePath.join(FilePath.folder(of: full), GoldenLeftovers.name(number: nextNumber))
        nextNumber += 1
        do throws(FileFailure) {
            try writeNew(bytes, to: temporary, mode: mode)
        } catch {
            throw FileFailure(shown, "it cannot be written: \(error.reason)")
        }
        staged.append(Staged(temporary: temporary, full: full, shown: shown))
    }

    /// Gives all that is staged its names, once it is on the disk.
    mutating func commit() throws(FileFailure) {
        guard !staged.isEmpty else { return }
        let batch = staged
        do throws(FileFailure) {
            try sync(batch)
        } catch {
            discard()
            throw error
        }
        var folders: [String] = []
        for (index, file) in batch.enumerated() {
            guard rename(file.temporary, file.full) == 0 else {
                let failure = FileFailure(errnoOf: file.shown)
                staged.removeFirst(index)
                discard()
                throw FileFailure(file.shown, "it cannot be written: \(failure.reason)")
            }
            writtenCount += 1
            let folder = FilePath.folder(of: file.full)
            if folders.last != folder { folders.append(folder) }
        }
        staged.removeAll(keepingCapacity: true)
        // Makes the renames themselves last.
        for folder in Set(folders) { try Self.syncFolder(folder) }
    }

    /// Lets go of what is staged.
    mutating func discard() {
        Self.remove(staged)
        staged.removeAll()
    }

    private static func remove(_ staged: [Staged]) {
        for file in staged { unlink(file.temporary) }
    }

    // MARK: - Folders

    private mutating func makeFolders(above path: String) throws(FileFailure) {
        guard !knownFolders.contains(FilePath.folder(of: FilePath.join(folder, path))) else { return }
        let root = try madeRoot()
        var below = ""
        for name in path.split(separator: "/").dropLast() {
            below = FilePath.join(below, String(name))
            let full = FilePath.join(folder, below)
            let shown = FilePath.join(shownFolder, below)
            try Self.makeFolder(full, shown)
            guard let resolved = FileSystem.resolved(full), FilePath.path(resolved, below: root) != nil else {
                throw FileFailure(shown, "it is a symbolic link that leads elsewhere")
            }
            knownFolders.insert(full)
        }
    }

    private mutating func madeRoot() throws(FileFailure) -> String {
        if let root { return root }
        try Self.makeFolder(folder, shownFolder)
        guard let root = FileSystem.resolved(folder) else { throw FileFailure(shownFolder, "there is no such folder") }
        self.root = root
        knownFolders.insert(folder)
        return root
    }

    private static func makeFolder(_ full: String, _ shown: String) throws(FileFailure) {
        do {
            try FileSystem.makeFolder(full)
        } catch {
            throw FileFailure(shown, "the folder cannot be made: \(error.reason)")
        }
        guard FileSystem.kind(of: full, followsLinks: true) == .folder else {
            throw FileFailure(shown, "it is no folder, and goldens are to lie below it")
        }
    }

    // MARK: - Files

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
        // What stands there is from another process of this number, which is no more.
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: path) }
        do throws(FileFailure) {
            defer { close(descriptor) }
            if let mode, fchmod(descriptor, mode) != 0 { throw FileFailure(errnoOf: path) }
            _ = try FileSystem.write(bytes, to: descriptor, path)
        } catch {
            unlink(path)
            throw error
        }
    }

    private func sync(_ batch: [Staged]) throws(FileFailure) {
        // Only for speed: all goes out at once, and fsync(2), which promises it, finds hardly anything left to do.
        if batch.count > Self.fewFiles { Glibc.sync() }
        for file in batch {
            let descriptor = open(file.temporary, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileFailure(errnoOf: file.shown) }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw FileFailure(errnoOf: file.shown) }
        }
    }

    private static func syncFolder(_ path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure(errnoOf: path) }
    }
}
