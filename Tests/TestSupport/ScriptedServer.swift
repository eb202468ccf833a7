#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif
internal import Foundation
internal import Synchronization

/// A server on loopback that does with each connection what a script says, however wrong that is.
package final class ScriptedServer: Sendable {
    /// 0 for a server on a unix socket.
    package let port: Int
    private let listener: Int32
    private let log = Log()

    /// What its connections have seen.
    private final class Log: Sendable {
        let requests = Mutex<[String]>([])
        let connections = Atomic(0)
    }

    /// Every request that was read, in the order in which they came.
    package var requests: [String] { log.requests.withLock { $0 } }
    package var connectionCount: Int { log.connections.load(ordering: .relaxed) }

    /// - Parameters:
    ///   - path: Listens on a unix socket there and not on a port.
    ///   - script: Called for each connection on a thread of its own; the connection is closed when it returns.
    package init(path: String? = nil, _ script: @escaping @Sendable (ScriptedConnection) -> Void) throws {
        (listener, port) = try path.map { (try unixListener($0), 0) } ?? tcpListener()
        let (listener, log) = (listener, log)
        Thread.detachNewThread {
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else {
                    // Closed here and nowhere else: another's listener could have the number by the next `accept`.
                    close(listener)
                    return
                }
                log.connections.add(1, ordering: .relaxed)
                Thread.detachNewThread {
                    let connection = ScriptedConnection(socket) { request in log.requests.withLock { $0.append(request) } }
                    script(connection)
                    connection.close()
                }
            }
        }
    }

    deinit {
        // `accept` does not return from a mere close.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Answers every request of every connection with the same bytes.
    package convenience init(path: String? = nil, answering answer: String) throws {
        try self.init(path: path) { connection in
            while connection.readRequest() != nil { connection.send(answer) }
        }
    }
}

/// The server's side of a connection.
package final class ScriptedConnection: Sendable {
    private let socket: Int32
    private let note: @Sendable (String) -> Void
    private let isOpen = Atomic(true)
    private let rest = Mutex<[UInt8]>([])

    fileprivate init(_ socket: Int32, note: @escaping @Sendable (String) -> Void) {
        self.socket = socket
        self.note = note
    }

    /// Returns the next request with its body, as ISO 8859-1; `nil` at the end of the connection.
    package func readRequest() -> String? {
        var bytes = rest.withLock { $0 }
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound {
                let head = String(bytes[..<end].map { Character(UnicodeScalar($0)) })
                let length = contentLength(head)
                if bytes.count >= end + length {
                    let remaining = Array(bytes[(end + length)...])
                    rest.withLock { $0 = remaining }
                    let request = String(String.UnicodeScalarView(bytes[..<(end + length)].map { UnicodeScalar($0) }))
                    note(request)
                    return request
                }
            }
            guard let more = readSome() else { return nil }
            bytes += more
            rest.withLock { $0 = bytes }
        }
    }

    /// Returns a line without its end; `nil` at the end of the connection.
    package func readLine() -> String? {
        while true {
            let line = rest.withLock { bytes -> String? in
                guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
                defer { bytes.removeFirst(end + 1) }
                return String(decoding: bytes[..<end].filter { $0 != 0x0D }, as: UTF8.self)
            }
            if let line {
                note(line)
                return line
            }
            guard let more = readSome() else { return nil }
            rest.withLock { $0 += more }
        }
    }

    /// Returns exactly so many bytes; `nil` when the connection ends before.
    package func read(_ count: Int) -> [UInt8]? {
        while rest.withLock({ $0.count }) < count {
            guard let more = readSome() else { return nil }
            rest.withLock { $0 += more }
        }
        return rest.withLock { bytes in
            defer { bytes.removeFirst(count) }
            return Array(bytes[..<count])
        }
    }

    /// Returns what there is, once there is something.
    package func readSome() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// - Returns: Whether the client took all of it.
    @discardableResult package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// - Returns: Whether the client took all of it.
    @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer -> Int in
                guard let start = buffer.baseAddress else { return 0 }
                #if canImport(Darwin)
                    return Darwin.send(socket, start + sent, buffer.count - sent, 0)
                #else
                    return Glibc.send(socket, start + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
                #endif
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    package func pause(_ duration: Duration) {
        Thread.sleep(forTimeInterval: Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
    }

    /// Ends the connection with a reset: what is under way is lost.
    package func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        close()
    }

    package func close() {
        guard isOpen.exchange(false, ordering: .relaxed) else { return }
        #if canImport(Darwin)
            Darwin.close(socket)
        #else
            Glibc.close(socket)
        #endif
    }

    /// Copies bytes both ways between this connection and a port of loopback until either ends.
    package func join(port: Int) {
        guard let other = try? connected(port: port) else { return }
        let upstream = ScriptedConnection(other) { _ in }
        let both = DispatchGroup()
        both.enter()
        Thread.detachNewThread {
            while let bytes = upstream.readSome(), self.send(bytes) {}
            shutdown(self.socket, Int32(SHUT_WR))
            both.leave()
        }
        while let bytes = readSome(), upstream.send(bytes) {}
        shutdown(other, Int32(SHUT_WR))
        both.wait()
        upstream.close()
    }

    private func contentLength(_ head: String) -> Int {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0
        }
        return 0
    }
}

private struct SocketFault: Error {
    var call: String
    var code = errno
}

#if canImport(Darwin)
    private let stream = SOCK_STREAM
#else
    private let stream = Int32(SOCK_STREAM.rawValue)
#endif

private func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = in_addr_t(UInt32(0x7F00_0001).bigEndian)
    return address
}

private func withAddress<Address, Result>(
    _ address: inout Address, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    let size = socklen_t(MemoryLayout<Address>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
    }
}

private func tcpListener() throws -> (Int32, Int) {
    let listener = socket(AF_INET, stream, 0)
    var address = loopback(port: 0)
    guard withAddress(&address, { bind(listener, $0, $1) }) == 0, listen(listener, 256) == 0 else {
        throw SocketFault(call: "bind")
    }
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    guard withAddress(&address, { pointer, _ in getsockname(listener, pointer, &size) }) == 0 else {
        throw SocketFault(call: "getsockname")
    }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
}

private func unixListener(_ path: String) throws -> Int32 {
    let listener = socket(AF_UNIX, stream, 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    guard withAddress(&address, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
        throw SocketFault(call: "bind")
    }
    return listener
}

private func connected(port: Int) throws -> Int32 {
    let other = socket(AF_INET, stream, 0)
    var address = loopback(port: port)
    guard withAddress(&address, { connect(other, $0, $1) }) == 0 else { throw SocketFault(call: "connect") }
    return other
}
