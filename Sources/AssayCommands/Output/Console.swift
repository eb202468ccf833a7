import Glibc

/// Standard output and standard error of the process, as the commands use them.
///
/// Output goes out in blocks; whoever writes last calls `flush`.
struct Console {
    enum ColorChoice: String, CaseIterable { case auto, always, never }

    private var pending: [UInt8] = []
    private static let blockSize = 64 << 10

    /// Whether the reader of standard output has gone away (`assay list | head`).
    private(set) var isClosed = false
    let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Appends to standard output.
    mutating func print(_ text: String) throws(FileFailure) {
        pending += text.utf8
        if pending.count >= Self.blockSize { try flush() }
    }

    /// Moves `bytes` to standard output and empties them.
    mutating func take(_ bytes: inout [UInt8]) throws(FileFailure) {
        if pending.isEmpty { swap(&pending, &bytes) } else { pending += bytes }
        bytes.removeAll(keepingCapacity: true)
        if pending.count >= Self.blockSize || isTerminal { try flush() }
    }

    mutating func flush() throws(FileFailure) {
        guard !pending.isEmpty else { return }
        if !isClosed, try !FileSystem.write(pending, to: STDOUT_FILENO, "standard output") { isClosed = true }
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes to standard error at once. A failure to do so has nowhere to be told.
    static func complain(_ text: String) {
        _ = try? FileSystem.write(Array(text.utf8), to: STDERR_FILENO, "standard error")
    }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
    static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Columns of the terminal behind `descriptor`; `nil` when it is none.
    static func width(of descriptor: Int32 = STDOUT_FILENO) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return max(Int(size.ws_col), 40)
    }

    /// See https://no-color.org: any value but an empty one turns colour off, unless the command line asks for it.
    func usesColor(_ choice: ColorChoice, environment: [String: String]) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        }
    }
}

/// The process's environment variables.
func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let pair = entry.pointee {
        let text = String(cString: pair)
        if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
            variables[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
        }
        entry += 1
    }
    return variables
}

/// How many processors there are for this process.
func availableCores() -> Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }
