internal import CLibCurl
internal import Synchronization

/// What is to be transferred.
enum TransferWork: Sendable {
    case http(HTTPTransfer)
    case imap(IMAPTransfer)
    case smtp(MailSubmission)

    var options: TransferOptions {
        switch self {
        case .http(let transfer): transfer.options
        case .imap(let transfer): transfer.options
        case .smtp(let submission): submission.options
        }
    }

    /// The host as messages call it: `127.0.0.1:8080`.
    var peer: String {
        if let path = options.unixSocket { return "the socket '\(path)'" }
        return switch self {
        case .http(let transfer): transfer.origin.authority
        case .imap(let transfer): transfer.server.authority
        case .smtp(let submission): submission.server.authority
        }
    }
}

/// A transfer that the engine has taken on.
///
/// `@unchecked`: once it is in the inbox, all but `isCancelled` is touched by the engine's thread alone.
final class ActiveTransfer: @unchecked Sendable {
    enum Overflow {
        case headers
        case body
    }

    let work: TransferWork
    let isCancelled = Atomic(false)

    var continuation: CheckedContinuation<RawAnswer, any Error>?
    var easy: EasyHandle?
    var sockets: OpenSockets?
    var answer = RawAnswer()
    /// Which limit was exceeded.
    var overflow: Overflow?
    /// The connection was cut and libcurl began anew.
    var wasRepeated = false
    /// The kept connection was no longer fit for use, and nothing was sent.
    var wasStale = false
    /// The server said that it has not looked at the request (RFC 9113 section 8.7), so that it may be sent once more.
    private var wasRefused = false
    private var ends: OpenSockets.Ends?
    /// Of HTTP/2.
    private var stream: Int?
    /// Cookies that are not to be sent, but to be renewed by the response.
    var withheldCookies: CookieJar?

    private let maxBodyBytes: Int
    private let maxHeaderBytes: Int
    private var lineBytes = 0
    private var headsAtLastRequest: Int?
    private var sentBytes = 0
    private var hasNotedConnection = false

    init(_ work: TransferWork) {
        self.work = work
        maxBodyBytes = work.options.maxBodyBytes
        maxHeaderBytes = work.options.maxHeaderBytes
    }

    /// Whether nothing was begun anew yet.
    private(set) var isFirstAttempt = true

    /// Forgets what happened, so that the transfer may begin once more.
    func startOver() {
        isFirstAttempt = false
        answer = RawAnswer()
        overflow = nil
        wasRepeated = false
        lineBytes = 0
        headsAtLastRequest = nil
        sentBytes = 0
        hasNotedConnection = false
        (ends, stream, wasRefused) = (nil, nil, false)
    }

    // MARK: - Called by libcurl

    /// - Returns: Whether the transfer is to go on.
    func receive(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard answer.body.count + bytes.count <= maxBodyBytes else {
            overflow = .body
            return false
        }
        unsafe answer.body.append(contentsOf: bytes)
        return true
    }

    /// - Returns: Whether the transfer is to go on.
    func receive(line bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        lineBytes += bytes.count
        guard case .http = work else {
            // Lines of a mail server are its answer.
            guard lineBytes <= maxBodyBytes else {
                overflow = .body
                return false
            }
            unsafe answer.lines.append(Array(bytes))
            return true
        }
        guard lineBytes <= maxHeaderBytes else {
            overflow = .headers
            return false
        }
        if unsafe answer.heads.take(line: bytes) {
            answer.body.removeAll()
            if let cookies = withheldCookies {
                easy?.addCookies(cookies)
                withheldCookies = nil
            }
        }
        return true
    }

    /// - Returns: Whether the request may be sent.
    func aboutToSend(on ends: OpenSockets.Ends) -> Bool {
        guard let easy, let sockets else { return false }
        if easy.long(CURLINFO_NUM_CONNECTS) > 0 {
            if !hasNotedConnection { sockets.noteConnection(ends) }
            hasNotedConnection = true
        } else if headsAtLastRequest == nil, sockets.isStale(ends) {
            wasStale = true
            return false
        }
        let heads = answer.heads.count
        let isRepetition = headsAtLastRequest == heads
        if isRepetition, !mayBeRepeated(sockets) {
            wasRepeated = true
            return false
        }
        headsAtLastRequest = heads
        self.ends = ends
        (stream, wasRefused) = (nil, false)
        return true
    }

    /// Whether the server has said that it does not answer the request it was sent.
    private func mayBeRepeated(_ sockets: OpenSockets) -> Bool {
        if wasRefused { return true }
        guard let ends, let stream, let last = sockets.lastStream(on: ends) else { return false }
        return stream > last
    }

    /// - Parameter text: What libcurl says of its work, without promise of form: what is not understood makes a repetition a
    ///   failure.
    func hear(_ text: UnsafeBufferPointer<UInt8>) {
        if unsafe text.starts(with: "REFUSED_STREAM".utf8) {
            wasRefused = true
        } else if let number = unsafe number(in: text, after: "Using Stream ID: ") {
            stream = number
        } else if let ends, let number = unsafe number(in: text, after: "GOAWAY, error=0, last_stream=") {
            sockets?.retire(ends, lastStream: number)
        }
    }

    private func number(in text: UnsafeBufferPointer<UInt8>, after words: String) -> Int? {
        guard let end = unsafe text.firstRange(of: Array(words.utf8))?.upperBound else { return nil }
        return unsafe Int(String(decoding: text[end...].prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
    }

    /// - Returns: How many bytes of the message were copied.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard case .smtp(let submission) = work else { return 0 }
        let count = min(buffer.count, submission.message.count - sentBytes)
        guard count > 0 else { return 0 }
        _ = unsafe buffer.update(fromContentsOf: submission.message[sentBytes..<sentBytes + count])
        sentBytes += count
        return count
    }
}

/// What libcurl has received for a transfer, before it is read as an answer.
struct RawAnswer: Sendable {
    var heads = HeadReader()
    var body: [UInt8] = []
    /// Of a mail server.
    var lines: [[UInt8]] = []
    var cookies: CookieJar?
    var version = ""
    var nameLookup: Duration?
    var connect: Duration?
    var tls: Duration?
    var firstByte: Duration?
    var total: Duration = .zero
}
