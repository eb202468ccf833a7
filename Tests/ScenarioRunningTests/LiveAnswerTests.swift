import AssayCore
import Synchronization
import Testing

@testable import ScenarioRunning

/// What a live target adds to an answer: the time that it took, and mail that comes later.
struct LiveAnswerTests {
    /// Answers at once; the mail comes one by one with each look at it.
    private final class LateMail: Target {
        private struct Session: TargetSession {
            let target: LateMail

            mutating func respond(to request: Request) async throws -> Reply { Scene.reply() }

            mutating func mail(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival? {
                target.waits.withLock { $0.append(wait) }
                if let fault = target.fault { throw fault }
                var messages: [Mail] = []
                for mail in target.mail {
                    if isEnough(messages) { break }
                    messages.append(mail)
                }
                return MailArrival(messages: messages, waited: .milliseconds(3))
            }

            mutating func end() async { target.ended.withLock { $0 += 1 } }
        }

        let mail: [Mail]
        let fault: (any Error)?
        let sharesMail: Bool
        let waits = Mutex<[MailWait]>([])
        let ended = Mutex(0)

        init(_ mail: [Mail], fault: (any Error)? = nil, sharesMail: Bool = false) {
            self.mail = mail
            self.fault = fault
            self.sharesMail = sharesMail
        }

        func begin(_ given: Given, for case: CaseID) async throws -> Beginning { .ready(Session(target: self)) }
    }

    private func mail(to address: String) -> Mail {
        Mail(from: "r@x", to: [address], subject: "S", text: "", attachments: [])
    }

    private func due(_ address: String, within: Duration? = nil) -> MessageExpectation {
        MessageExpectation(
            to: Template(.string(address), at: Scene.at(6)), from: nil, subject: nil, text: nil, attachments: nil, within: within,
            range: Scene.at(6))
    }

    private func run(_ expectation: MailExpectation?, _ target: LateMail) async throws -> CaseResult {
        let scene = Scene(expect: Scene.expect(status: 200, mail: expectation), keepsAllExchanges: true)
        return await CaseRunner(scene.environment(target)).run(try #require(scene.scenario.cases.first)).result
    }

    @Test func `mail is waited for until all that is due is there`() async throws {
        let target = LateMail([mail(to: "a@x"), mail(to: "b@x"), mail(to: "c@x")])
        let result = try await run(
            .messages([due("b@x", within: .seconds(2)), due("a@x", within: .seconds(5))], Scene.at(5)), target)
        #expect(result.verdict == .passed)
        #expect(result.exchanges.first?.reply?.mail.count == 2)
        #expect(target.waits.withLock { $0 } == [MailWait(within: .seconds(5), isNoneDue: false, mailbox: nil)])
        #expect(target.ended.withLock { $0 } == 1)
    }

    @Test func `what has not come when the waiting ends is missing`() async throws {
        let result = try await run(.messages([due("a@x"), due("b@x")], Scene.at(5)), LateMail([mail(to: "a@x")]))
        #expect(result.verdict == .failed)
    }

    @Test func `no mail is waited for too`() async throws {
        let silent = LateMail([])
        #expect(try await run(.none(Scene.at(5)), silent).verdict == .passed)
        #expect(silent.waits.withLock { $0 } == [MailWait(within: nil, isNoneDue: true, mailbox: nil)])
    }

    @Test func `without an expectation nothing is waited for`() async throws {
        let target = LateMail([mail(to: "a@x")])
        #expect(try await run(nil, target).verdict == .passed)
        #expect(target.waits.withLock { $0.isEmpty })
    }

    @Test func `mail that cannot be looked at makes the case errored, whatever is due of it`() async throws {
        for expectation in [MailExpectation.none(Scene.at(5)), .messages([due("a@x")], Scene.at(5))] {
            let result = try await run(expectation, LateMail([], fault: Script.Broken()))
            #expect(result.verdict == .errored)
            #expect(result.reason == "the mail could not be looked at: connection refused")
        }
    }

    @Test(arguments: [(300, Verdict.passed), (499, .passed), (500, .failed), (501, .failed)])
    func `an answer has to come in less than the limit`(milliseconds: Int, verdict: Verdict) async throws {
        var reply = Scene.reply()
        reply.response.timings = PhaseTimings(total: .milliseconds(milliseconds))
        var scene = Scene(replies: [reply])
        scene.expect.latency = LatencyLimit(under: .milliseconds(500), range: Scene.at(8))
        let result = try await scene.result()
        #expect(result.verdict == verdict)
        #expect(result.checks.map(\.subject) == ["latency"])
    }

    @Test func `a case that states the time alone is inapplicable where there is none`() async throws {
        var scene = Scene()
        scene.expect.latency = LatencyLimit(under: .milliseconds(500), range: Scene.at(8))
        #expect(try await scene.result().verdict == .inapplicable)
        scene.expect.status = 200
        #expect(try await scene.result().verdict == .passed)
    }
}
