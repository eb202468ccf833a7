import DataFormats
import Glibc

/// A file or folder that could not be read or written, and why.
struct FileFailure: Error, CustomStringConvertible {
    var path: String
    var reason: String

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    /// Takes the reason from `errno`; call it right after the call that failed.
    init(errnoOf path: String) {
        let code = errno
        self.init(path, String(cString: strerror(code)))
    }

    var description: String { "\(path): \(reason)" }
}

/// What there is at a path.
enum FileKind { case file, folder, link, other }

/// The system calls behind every file that a command reads or writes. Paths are absolute or relative to the working folder.
enum FileSystem {
    /// The program that this process runs; `nil` where the system does not say.
    static var ownExecutable: String? { resolved("/proc/self/exe") }

    /// Returns the content of a regular file or a pipe.
    ///
    /// - Parameter followsLinks: When `false`, a symbolic link at the end of the path is a failure.
    /// - Returns: `nil` when there is no such file.
    static func contentIfPresent(of path: String, followsLinks: Bool = true) throws(FileFailure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            if errno == ELOOP { throw FileFailure(path, "it is a symbolic link") }
            throw FileFailure(errnoOf: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(errnoOf: path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileFailure(path, "it is a folder") }
        return try content(of: descriptor, expecting: Int(status.st_size), path)
    }

    static func content(of path: String) throws(FileFailure) -> [UInt8] {
        guard let bytes = try contentIfPresent(of: path) else { throw FileFailure(path, "there is no such file") }
        return bytes
    }

    /// Returns the content of a regular file in memory that is only filled as it is read, and of a pipe as an array. A file that
    /// is written to meanwhile must not get shorter.
    static func mapped(_ path: String) throws(FileFailure) -> TextBytes {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFailure(errnoOf: path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileFailure(path, "it is a folder") }
        let size = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG, size > 0,
            let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), memory != MAP_FAILED
        else { return .array(try content(of: descriptor, expecting: size, path)) }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let file = FileBytes(UnsafeRawBufferPointer(start: memory, count: size)) { part in
            guard let start = part.baseAddress else { return }
            // Whole pages only; those at the edges may be in use.
            let first = (Int(bitPattern: start) + page - 1) / page * page
            let end = (Int(bitPattern: start) + part.count) / page * page
            if first < end { madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_DONTNEED) }
        } unmap: { all in
            munmap(UnsafeMutableRawPointer(mutating: all.baseAddress), all.count)
        }
        return .file(file)
    }

    static func standardInput() throws(FileFailure) -> [UInt8] {
        try content(of: STDIN_FILENO, expecting: 0, "standard input")
    }

    /// A file may grow or shrink while it is read, and a pipe has no size: the end is where `read` says it is.
    private static func content(of descriptor: Int32, expecting size: Int, _ path: String) throws(FileFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = size + 1
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, initialized in
                repeat { count = read(descriptor, buffer.baseAddress, chunk) } while count < 0 && errno == EINTR
                initialized = max(count, 0)
            }
            guard count >= 0 else { throw FileFailure(errnoOf: path) }
            guard count > 0 else { return bytes }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            // A file gives less than it is asked for only at its end; a pipe, whose size is 0, may at any time.
            if size > 0, count < chunk { return bytes }
            chunk = 1 << 16
        }
    }

    /// Returns what is at the path; `nil` for nothing.
    static func kind(of path: String, followsLinks: Bool) -> FileKind? {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .other
        }
    }

    /// The names in a folder without `.` and `..`, in byte order.
    static func names(in folder: String) throws(FileFailure) -> [String] {
        guard let stream = opendir(folder) else { throw FileFailure(errnoOf: folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The path with every link, `.` and `..` resolved; `nil` when there is nothing there.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static var workingFolder: String {
        guard let folder = getcwd(nil, 0) else { return "/" }
        defer { free(folder) }
        return String(cString: folder)
    }

    /// Makes the folder and those above it that are missing.
    static func makeFolder(_ path: String) throws(FileFailure) {
        guard kind(of: path, followsLinks: true) != .folder else { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try makeFolder(String(path[..<slash])) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileFailure(errnoOf: path) }
    }

    /// Writes all of `bytes`.
    ///
    /// - Returns: `false` when nobody reads the other end any more.
    static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32, _ path: String) throws(FileFailure) -> Bool {
        let buffer = ContiguousArray(bytes)
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start) }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { return false }
                throw FileFailure(errnoOf: path)
            }
            start += count
        }
        return true
    }
}
