import AssayCore
import Foundation
import MessageReports
import ModelServer
import Synchronization
import Testing

/// A server in this process for as long as `body` runs.
///
/// - Parameter body: Gets its port.
func serving<Result: Sendable>(
    _ served: ServedModel, mail: (any MailDelivery)? = nil, log: ServerLog? = nil, limits: RequestLimits = RequestLimits(),
    _ body: (UInt16) async throws -> Result
) async throws -> Result {
    let silent = ServerLog(hasEveryRequest: false, now: { Instant(seconds: 0) }, write: { _ in })
    let server = try ModelServer(served, mail: mail, log: log ?? silent, options: ModelServer.Options(limits: limits))
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let running = Task {
        defer { started.finish() }
        try await server.run { started.yield($0) }
    }
    var port: Int?
    for await number in ports {
        port = number
        break
    }
    let number = try #require(port.flatMap(UInt16.init(exactly:)))
    do {
        let result = try await body(number)
        running.cancel()
        try await running.value
        return result
    } catch {
        running.cancel()
        throw error
    }
}

/// What a client reads when it sends these bytes and then waits for the server to close.
func exchange(_ text: String, port: UInt16) async throws -> String {
    String(decoding: try await exchange(Array(text.utf8), port: port), as: UTF8.self)
}

func exchange(_ bytes: [UInt8], port: UInt16) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
        // Blocking calls get a thread of their own.
        Thread.detachNewThread { continuation.resume(with: Result { try exchangeBlocking(bytes, port: port) }) }
    }
}

struct SocketFailure: Error { var code = errno }

private func exchangeBlocking(_ bytes: [UInt8], port: UInt16) throws -> [UInt8] {
    let descriptor = try connected(to: port)
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { break }
        sent += count
    }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { received += buffer[..<count] }
    return received
}

func connected(to port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard result == 0 else {
        defer { close(descriptor) }
        throw SocketFailure()
    }
    return descriptor
}

/// The request as a client sends it that keeps no connection.
func wire(_ request: Request, extra: [(String, String)] = []) -> [UInt8] {
    var text = "\(request.method) \(request.path)\(request.query.map { "?\($0)" } ?? "") HTTP/1.1\r\nHost: h\r\n"
    for field in request.headers.fields { text += "\(field.name): \(field.value)\r\n" }
    for (name, value) in extra { text += "\(name): \(value)\r\n" }
    if let body = request.body { text += "Content-Length: \(body.count)\r\n" }
    return Array((text + "Connection: close\r\n\r\n").utf8) + (request.body ?? [])
}

/// The response as the server has to send it on a connection that ends.
func wire(_ response: Response) -> [UInt8] {
    var text = "HTTP/1.1 \(response.status) \(reason(response.status))\r\n"
    for field in response.headers.fields { text += "\(field.name): \(field.value)\r\n" }
    text += "Content-Length: \(response.body.count)\r\nConnection: close\r\n\r\n"
    return Array(text.utf8) + response.body
}

private func reason(_ status: Int) -> String {
    [200: "OK", 202: "Accepted", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"][status] ?? ""
}

/// Answers with what it was asked and how often; fails and misbehaves on demand.
struct EchoModel: Model {
    static let settings = [
        PolicySetting(name: "greeting", summary: "", default: .string("none"), alternatives: [.string("hello")])
    ]
    static let inputs = ["letters"]

    private let given: Given
    private var count = 0

    struct Broken: Error, CustomStringConvertible { let description = "the gears are stuck" }

    init(given: Given) throws {
        self.given = given
        for member in given.policy where member.name != "greeting" {
            throw InvalidGiven(["policy", member.name], "the model has no such setting")
        }
    }

    mutating func respond(to request: Request) throws -> Reply {
        count += 1
        switch request.path {
        case "/broken": throw Broken()
        case "/split":
            return Reply(response: Response(status: 200, headers: HeaderFields([.init(name: "A", value: "b\r\nC: d")])))
        case "/healthz", "/healthz-4d9c51": return Reply(response: Response(status: 404))
        case "/mail":
            let mail = Mail(from: "a@x.example", to: ["b@x.example"], subject: "s", text: "t", attachments: [])
            return Reply(response: Response(status: 202), mail: [mail, mail])
        default: break
        }
        let letters = try given.data["letters"]?.content(as: String.self) { String(decoding: $0, as: UTF8.self) }
        let lines =
            [
                "\(count) \(request.method) \(request.path) \(request.query ?? "-") \(request.body.map { "\($0.count)" } ?? "none")",
                "clock \(given.clock.seconds) seed \(given.seed) policy \(given.policy.map { "\($0.name)" }) letters \(letters ?? "-")",
            ] + request.headers.fields.map { "\($0.name)=\($0.value)" }
        return Reply(response: Response(status: 200, body: Array(lines.joined(separator: "\n").utf8)))
    }
}

/// Keeps what is delivered, or refuses it.
final class MailList: MailDelivery {
    struct Refused: Error, CustomStringConvertible { let description = "connection refused by 127.0.0.1:25" }

    private let list = Mutex<[OutgoingMail]>([])
    private let isRefusing: Bool

    init(isRefusing: Bool = false) { self.isRefusing = isRefusing }

    var mails: [OutgoingMail] { list.withLock { $0 } }

    func deliver(_ mails: [OutgoingMail]) async throws {
        if isRefusing { throw Refused() }
        list.withLock { $0 += mails }
    }
}

/// Lines of a server's log.
final class LogLines: Sendable {
    private let list = Mutex<[String]>([])

    var lines: [String] { list.withLock { $0 } }

    func log(hasEveryRequest: Bool) -> ServerLog {
        ServerLog(
            hasEveryRequest: hasEveryRequest, now: { Instant(seconds: 0) },
            write: { line in self.list.withLock { $0.append(line) } })
    }
}
