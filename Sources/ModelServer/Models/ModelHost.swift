internal import AssayCore
internal import Synchronization

/// Finds the model that a request is for, and asks it.
final class ModelHost: Sendable {
    static let caseHeader = "Assay-Case"

    private let served: ServedModel
    /// The model of all requests that bring nothing of their own; `nil` where each has a fresh one.
    private let shared: ModelSession?
    private let cases = CaseSessions()
    private let freshModels = Atomic<UInt64>(0)
    private let ownsHealthPath: Bool

    /// - Throws: `InvalidGiven` when the model does not take the state it is to start from. Where requests may bring their own, only
    ///   for its settings: the rest may be missing.
    init(_ served: ServedModel) throws {
        self.served = served
        do {
            let session = try ModelSession(served.model, given: served.given(seed: served.seed))
            if case .fixed = served.clock { shared = session } else { shared = nil }
            ownsHealthPath = HealthPath.isOwned(by: served)
        } catch let fault as InvalidGiven where served.givenData != nil && fault.path.first != "policy" {
            shared = nil
            ownsHealthPath = false
        }
    }

    /// Asks the model.
    ///
    /// - Returns: What it says; with the case that the request is of.
    func reply(to request: Request) async throws(ServerFault) -> (reply: Reply, caseToken: String?) {
        guard let givenData = served.givenData else {
            return (try await reply(of: try session(), to: request), nil)
        }
        let (own, token, text) = try Self.withoutControlFields(request)
        guard text != nil || token != nil else { return (try await reply(of: try session(), to: own), nil) }
        let session: ModelSession
        do {
            session = try self.session(of: token, given: text, givenData)
        } catch let fault as ServerFault {
            throw fault
        } catch {
            throw ServerFault(.given, 400, "the model does not take the preconditions: \(sentence(error))")
        }
        return (try await reply(of: session, to: own), token)
    }

    /// The answer to a question after the server's health, unless the model has something of its own at that path.
    func healthAnswer(to request: Request) -> Response? {
        guard !ownsHealthPath, HealthPath.isAsked(by: request), request.headers[AssayGiven.header] == nil else { return nil }
        return HealthPath.answer
    }

    private func reply(of session: ModelSession, to request: Request) async throws(ServerFault) -> Reply {
        let reply: Reply
        do {
            reply = try await session.reply(to: request)
        } catch {
            throw ServerFault(.model, 500, "the model failed: \(sentence(error))")
        }
        if let fault = unsendable(reply.response) {
            throw ServerFault(.model, 500, "the model's answer cannot be sent: \(fault)")
        }
        return reply
    }

    /// The model of requests that bring nothing.
    private func session() throws(ServerFault) -> ModelSession {
        if let shared { return shared }
        do {
            return try ModelSession(served.model, given: served.given(seed: nextSeed()))
        } catch {
            throw ServerFault(.given, 500, "the model does not take the server's preconditions: \(sentence(error))")
        }
    }

    private func session(
        of token: String?, given text: String?, _ data: (String) throws -> DataFile
    ) throws -> ModelSession {
        func make() throws -> ModelSession {
            let given = try text.map { try AssayGiven.given($0, data: data) } ?? served.given(seed: nextSeed())
            return try ModelSession(served.model, given: given)
        }
        guard let token else { return try make() }
        // A line break is in neither.
        return try cases.session("\(token)\n\(text ?? "")") { try make() }
    }

    /// Different for each fresh model, and the same in every life of a server with the same seed.
    private func nextSeed() -> UInt64 {
        let count = freshModels.wrappingAdd(1, ordering: .relaxed).oldValue
        return served.seed &+ count &* 0x9E37_79B9_7F4A_7C15
    }

    /// Takes out what is meant for the server and not for the model.
    private static func withoutControlFields(
        _ request: Request
    ) throws(ServerFault) -> (request: Request, token: String?, given: String?) {
        func isControl(_ field: HeaderFields.Field, _ name: String) -> Bool { field.name.equalsIgnoringASCIICase(name) }
        let given = request.headers[all: AssayGiven.header]
        let tokens = request.headers[all: caseHeader]
        // A case may be named twice: once for its state, once for its mail.
        guard given.count <= 1, Set(tokens).count <= 1 else {
            throw ServerFault(.given, 400, "\(AssayGiven.header) or \(caseHeader) is there twice")
        }
        guard tokens.allSatisfy(isToken) else {
            throw ServerFault(.given, 400, "\(caseHeader) is not 1 to 200 printable ASCII characters without a space")
        }
        guard !given.isEmpty || !tokens.isEmpty else { return (request, nil, nil) }
        var own = request
        own.headers = HeaderFields(
            request.headers.fields.filter { !isControl($0, AssayGiven.header) && !isControl($0, caseHeader) })
        return (own, tokens.first, given.first)
    }
}

/// Whether a text may stand in the header of a mail, where it is to arrive as it is.
private func isToken(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
}

/// Says what is wrong, with the place below `given` where it is known.
private func sentence(_ error: any Error) -> String {
    guard let fault = error as? InvalidGiven else { return "\(error)" }
    return "given \(fault.path.joined(separator: ".")): \(fault.message)" + (fault.fix.map { " (\($0))" } ?? "")
}
