/// The files that a run depends on, as they were at one moment.
struct WatchedFiles {
    /// Which files those are; all paths are absolute and normalized.
    struct Layout {
        /// Everything below them counts, but for names that begin with a dot or end with `~`.
        var trees: Set<String> = []
        /// Files elsewhere, whether they are there or not.
        var files: Set<String> = []
        /// What the run writes itself.
        var outputs: Set<String> = []
    }

    private static let maximumDepth = 50

    private(set) var layout: Layout
    private var stamps: [String: FileStamp?] = [:]
    /// Where a change shows.
    private(set) var folders: Set<String> = []

    init(_ layout: Layout) {
        self.layout = layout
        for tree in layout.trees { collect(tree, depth: 0) }
        for file in layout.files { add(file, FileStamp(file)) }
    }

    /// Adds files that turned out to be read, each as it was then.
    mutating func add(_ reads: [String: FileStamp?]) {
        for (path, stamp) in reads where stamps[path] == nil {
            layout.files.insert(path)
            add(path, stamp)
        }
    }

    /// Returns the files that are new, gone or other than they were in `earlier`.
    func changes(since earlier: WatchedFiles) -> Set<String> {
        var changes = Set(stamps.lazy.filter { path, stamp in earlier.stamps[path] != .some(stamp) }.map(\.key))
        for path in earlier.stamps.keys where stamps[path] == nil { changes.insert(path) }
        return changes
    }

    private mutating func add(_ file: String, _ stamp: FileStamp?) {
        stamps[file] = .some(stamp)
        folders.insert(Self.nearestFolder(FilePath.folder(of: file)))
    }

    private mutating func collect(_ folder: String, depth: Int) {
        folders.insert(Self.nearestFolder(folder))
        guard depth <= Self.maximumDepth, let names = try? FileSystem.names(in: folder) else { return }
        for name in names where !name.hasPrefix(".") && !name.hasSuffix("~") {
            let path = FilePath.join(folder, name)
            if layout.outputs.contains(path) { continue }
            if FileSystem.kind(of: path, followsLinks: false) == .link, let resolved = FileSystem.resolved(path) {
                folders.insert(FilePath.folder(of: resolved))
            }
            if FileSystem.kind(of: path, followsLinks: true) == .folder {
                collect(path, depth: depth + 1)
            } else {
                stamps[path] = .some(FileStamp(path))
            }
        }
    }

    /// The folder itself, or the first one above it that is there.
    private static func nearestFolder(_ path: String) -> String {
        var path = path
        while path != "/", !path.isEmpty, FileSystem.kind(of: path, followsLinks: true) != .folder {
            path = FilePath.folder(of: path)
        }
        return path
    }
}
