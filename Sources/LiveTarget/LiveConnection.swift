internal import AssayCore
internal import Transfers

/// The way to a live service, with its limits: shared by all cases.
final class LiveConnection: Sendable {
    private let settings: LiveTargetSettings
    private let engine: TransferEngine
    private let origin: HTTPOrigin
    /// Without a slash at its end: empty, or `/api`.
    private let pathPrefix: String
    private let now: @Sendable () -> Instant
    private let pace: RequestPace?
    private let places: RequestPlaces?

    init(
        _ settings: LiveTargetSettings, engine: TransferEngine, now: @escaping @Sendable () -> Instant
    ) throws(TransferFailure) {
        let base = try HTTPLocation(url: settings.url)
        guard !base.hasUserInfo else {
            throw TransferFailure(
                .invalidRequest, "a target's URL may hold no user and password", advice: "use 'auth' or a header Authorization")
        }
        guard !settings.url.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
            throw TransferFailure(.invalidRequest, "a target's URL may have no query or fragment: '\(settings.url)'")
        }
        self.settings = settings
        self.engine = engine
        self.now = now
        origin = base.origin
        pathPrefix = String(decoding: base.target.utf8.trimmingSlashes, as: UTF8.self)
        pace = settings.rate.map(RequestPace.init)
        places = settings.concurrency.map(RequestPlaces.init)
    }

    /// Sends a request as soon as the limits allow it, and again where the service asks for that and the settings obey.
    func answer(to request: Request, cookies: CookieJar) async throws -> HTTPAnswer {
        let transfer = try transfer(for: request, cookies: cookies)
        guard let longestWait = settings.longestRetryAfter else { return try await perform(transfer) }
        var waited: Duration = .zero
        while true {
            let answer = try await perform(transfer)
            // A server that says 0 is not asked without end either.
            guard let pause = RetryAfter(answer, now: now()).map({ max($0.wait, .milliseconds(100)) }),
                waited + pause <= longestWait
            else { return answer }
            try await Task.sleep(for: pause)
            waited += pause
        }
    }

    private func perform(_ transfer: HTTPTransfer) async throws -> HTTPAnswer {
        guard let places else {
            try await pace?.wait()
            return try await engine.perform(transfer)
        }
        try await places.take()
        defer { places.giveBack() }
        try await pace?.wait()
        return try await engine.perform(transfer)
    }

    private func transfer(for request: Request, cookies: CookieJar) throws(TransferFailure) -> HTTPTransfer {
        var transfer = HTTPTransfer(
            method: request.method, origin: origin, target: target(of: request), headers: request.headers, body: request.body)
        let options = request.options
        transfer.version = options.version ?? settings.version
        transfer.digest = options.digest
        transfer.decompresses = options.decompresses
        transfer.userAgent = settings.userAgent
        transfer.cookies = cookies
        let redirects = options.redirects ?? settings.redirects
        if redirects > 0 { transfer.redirects = RedirectPolicy(limit: redirects) }
        transfer.options = settings.transfer
        if let timeout = options.timeout { transfer.options.timeout = timeout }
        if let url = options.proxy {
            transfer.options.proxy = Proxy(url: url)
            if transfer.options.proxy == nil, !url.isEmpty {
                throw TransferFailure(
                    .invalidRequest, "the proxy is no URL of a proxy",
                    advice: "write it as http://host:port or socks5://host:port")
            }
        }
        return transfer
    }

    private func target(of request: Request) -> String {
        let path = request.path.utf8.first == UInt8(ascii: "/") || request.path.isEmpty ? pathPrefix + request.path : request.path
        return (path.isEmpty ? "/" : path) + (request.query.map { "?\($0)" } ?? "")
    }
}

extension String.UTF8View {
    fileprivate var trimmingSlashes: SubSequence {
        var rest = self[...]
        while rest.last == UInt8(ascii: "/") { rest.removeLast() }
        return rest
    }
}
