internal import AssayCore

/// Cuts the bytes of a connection into requests, however they arrive.
struct RequestParser: Sendable {
    private enum State: Sendable {
        case head
        case fixed(RequestHead, length: Int)
        case chunked(RequestHead, ChunkedBody)
        /// After a fault, or a request that ends the connection: what comes is dropped.
        case ended
    }

    private let limits: RequestLimits
    private var state = State.head
    private var pending: ArraySlice<UInt8> = []
    /// How many of the pending bytes hold no end of a head.
    private var scanned = 0

    init(limits: RequestLimits) { self.limits = limits }

    /// Whether a part of a request has come, and not yet its end.
    var isMidRequest: Bool {
        switch state {
        case .head: !pending.isEmpty
        case .fixed, .chunked: true
        case .ended: false
        }
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        if case .ended = state { return }
        if pending.isEmpty { pending = Array(bytes)[...] } else { pending += bytes }
    }

    /// Returns what is complete next; `nil` when more bytes are needed.
    mutating func next() -> Incoming? {
        do throws(HTTPFault) {
            switch state {
            case .head:
                guard let head = try head() else { return nil }
                return try begin(head)
            case .fixed(let head, let length):
                guard pending.count >= length else { return nil }
                let body = Array(pending.prefix(length))
                pending = pending.dropFirst(length)
                return request(head, body: body)
            case .chunked(let head, var body):
                // Emptied first, so that the content is not copied when it grows.
                state = .ended
                guard try body.take(&pending) else {
                    state = .chunked(head, body)
                    return nil
                }
                return request(head, body: body.content)
            case .ended:
                return nil
            }
        } catch {
            end()
            return .fault(error)
        }
    }

    /// Takes a head off the front of the pending bytes.
    private mutating func head() throws(HTTPFault) -> RequestHead? {
        // Empty lines before a request are passed over (RFC 9112 section 2.2).
        while pending.starts(with: [0x0D, 0x0A]) {
            pending = pending.dropFirst(2)
            scanned = 0
        }
        guard let end = try endOfHead() else {
            guard pending.count <= limits.headBytes else { throw tooLongHead }
            return nil
        }
        let bytes = pending[..<end]
        guard bytes.count <= limits.headBytes else { throw tooLongHead }
        pending = pending[(end + 4)...]
        scanned = 0
        return try RequestHead(bytes, limits: limits)
    }

    private var tooLongHead: HTTPFault {
        let line = pending.prefix { $0 != 0x0A }
        return line.count > limits.targetBytes
            ? HTTPFault(414, tooLongTarget(limits))
            : HTTPFault(431, "the request line and header fields have more than \(limits.headBytes) bytes")
    }

    /// Where the empty line begins with the end of the line before it.
    private mutating func endOfHead() throws(HTTPFault) -> Int? {
        var index = pending.startIndex + scanned
        while index < pending.endIndex, let feed = pending[index...].firstIndex(of: 0x0A) {
            guard feed > pending.startIndex, pending[feed - 1] == 0x0D else {
                throw HTTPFault(400, "a line of the head does not end with CRLF")
            }
            if feed - 3 >= pending.startIndex, pending[feed - 2] == 0x0A { return feed - 3 }
            index = feed + 1
        }
        scanned = pending.count
        return nil
    }

    private mutating func begin(_ head: RequestHead) throws(HTTPFault) -> Incoming? {
        switch head.framing {
        case .none: return request(head, body: nil)
        case .length(let length):
            guard length <= limits.bodyBytes else { throw .tooLargeBody(limits.bodyBytes) }
            state = .fixed(head, length: length)
            // Who has begun to send does not wait.
            if head.expectsContinue, length > 0, pending.isEmpty { return .expectsContinue }
        case .chunked:
            state = .chunked(head, ChunkedBody(limit: limits.bodyBytes))
            if head.expectsContinue, pending.isEmpty { return .expectsContinue }
        }
        return next()
    }

    private mutating func request(_ head: RequestHead, body: [UInt8]?) -> Incoming {
        if head.keepsAlive { state = .head } else { end() }
        let (path, query) = Self.parts(of: head.target)
        return .request(
            IncomingRequest(
                request: Request(method: head.method, path: path, query: query, headers: head.headers, body: body),
                target: head.target, keepsAlive: head.keepsAlive, isHTTP10: head.isHTTP10))
    }

    /// Nothing that comes any more is read.
    mutating func end() {
        state = .ended
        pending = []
    }

    /// Cuts a target (RFC 9112 section 3.2) at its first `?`; of the absolute form, what stands behind the authority counts.
    private static func parts(of target: String) -> (path: String, query: String?) {
        var rest = target.utf8[...]
        for scheme in ["http://", "https://"] where rest.prefix(scheme.utf8.count).elementsEqual(scheme.utf8) {
            let behind = rest.dropFirst(scheme.utf8.count)
            rest =
                behind.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }.map { behind[$0...] } ?? behind.suffix(0)
            if rest.first != UInt8(ascii: "/") { return ("/", rest.first.map { _ in String(Substring(rest.dropFirst())) }) }
            break
        }
        guard let mark = rest.firstIndex(of: UInt8(ascii: "?")) else { return (String(Substring(rest)), nil) }
        return (String(Substring(rest[..<mark])), String(Substring(rest[rest.index(after: mark)...])))
    }
}
