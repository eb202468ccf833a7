package import AssayCore
internal import DataFormats
internal import Synchronization
package import Transfers

/// A service at a URL.
///
/// A case that needs preconditions is inapplicable there, unless the service provides them or takes them with each request. What
/// kept a request from being answered is thrown as a `TransferFailure`.
package struct LiveTarget: Target {
    let connection: LiveConnection
    let settings: LiveTargetSettings
    let mail: (any LiveMail)?
    package let executor: (any TaskExecutor)?

    private let begun = Counter()

    /// - Parameters:
    ///   - engine: May be shared; stays with the caller to be stopped.
    ///   - mail: Where the service's mail arrives.
    ///   - now: For `Retry-After` with a date.
    /// - Throws: `TransferFailure` for a URL that cannot be a base.
    package init(
        _ settings: LiveTargetSettings, engine: TransferEngine, mail: (any LiveMail)? = nil,
        now: @escaping @Sendable () -> Instant
    ) throws(TransferFailure) {
        self.settings = settings
        self.mail = mail
        executor = engine.executor
        connection = try LiveConnection(settings, engine: engine, now: now)
    }

    package var isInProcess: Bool { false }

    package var sharesMail: Bool { mail?.isShared ?? false }

    package func begin(_ given: Given, for case: CaseID) async throws -> Beginning {
        if let reason = obstacle(given) { return .inapplicable(reason) }
        let token = "\(settings.runID)-\(String(begun.next(), radix: 36))"
        var headers: [HeaderFields.Field] = []
        if settings.allowsGiven {
            headers.append(HeaderFields.Field(name: "Assay-Given", value: given.headerValue))
            headers.append(HeaderFields.Field(name: "Assay-Case", value: token))
        }
        if let name = settings.correlationHeader { headers.append(HeaderFields.Field(name: name, value: token)) }
        let caseMail = try await mail?.begin(token: token)
        return .ready(LiveSession(connection: connection, headers: headers, mail: caseMail))
    }

    /// Why a case with such preconditions cannot be judged here.
    private func obstacle(_ given: Given) -> String? {
        guard !settings.allowsGiven else { return nil }
        var needed: [String] = []
        if given.isClockStated { needed.append("clock") }
        if !given.policy.isEmpty { needed.append("policy") }
        needed += given.data.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let missing = needed.filter { !settings.provides.contains($0) }.map { "'\($0)'" }
        guard let last = missing.last else { return nil }
        let names = missing.count == 1 ? last : "\(missing.dropLast().joined(separator: ", ")) and \(last)"
        return "needs \(names) given, which the target does not provide"
    }
}

/// Numbers cases as they begin.
private final class Counter: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}

extension Given {
    /// base64url (RFC 4648 section 5, without padding) of a JSON object: `clock`, `policy`, `data` (paths below the project
    /// folder) and `seed` (decimal, as text).
    fileprivate var headerValue: String {
        let digits = clock.nanoseconds % 1_000_000 == 0 ? 3 : 9
        let files = data.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let object = DataValue.object([
            DataValue.Member("clock", .string(clock.rfc3339(fractionDigits: digits))),
            DataValue.Member("policy", .object(policy)),
            DataValue.Member("data", .object(files.map { DataValue.Member($0.key, .string($0.value.path)) })),
            DataValue.Member("seed", .string(String(seed))),
        ])
        var json: [UInt8] = []
        object.append(to: &json)
        let text = base64(json).utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
