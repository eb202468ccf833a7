internal import Glibc

/// Starts a program as the leader of a process group of its own, with no signal blocked or ignored.
///
/// - Parameters:
///   - descriptors: What it has open, by its own number. It gets nothing else that this process has open, whoever opened it.
/// - Returns: The process's id, which is also that of its group.
/// - Throws: The error number.
func spawn(
    _ program: String, _ arguments: [String], environment: [String: String],
    descriptors: [(from: Int32, to: Int32)]
) throws(ErrorNumber) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (from, to) in descriptors { posix_spawn_file_actions_adddup2(&actions, from, to) }
    let own = Set(descriptors.map(\.to))
    // To close what is closed already is no error here.
    for descriptor in openDescriptors() where !own.contains(descriptor) {
        posix_spawn_file_actions_addclose(&actions, descriptor)
    }

    var argumentPointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variablePointers: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argumentPointers + variablePointers { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, &attributes, &argumentPointers, &variablePointers)
    guard code == 0 else { throw ErrorNumber(code: code) }
    return process
}

private func openDescriptors() -> [Int32] {
    guard let folder = opendir("/proc/self/fd") else { return [] }
    defer { closedir(folder) }
    var descriptors: [Int32] = []
    while let entry = readdir(folder) {
        if let descriptor = Int32(name(of: entry)) { descriptors.append(descriptor) }
    }
    return descriptors
}

func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

/// What a system call says went wrong.
struct ErrorNumber: Error, CustomStringConvertible {
    var code: Int32

    /// Of the call that failed just before.
    static var last: ErrorNumber { ErrorNumber(code: errno) }

    var description: String { String(cString: strerror(code)) }
}

/// Two ends for bytes to go through, above the standard descriptors and closed in programs that are started.
struct Pipe {
    let reading: Int32
    let writing: Int32

    /// A pipe, for output: programs reopen theirs by name (`/dev/stdout`), which a socket does not let them.
    static func forOutput() throws(ErrorNumber) -> Pipe {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .last }
        return try Pipe(moving: ends)
    }

    /// A pair of sockets: unlike a pipe it is made close-on-exec, so that no program which another thread starts meanwhile gets an end.
    static func forWords() throws(ErrorNumber) -> Pipe {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .last }
        return try Pipe(moving: ends)
    }

    /// A process without standard input would have its pipes there, where those of a program to start belong.
    private init(moving ends: [Int32]) throws(ErrorNumber) {
        defer { for end in ends { close(end) } }
        reading = fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
        guard reading >= 0 else { throw .last }
        writing = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
        guard writing >= 0 else {
            let error = ErrorNumber.last
            close(reading)
            throw error
        }
    }
}

/// Writes a few bytes to a pair of sockets; who does not listen any more is no error.
func say(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    while send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0, errno == EINTR {}
}

/// `/dev/null`, above the standard descriptors like the ends of a pipe; closed by the caller.
func openNullDevice() throws(ErrorNumber) -> Int32 {
    let opened = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard opened >= 0 else { throw .last }
    defer { close(opened) }
    let moved = fcntl(opened, F_DUPFD_CLOEXEC, 10)
    guard moved >= 0 else { throw .last }
    return moved
}
