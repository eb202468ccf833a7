internal import Glibc

/// Whether a process other than its leader is in the group and has not ended; one that ended and was not reaped does not count.
///
/// Looked up in `/proc`, because a signal reaches processes that have ended too.
func hasOtherMembers(_ group: pid_t) -> Bool {
    guard let folder = opendir("/proc") else { return false }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
        guard let process = pid_t(name(of: entry)), process != group, let state = processState(process) else { continue }
        if state.group == group, !state.hasEnded { return true }
    }
    return false
}

/// - Returns: `nil` when there is no such process any more.
private func processState(_ process: pid_t) -> (group: pid_t, hasEnded: Bool)? {
    let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &buffer, buffer.count)
    // The name of the program, in parentheses, may hold anything; behind it stand state, parent and group (proc(5)).
    guard count > 0, let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = buffer[(end + 1)..<count].split(separator: 0x20)
    guard fields.count > 2, let group = pid_t(String(decoding: fields[2], as: UTF8.self)) else { return nil }
    return (group, fields[0].elementsEqual("Z".utf8) || fields[0].elementsEqual("X".utf8))
}

extension ProcessEnding {
    /// - Parameter info: What `waitid` says of a process that ended.
    init(_ info: siginfo_t) {
        let status = info._sifields._sigchld.si_status
        self = info.si_code == CLD_EXITED ? .exited(status: status) : .killed(signal: status)
    }
}
