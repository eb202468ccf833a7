/// A program that a run starts and ends: what it is called with, and where.
package struct ServiceCommand: Sendable {
    /// The program first; one without a `/` is looked for in the folders of `PATH`.
    package var arguments: [String]
    package var environment: [String: String]
    /// The working folder, absolute.
    package var folder: String
    /// How long it may take to end after SIGTERM, before SIGKILL.
    package var grace: Duration
    /// How many of its last lines are kept to be shown.
    package var keptLines: Int

    package init(
        _ arguments: [String], environment: [String: String], folder: String, grace: Duration = .seconds(5), keptLines: Int = 20
    ) {
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.grace = grace
        self.keptLines = keptLines
    }
}

/// Why a service is not there to answer.
package struct ServiceFailure: Error, CustomStringConvertible {
    /// What happened, with what to do: one sentence.
    package var message: String
    /// The end of what the service printed, oldest line first; empty when it printed nothing.
    package var lastLines: [String]

    package init(_ message: String, lastLines: [String] = []) {
        self.message = message
        self.lastLines = lastLines
    }

    /// The sentence, and the lines below it.
    package var description: String {
        if lastLines.isEmpty { return message }
        return "\(message); its last lines:\n" + lastLines.map { "    \($0)" }.joined(separator: "\n")
    }
}

/// How a process ended.
package enum ProcessEnding: Sendable, Hashable, CustomStringConvertible {
    case exited(status: Int32)
    case killed(signal: Int32)

    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .killed(let signal): "signal \(signal)"
        }
    }
}
