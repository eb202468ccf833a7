import Glibc

/// Wakes up when something changes directly in one of a set of folders (Linux: inotify).
///
/// It does not tell what: events are lost when there are too many, come late, and name files that are gone again. Who is woken looks
/// at the files themselves.
struct FolderWatch: ~Copyable {
    private static let events: UInt32 = {
        // One expression of them all would take the compiler minutes.
        var events = UInt32(IN_CLOSE_WRITE)
        events |= UInt32(IN_MODIFY)
        events |= UInt32(IN_ATTRIB)
        events |= UInt32(IN_CREATE)
        events |= UInt32(IN_DELETE)
        events |= UInt32(IN_MOVED_FROM)
        events |= UInt32(IN_MOVED_TO)
        events |= UInt32(IN_DELETE_SELF)
        events |= UInt32(IN_MOVE_SELF)
        events |= UInt32(IN_ONLYDIR)
        return events
    }()

    private let descriptor: Int32
    private var watches: Set<Int32> = []

    init() throws(FileFailure) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw FileFailure(errnoOf: "the watch for changed files (inotify)") }
    }

    deinit { close(descriptor) }

    /// Watches these folders and no others. Those that are gone by now are left out.
    ///
    /// - Throws: `FileFailure` when the system allows no more.
    mutating func watch(_ folders: Set<String>) throws(FileFailure) {
        var wanted: Set<Int32> = []
        for folder in folders {
            // The same folder has the same number, also under another name.
            let number = inotify_add_watch(descriptor, folder, Self.events)
            if number >= 0 {
                wanted.insert(number)
            } else if errno == ENOSPC {
                throw FileFailure(folder, "no more folders can be watched; raise fs.inotify.max_user_watches")
            } else if errno != ENOENT, errno != ENOTDIR, errno != EACCES {
                throw FileFailure(errnoOf: folder)
            }
        }
        for number in watches.subtracting(wanted) { inotify_rm_watch(descriptor, number) }
        watches = wanted
    }

    /// Returns when something happened, or the time is over, or a signal came.
    ///
    /// - Returns: Whether something happened.
    func wait(milliseconds: Int32) -> Bool {
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&input, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while read(descriptor, &buffer, buffer.count) > 0 {}
        return true
    }
}
