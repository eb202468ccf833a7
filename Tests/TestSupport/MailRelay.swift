/// A mail server that has every message in a Dovecot's mailbox before it says that it took it.
package final class MailRelay: Sendable {
    private let server: ScriptedServer

    package var port: Int { server.port }

    /// - Parameters:
    ///   - isDelivered: Whether messages reach the mailbox; else they are taken and lost.
    ///   - meanwhile: Done after each message, before it is said to be taken.
    package init(to dovecot: Dovecot, isDelivered: Bool = true, meanwhile: @escaping @Sendable () -> Void = {}) throws {
        server = try ScriptedServer { connection in
            connection.send("220 relay\r\n")
            while let line = connection.readLine() {
                switch line.prefix(4).uppercased() {
                case "DATA":
                    connection.send("354 go on\r\n")
                    guard let message = connection.readMessage() else { return }
                    let isTaken = !isDelivered || (try? dovecot.deliver(message)) != nil
                    meanwhile()
                    connection.send(isTaken ? "250 delivered\r\n" : "451 the mailbox takes nothing\r\n")
                case "QUIT":
                    connection.send("221 bye\r\n")
                    return
                default: connection.send("250 fine\r\n")
                }
            }
        }
    }
}

extension ScriptedConnection {
    /// Returns what follows DATA, its dots unstuffed (RFC 5321 section 4.5.2).
    fileprivate func readMessage() -> [UInt8]? {
        let end = Array("\r\n.\r\n".utf8)
        // The end is looked for where it may stand only: a message may be long.
        var bytes = Array("\r\n".utf8)
        while !bytes.suffix(end.count).elementsEqual(end) {
            guard let more = readSome() else { return nil }
            bytes += more
        }
        var message: [UInt8] = []
        message.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated().dropFirst(2).dropLast(3) {
            let isStuffed = byte == UInt8(ascii: ".") && bytes[index - 1] == 0x0A && bytes[index - 2] == 0x0D
            if !isStuffed { message.append(byte) }
        }
        return message
    }
}
