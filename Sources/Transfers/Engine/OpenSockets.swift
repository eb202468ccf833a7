internal import CLibCurl

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The sockets of an engine's connections, so that one can be looked at before it is used again.
///
/// libcurl 7.88 takes a connection for alive on which bytes wait that nobody has asked for, or whose other side has been closed:
/// the first would become the answer to the next request, the second the failure of it.
final class OpenSockets {
    /// What tells connections apart, as libcurl reports it before each request.
    struct Ends: Hashable {
        var localPort: Int32
        var peerAddress: String
        var peerPort: Int32
    }

    private struct Entry {
        var ends: Ends?
        /// Bytes may come at any time, as they do in HTTP/2.
        var isMultiplexed = false
    }

    private var entries: [Int32: Entry] = [:]
    private var sockets: [Ends: Int32] = [:]
    private var lastStreams: [Ends: Int] = [:]

    func open(family: Int32, type: Int32, protocol: Int32) -> Int32 {
        let socket = socket(family, type, `protocol`)
        guard socket >= 0 else { return socket }
        // Not for the processes that a run starts.
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        entries[socket] = Entry()
        return socket
    }

    func close(_ socket: Int32) -> Int32 {
        if let ends = entries.removeValue(forKey: socket)?.ends, sockets[ends] == socket { sockets[ends] = nil }
        #if canImport(Darwin)
            return Darwin.close(socket)
        #elseif canImport(Musl)
            return Musl.close(socket)
        #else
            return Glibc.close(socket)
        #endif
    }

    /// Notes whose socket it is that a transfer has just opened.
    func noteConnection(_ ends: Ends) {
        let socket = entries.first { $0.value.ends == nil && localPort(of: $0.key) == ends.localPort }?.key
        guard let socket else { return }
        entries[socket]?.ends = ends
        lastStreams[ends] = nil
        sockets[ends] = socket
    }

    /// Notes that the server answers no request on the connection after that stream (GOAWAY, RFC 9113 section 6.8).
    func retire(_ ends: Ends, lastStream: Int) {
        // Few are asked for after long; the ports of long ago are others' by now.
        if lastStreams.count > 1000 { lastStreams = [:] }
        lastStreams[ends] = lastStream
    }

    func lastStream(on ends: Ends) -> Int? { lastStreams[ends] }

    func noteMultiplexing(on socket: Int32) { entries[socket]?.isMultiplexed = true }

    /// Whether a connection is closed, or holds what does not belong to any answer.
    func isStale(_ ends: Ends) -> Bool {
        guard let socket = sockets[ends], let entry = entries[socket] else { return false }
        var byte: UInt8 = 0
        let count = unsafe recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        if count > 0 { return !entry.isMultiplexed }
        return count == 0 || errno != EAGAIN && errno != EWOULDBLOCK
    }

    private func localPort(of socket: Int32) -> Int32? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutablePointer(to: &storage) { pointer -> Int32? in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32? in
                guard unsafe getsockname(socket, address, &size) == 0 else { return nil }
                switch Int32(unsafe address.pointee.sa_family) {
                case AF_INET:
                    return unsafe UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr_in.self).pointee.sin_port.fromNetwork
                case AF_INET6:
                    return unsafe UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr_in6.self).pointee.sin6_port
                        .fromNetwork
                default: return nil
                }
            }
        }
    }
}

extension in_port_t {
    fileprivate var fromNetwork: Int32 { Int32(Self(bigEndian: self)) }
}
