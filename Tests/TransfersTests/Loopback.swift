import AssayCore
import TestSupport
import Testing
import Transfers

/// One engine for all tests, as a run has one.
let engine: TransferEngine = {
    do {
        return try TransferEngine()
    } catch {
        preconditionFailure("\(error)")
    }
}()

/// Returns what a request to the server comes to.
func answer(
    of server: ScriptedServer, _ target: String = "/", change: (inout HTTPTransfer) -> Void = { _ in }
) async throws -> HTTPAnswer {
    var transfer = try HTTPTransfer(url: "http://127.0.0.1:\(server.port)\(target)")
    change(&transfer)
    return try await engine.perform(transfer)
}

/// Returns why there is no answer; records an issue when there is one.
func failure(
    of server: ScriptedServer, _ target: String = "/", change: (inout HTTPTransfer) -> Void = { _ in },
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> TransferFailure {
    do {
        let answer = try await answer(of: server, target, change: change)
        Issue.record("a fault became the response \(answer.status) \(answer.headers.fields)", sourceLocation: sourceLocation)
    } catch let failure as TransferFailure {
        return failure
    }
    return TransferFailure(.other, "there was an answer")
}

extension ScriptedServer {
    /// Reads one request of each connection, sends the bytes and ends the connection.
    convenience init(sendingOnce answer: String) throws {
        try self.init { connection in
            guard connection.readRequest() != nil else { return }
            connection.send(answer)
        }
    }
}

/// A name with a label that no name may have (RFC 1035 section 2.3.4), so that nobody outside is asked for it.
let impossibleName = String(repeating: "a", count: 64) + ".invalid"

extension HTTPAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }
}
