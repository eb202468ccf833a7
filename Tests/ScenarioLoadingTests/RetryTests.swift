import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct RetryTests {
    private let request = "request: {method: GET, path: /}\nexpect: {status: 200}\n"

    @Test func `a step is asked again as it says, else as the scenario says`() throws {
        let scenario = try loadedScenario(
            """
            retry: {times: 3}
            steps:
              - {id: a, request: {method: GET, path: /}, expect: {status: 200}}
              - id: b
                request: {method: GET, path: /}
                expect: {status: 200}
                retry: {every: 100ms, backoff: 1.5, jitter: 10ms, within: 5s}
            """)
        #expect(
            scenario.steps.map(\.retry) == [
                Retry(times: 3, every: .seconds(1)),
                Retry(times: nil, every: .milliseconds(100), backoff: 1.5, jitter: .milliseconds(10), within: .seconds(5)),
            ])
    }

    @Test(
        arguments: [
            ("1️⃣{every: 1s}", "'retry' has no end"),
            ("{times: 1️⃣0}", "times is how often it is asked in all, from 1 on, and is '0'"),
            ("{times: 1️⃣1.5}", "times is how often it is asked in all, from 1 on, and is '1.5'"),
            ("{times: 2, backoff: 1️⃣0.5}", "backoff is a number from 1 on, and is '0.5'"),
            ("{within: 1️⃣0s}", "within must be longer than nothing"), ("{within: 1️⃣5}", "'5' has no unit, such as 5s or 5ms"),
            ("{times: 2, 1️⃣time: 5}", "retry key 'time' is not known"),
        ])
    func `what makes no sense is refused`(retry: String, message: String) {
        let marked = MarkedText(suite(request + "retry: \(retry)"))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        #expect(invalid?.diagnostics.first?.message == message)
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
    }

    @Test func `latency, waiting times and secret captures are read`() throws {
        let scenario = try loadedScenario(
            """
            request: {method: GET, path: /}
            expect:
              latency: {under: 500ms}
              mail: [{to: "${run:mailbox}@example.com", within: 30s}]
            capture: {token: {json: $.token, secret: true}}
            """)
        let step = scenario.steps[0]
        #expect(step.expect.latency?.under == .milliseconds(500))
        #expect(step.expect.mail?.messages.map(\.within) == [.seconds(30)])
        #expect(step.captures.map(\.isSecret) == [true])
        #expect(scenario.hasMailbox)
        #expect(try !loadedScenario(request).hasMailbox)
    }
}
