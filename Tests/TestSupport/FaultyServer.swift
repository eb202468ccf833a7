internal import Synchronization

/// A server on loopback that treats a request as the number at the end of its path demands, so that the due verdict of each is known.
///
/// Every tenth connection is dropped, every twentieth answer comes late, every thirtieth is no HTTP; each in several ways. `/ready`
/// is answered.
package final class FaultyServer: Sendable {
    package enum Treatment: Sendable, Hashable {
        case answered
        case late
        /// What its failure says.
        case dropped(String)
        case garbage(String)
    }

    private let server: ScriptedServer

    package var port: Int { server.port }
    package var connectionCount: Int { server.connectionCount }

    /// - Parameter delay: Of a late answer.
    package init(delay: Duration) throws {
        server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                guard Self.answer(Self.number(in: request), delay: delay, on: connection) else { return }
            }
        }
    }

    package static func treatment(of number: Int) -> Treatment {
        if number % 10 == 1 { return drops[number / 10 % drops.count].treatment }
        if number % 20 == 2 { return .late }
        if number % 30 == 3 { return garbage[number / 30 % garbage.count].treatment }
        return .answered
    }

    private static let drops: [(treatment: Treatment, bytes: String, isReset: Bool)] = [
        (.dropped("closed the connection without an answer"), "", false),
        (.dropped("closed the connection without an answer"), "", true),
        (.dropped("shorter than its Content-Length"), "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"number\"", false),
        (.dropped("within the header section"), "HTTP/1.1 200 OK\r\nContent-Le", false),
    ]

    private static let garbage: [(treatment: Treatment, bytes: String)] = [
        (.garbage("is no HTTP"), "\u{1}\u{2}\u{3} SSH-2.0 nothing to see here\r\n\r\n"),
        (.garbage("chunked body"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n"),
        (.garbage("is no HTTP: Header without colon"), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno colon here\r\n\r\n{}"),
    ]

    /// - Returns: Whether the connection is kept.
    private static func answer(_ number: Int?, delay: Duration, on connection: ScriptedConnection) -> Bool {
        guard let number else { return connection.send("HTTP/1.1 204 No Content\r\n\r\n") }
        switch treatment(of: number) {
        case .late: connection.pause(delay)
        case .answered: break
        case .dropped:
            let drop = drops[number / 10 % drops.count]
            connection.send(drop.bytes)
            if drop.isReset { connection.reset() }
            return false
        case .garbage:
            connection.send(garbage[number / 30 % garbage.count].bytes)
            return false
        }
        let body = "{\"number\": \(number)}"
        return connection.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// `nil` for `/ready`.
    private static func number(in request: String) -> Int? {
        let path = request.split(separator: " ").dropFirst().first ?? ""
        return path.split(separator: "/").last.flatMap { Int($0) }
    }
}
