/// An in-process model as a target: each scenario gets a fresh one.
public struct ModelTarget<M: Model>: Target {
    private struct Session: TargetSession {
        var model: M

        mutating func respond(to request: Request) throws -> Reply {
            if request.options.digest != nil { throw NeedsTransfer() }
            return try model.respond(to: request)
        }
    }

    public init(_ model: M.Type = M.self) {}

    public func begin(_ given: Given, for case: CaseID) throws -> Beginning {
        .ready(Session(model: try M(given: given)))
    }
}

/// A challenge and its answer are two requests, which the scenario does not show.
private struct NeedsTransfer: Error, CustomStringConvertible {
    var description: String { "'auth: {digest: ..}' is for a live target" }
}
