import AssayCore
import LiveTarget
import Synchronization
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

let caseID = CaseID(scenario: ScenarioID(suite: "a", name: "b"))

extension LiveTarget {
    func session(_ given: Given = Given()) async throws -> any TargetSession {
        guard case .ready(let session) = try await begin(given, for: caseID) else {
            throw TransferFailure(.other, "the case is inapplicable")
        }
        return session
    }
}

/// Mail that never comes; what is asked of it is recorded.
final class RecordedMail: LiveMail {
    private let log = Mutex<[String]>([])

    var events: [String] { log.withLock { $0 } }
    var isShared: Bool { true }

    func begin(token: String) async throws -> any CaseMail {
        note("begin \(token)")
        return Case(mail: self)
    }

    private func note(_ event: String) { log.withLock { $0.append(event) } }

    private struct Case: CaseMail {
        let mail: RecordedMail

        func requestFollows() { mail.note("request") }
        func end() { mail.note("end") }

        func arrival(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) -> MailArrival {
            mail.note("mail")
            return MailArrival(messages: [], waited: .seconds(1))
        }
    }
}
