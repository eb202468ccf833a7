import Glibc

/// What tells one state of a file from another without reading it. The time of the last change of anything about it is part of it: a
/// file that was copied with its old time is another one all the same.
struct FileStamp: Equatable, Sendable {
    private var file: UInt64
    private var size: Int
    /// The bytes of a `timespec`, whose members belong to another module where the standard library is linked in.
    private var changed: [UInt8]

    /// - Returns: `nil` when there is nothing at the path, or a link that leads nowhere.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        file = UInt64(status.st_ino)
        size = Int(status.st_size)
        changed = withUnsafeBytes(of: status.st_ctim) { Array($0) }
    }
}
