internal import CLibCurl

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The sockets whose next event libcurl waits for, and the bell that ends the wait.
///
/// libcurl could wait itself (`curl_multi_poll`), but would then look at every transfer, with a system call for each, whatever the
/// event: with this it is told the sockets that have something for it.
final class SocketWatch {
    struct Event {
        var socket: Int32
        /// `CURL_CSELECT_IN`, `CURL_CSELECT_OUT` or both.
        var bits: Int32
    }

    /// The bell's end comes first.
    private var entries: [pollfd]
    private var places: [Int32: Int] = [:]
    private let bell: Bell

    init(_ bell: Bell) {
        self.bell = bell
        entries = [pollfd(fd: bell.socket, events: Int16(POLLIN), revents: 0)]
    }

    /// - Parameter what: `CURL_POLL_IN`, `CURL_POLL_OUT`, `CURL_POLL_INOUT`, `CURL_POLL_NONE` or `CURL_POLL_REMOVE`.
    func change(_ socket: Int32, to what: Int32) {
        if what == CURL_POLL_REMOVE { return remove(socket) }
        var events: Int16 = 0
        if what & CURL_POLL_IN != 0 { events |= Int16(POLLIN) }
        if what & CURL_POLL_OUT != 0 { events |= Int16(POLLOUT) }
        if let place = places[socket] {
            entries[place].events = events
        } else {
            places[socket] = entries.count
            entries.append(pollfd(fd: socket, events: events, revents: 0))
        }
    }

    private func remove(_ socket: Int32) {
        guard let place = places.removeValue(forKey: socket), let last = entries.popLast() else { return }
        guard place < entries.count else { return }
        entries[place] = last
        places[last.fd] = place
    }

    /// Returns what happened, as soon as something has, the bell rang, or the time is up.
    ///
    /// - Parameter milliseconds: 0 does not wait.
    func wait(_ milliseconds: Int32) -> [Event] {
        let count = unsafe entries.withUnsafeMutableBufferPointer { buffer in
            unsafe poll(buffer.baseAddress, nfds_t(buffer.count), milliseconds)
        }
        guard count > 0 else { return [] }
        if entries[0].revents != 0 { bell.hush() }
        var events: [Event] = []
        events.reserveCapacity(Int(count))
        for entry in entries.dropFirst() where entry.revents != 0 {
            events.append(Event(socket: entry.fd, bits: Self.bits(of: entry)))
        }
        return events
    }

    /// Of a broken connection everything that is waited for, so that reading or writing says what is wrong with it.
    private static func bits(of entry: pollfd) -> Int32 {
        let isBroken = entry.revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
        let seen = isBroken ? entry.events : entry.revents
        var bits: Int32 = 0
        if seen & Int16(POLLIN) != 0 { bits |= CURL_CSELECT_IN }
        if seen & Int16(POLLOUT) != 0 { bits |= CURL_CSELECT_OUT }
        return bits == 0 ? CURL_CSELECT_IN : bits
    }
}

/// Wakes the thread that waits for sockets; any thread may ring.
final class Bell: Sendable {
    /// Has something to read when it was rung.
    let socket: Int32
    private let hammer: Int32

    /// Returns `nil` when the process may open no more files.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (socket, hammer) = (ends[0], ends[1])
    }

    deinit {
        close(socket)
        close(hammer)
    }

    func ring() {
        var byte: UInt8 = 0
        // A full pipe has been rung often enough.
        _ = unsafe write(hammer, &byte, 1)
    }

    func hush() {
        var bytes: (UInt64, UInt64) = (0, 0)
        let size = MemoryLayout.size(ofValue: bytes)
        while unsafe read(socket, &bytes, size) == size {}
    }
}
