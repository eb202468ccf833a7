import Synchronization

/// The files that were read beside scenarios and goldens, each as it was before it was first read; also those that were not there.
final class FileReads: Sendable {
    private let known = Mutex<[String: FileStamp?]>([:])

    /// - Parameter path: Absolute and normalized.
    func note(_ path: String) {
        let stamp = FileStamp(path)
        known.withLock { known in
            if known[path] == nil { known[path] = .some(stamp) }
        }
    }

    /// Returns them, and forgets them.
    func taken() -> [String: FileStamp?] {
        known.withLock { known in
            defer { known = [:] }
            return known
        }
    }
}
