internal import AssayCore

extension TransferEngine {
    /// Sends a request and returns the final response.
    ///
    /// - Throws: `TransferFailure`, or `CancellationError` when the task is cancelled.
    package func perform(_ transfer: HTTPTransfer) async throws -> HTTPAnswer {
        let start = ContinuousClock.now
        var transfer = transfer
        var hops: [HTTPAnswer.Hop] = []
        while true {
            var answer = HTTPAnswer(try await perform(.http(transfer)))
            if let policy = transfer.redirects, let next = try transfer.redirected(by: answer, policy) {
                guard hops.count < policy.limit else {
                    throw TransferFailure(
                        .tooManyRedirects, "\(transfer.origin.authority) redirects more than \(policy.limit) times",
                        advice: "raise 'redirects', or look for a loop")
                }
                hops.append(
                    HTTPAnswer.Hop(status: answer.status, url: "\(transfer.origin)\(transfer.target)", headers: answer.headers))
                let left = transfer.options.timeout - start.duration(to: .now)
                transfer = next
                transfer.cookies = answer.cookies
                transfer.options.timeout = max(left, .milliseconds(1))
            } else {
                if !hops.isEmpty { answer.timings.total = start.duration(to: .now) }
                answer.hops = hops
                return answer
            }
        }
    }
}

extension HTTPAnswer {
    init(_ raw: RawAnswer) {
        status = raw.heads.head?.status ?? 0
        headers = HeaderFields(raw.heads.fields)
        trailers = HeaderFields(raw.heads.trailers)
        body = raw.body
        version = raw.version
        interimStatuses = raw.heads.interimStatuses
        hops = []
        timings = PhaseTimings(
            nameLookup: raw.nameLookup, connect: raw.connect, tls: raw.tls, firstByte: raw.firstByte, total: raw.total)
        cookies = raw.cookies
    }
}

extension HTTPTransfer {
    /// The request that a response sends the client to; `nil` for a response that is the answer.
    fileprivate func redirected(by answer: HTTPAnswer, _ policy: RedirectPolicy) throws(TransferFailure) -> HTTPTransfer? {
        guard [301, 302, 303, 307, 308].contains(answer.status), policy.methods?.contains(method) ?? true,
            let location = answer.headers["Location"]
        else { return nil }
        guard let parts = URLParts(location, relativeTo: "\(origin)\(readableTarget)"), let port = Int(parts.port),
            parts.scheme == "http" || parts.scheme == "https"
        else {
            throw TransferFailure(.badRedirect, "\(origin.authority) redirects to '\(location)', which is no URL of http")
        }
        var next = self
        next.origin = HTTPOrigin(isSecure: parts.scheme == "https", host: parts.host, port: port)
        next.target = parts.path + (parts.query.map { "?\($0)" } ?? "")
        var dropped: [String] = []
        if answer.status == 303 && method != "HEAD" || answer.status <= 302 && method == "POST" {
            next.method = "GET"
            next.body = nil
            dropped += ["Content-Type", "Content-Length", "Transfer-Encoding", "Content-Encoding", "Expect"]
        }
        if next.origin != origin {
            next.digest = nil
            dropped += ["Authorization", "Cookie", "Host"]
        }
        next.headers = HeaderFields(
            headers.fields.filter { field in !dropped.contains { $0.equalsIgnoringASCIICase(field.name) } })
        return next
    }
}
