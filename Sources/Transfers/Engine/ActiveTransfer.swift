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
    var answer = RawAnswer()
    /// Which limit was exceeded.
    var overflow: Overflow?
    /// The connection was cut and libcurl began anew.
    var wasRepeated = false
    /// The server said that it has not looked at the request (RFC 9113 section 8.7), so that it may be sent once more.
    var mayBeRepeated = false
    /// Cookies that are not to be sent, but to be renewed by the response.
    var withheldCookies: CookieJar?

    private let maxBodyBytes: Int
    private let maxHeaderBytes: Int
    private var lineBytes = 0
    private var headsAtLastRequest: Int?
    private var sentBytes = 0

    init(_ work: TransferWork) {
        self.work = work
        maxBodyBytes = work.options.maxBodyBytes
        maxHeaderBytes = work.options.maxHeaderBytes
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
        if unsafe answer.heads.take(line: Array(bytes)) {
            answer.body.removeAll()
            if let cookies = withheldCookies {
                easy?.addCookies(cookies)
                withheldCookies = nil
            }
        }
        return true
    }

    /// - Returns: Whether the request may be sent.
    func aboutToSend() -> Bool {
        let heads = answer.heads.count
        let isRepetition = headsAtLastRequest == heads
        headsAtLastRequest = heads
        guard isRepetition else { return true }
        if mayBeRepeated {
            mayBeRepeated = false
            return true
        }
        wasRepeated = true
        return false
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
