import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct MustFailTests {
    private let request = "request: {method: GET, path: /}\nexpect: {status: 200}\n"

    @Test func `how a scenario must fail is one way or several`() throws {
        let one = try loadedScenario(request + "must_fail: {check: status, message: got 404}")
        #expect(one.mustFail.map(\.check) == ["status"] && one.mustFail.map(\.message) == ["got 404"])
        let both = try loadedScenario(request + "must_fail: [{check: status, message: got 404}, {errored: refused}]")
        #expect(both.mustFail.map(\.check) == ["status", nil] && both.mustFail.map(\.message) == ["got 404", "refused"])
        #expect(try loadedScenario(request).mustFail.isEmpty)
    }

    @Test(arguments: [
        ("must_fail: 1️⃣[]", "it is not said how the scenario must fail"),
        ("must_fail: 1️⃣{check: status}", "must_fail has no 'message'"),
        ("must_fail: 1️⃣{message: x}", "must_fail has no 'check'"),
        ("must_fail: {check: status, 1️⃣mesage: x}", "must_fail key 'mesage' is not known"),
        ("must_fail: {errored: 1️⃣x, check: status}", "'errored' and 'check' exclude each other"),
        (
            "clauses: 1️⃣[A]\nmust_fail: {check: status, message: x}",
            "a scenario that must fail shows nothing of the target, and speaks for no clause"
        ),
    ]) func `what does not say how is refused`(text: String, message: String) {
        let marked = MarkedText(suite(request + text))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        let found = invalid?.diagnostics.first { $0.message == message }
        #expect(found?.range?.start == marked.place("1️⃣"), "\(invalid?.diagnostics.map(\.message) ?? [])")
    }
}
