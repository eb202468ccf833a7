import Glibc

/// Temporary files below a golden folder whose writers were ended before they took their names. They are hidden, and no golden ever
/// has such a name.
struct GoldenLeftovers {
    /// Below the folder, in byte order.
    let paths: [String]
    private let folder: String

    private static let prefix = ".assay-"
    private static let suffix = ".tmp"

    /// Looks through the folder and all below it; links are not followed, and what cannot be listed is left out.
    ///
    /// - Parameter folder: Absolute.
    init(in folder: String) {
        self.folder = folder
        var found: [String] = []
        Self.collect(in: folder, below: "", into: &found)
        paths = found
    }

    /// Takes them away.
    ///
    /// - Returns: How many there were that could be.
    func remove() -> Int {
        paths.count { unlink(FilePath.join(folder, $0)) == 0 }
    }

    /// The name of a temporary file of this process. It does not grow with that of the golden, which may be as long as names can be.
    static func name(number: Int) -> String { "\(prefix)\(getpid())-\(number)\(suffix)" }

    private static func collect(in folder: String, below path: String, into found: inout [String]) {
        guard let names = try? FileSystem.names(in: FilePath.join(folder, path)) else { return }
        for name in names {
            let own = FilePath.join(path, name)
            if name.hasPrefix(prefix), name.hasSuffix(suffix) {
                if !isInUse(name), FileSystem.kind(of: FilePath.join(folder, own), followsLinks: false) == .file {
                    found.append(own)
                }
            } else if FileSystem.kind(of: FilePath.join(folder, own), followsLinks: false) == .folder {
                collect(in: folder, below: own, into: &found)
            }
        }
    }

    /// Whether the process that made it still runs.
    private static func isInUse(_ name: String) -> Bool {
        let digits = name.utf8.dropFirst(prefix.utf8.count).prefix { (0x30...0x39).contains($0) }
        guard let process = Int32(String(Substring(digits))), process > 0, process != getpid() else { return false }
        return kill(process, 0) == 0 || errno != ESRCH
    }
}
