import Glibc

/// A question at the terminal that is answered with yes, no, or no more questions.
enum AcceptQuestion {
    enum Reply: Equatable { case yes, no, quit, interrupted }

    private static let help = "y writes it, n leaves it as it is, q leaves it and all that follow\n"

    /// Asks until there is an answer. The end of the input is one: no more questions.
    static func ask(_ question: String, _ console: inout Console) throws -> Reply {
        while true {
            try console.print(question)
            try console.flush()
            switch line() {
            case .interrupted: return .interrupted
            case .end:
                // The cursor still stands behind the question.
                try console.print("\n")
                return .quit
            case .text(let text):
                if let reply = reply(text) { return reply }
                try console.print(help)
            }
        }
    }

    /// - Returns: `nil` for what is no answer.
    static func reply(_ text: String) -> Reply? {
        switch text.filter({ !$0.isWhitespace }).lowercased() {
        case "y", "yes": .yes
        case "n", "no": .no
        case "q", "quit": .quit
        default: nil
        }
    }

    private enum Line { case text(String), end, interrupted }

    /// Reads up to a line end, byte by byte: nothing is taken that belongs to another reader of the terminal.
    private static func line() -> Line {
        var bytes: [UInt8] = []
        while !Interrupt.isRequested {
            // Ctrl-C reaches any thread of the process: this one has to look for itself whether there was one.
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&input, 1, 100) > 0 else { continue }
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes.isEmpty ? .end : .text(String(decoding: bytes, as: UTF8.self)) }
            if byte == 0x0A { return .text(String(decoding: bytes, as: UTF8.self)) }
            bytes.append(byte)
        }
        return .interrupted
    }
}
