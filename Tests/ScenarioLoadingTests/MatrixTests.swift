import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct MatrixTests {
    private func examples(_ matrix: String, using names: String) throws -> [Example] {
        try loadedScenario("request: {method: GET, path: '/\(names)'}\nexpect: {status: 200}\nmatrix: \(matrix)").examples
    }

    private func expect(_ matrix: String, _ expected: [ExpectedDiagnostic], _ location: SourceLocation = #_sourceLocation) {
        expectDiagnostics(
            inScenario: "request: {method: GET, path: /}\nexpect: {status: 200}\nmatrix: \(matrix)", expected,
            sourceLocation: location)
    }

    @Test func `every combination is a case, the last axis changing fastest`() throws {
        let examples = try examples("{channel: [S, E], size: [1, 2]}", using: "${channel}${size}")
        #expect(examples.map(\.name) == ["s-1", "s-2", "e-1", "e-2"])
        #expect(examples[1].values.map { "\($0.name)=\(outline($0.value))" } == ["channel='S'", "size=2"])
    }

    @Test func `what is excluded makes no case`() throws {
        let matrix = "{a: [x, y], b: [1, 2], exclude: [{a: x, b: 2}, {a: y, b: 1}]}"
        #expect(try examples(matrix, using: "${a}${b}").map(\.name) == ["x-1", "y-2"])
    }

    @Test func `pairwise brings every two values together in fewer cases`() throws {
        let matrix = "{a: [1, 2, 3], b: [1, 2, 3], c: [1, 2, 3], d: [1, 2, 3], strategy: pairwise}"
        let rows = try examples(matrix, using: "${a}${b}${c}${d}").map { $0.name.split(separator: "-") }
        #expect(rows.count < 20)
        for (left, right) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            #expect(Set(rows.map { [$0[left], $0[right]] }).count == 9)
        }
    }

    @Test(
        arguments: [
            ("GMT-5", "gmt-5"), ("GMT+5:30", "gmt-plus-5-30"), ("-1", "minus-1"), ("1.50", "1-50"), ("'Ein Wort'", "ein-wort"),
            ("true", "true"), ("{name: own, value: [1, 2]}", "own"), ("{name: now, value: !time clock }", "now"),
        ])
    func `a case is named by its values`(value: String, name: String) throws {
        #expect(try examples("{v: [\(value)]}", using: "${v}").map(\.name) == [name])
    }

    @Test(arguments: ["''", "'?'", "[1]", "{a: 1}", "!time clock ", "ä"])
    func `a value that gives no name asks for one`(value: String) throws {
        expect(
            "{v: [1️⃣\(value)]}",
            [
                .error(
                    "unnamed-value", "1️⃣", "this value of 'v' gives no name for the case",
                    fix: "write {name: some-name, value: ..}")
            ])
    }

    @Test func `names that meet are refused`() {
        expect(
            "{v: [a, 1️⃣A]}",
            [
                .error(
                    "duplicate-id", "1️⃣", "two values of 'v' are called 'a'",
                    fix: "name them yourself: {name: some-name, value: ..}")
            ])
        expect(
            "1️⃣{v: [a, a-b], w: [b-c, c]}",
            [
                .error(
                    "duplicate-id", "1️⃣", "two combinations are called 'a-b-c'",
                    fix: "give values names of their own: {name: some-name, value: ..}")
            ])
    }

    @Test func `a matrix that cannot be meant is refused`() {
        expect(
            "1️⃣{}",
            [.error("empty-matrix", "1️⃣", "the matrix has no axis", fix: "as in {channel: [S, E], timezone: [GMT, GMT-5]}")])
        expect("{a: 1️⃣[]}", [.error("empty-list", "1️⃣", "the axis 'a' has no value", fix: "state at least one")])
        expect("{1️⃣name: [a]}", [.error("bad-name", "1️⃣", "'name' is not an axis's name", fix: "choose another one")])
        expect(
            "{channel: [sms], exclude: [{1️⃣chanel: sms}, {channel: 2️⃣mms}, 3️⃣{}]}",
            [
                .error("unknown-value", "1️⃣", "there is no axis 'chanel'", fix: "did you mean 'channel'?"),
                .error("unknown-value", "2️⃣", "'mms' is no value of 'channel'", fix: "did you mean 'sms'?"),
                .error("empty-exclusion", "3️⃣", "this would exclude everything", fix: "name values, as in {channel: S}"),
            ])
        expect(
            "1️⃣{a: [b], exclude: [{a: b}]}", [.error("empty-matrix", "1️⃣", "the exclusions leave no case", fix: "exclude less")])
    }

    @Test func `more than a thousand cases are refused with their number`() {
        let ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
        expect(
            "1️⃣{a: \(ten), b: \(ten), c: \(ten), d: [1, 2]}",
            [
                .error(
                    "too-many-cases", "1️⃣", "the matrix makes 2000 cases, and 1000 are allowed",
                    fix: "add 'strategy: pairwise', or take values away")
            ])
        let axes = (1...30).map { "a\($0): \(ten)" }.joined(separator: ", ")
        expect(
            "1️⃣{\(axes)}",
            [
                .error(
                    "too-many-cases", "1️⃣", "the matrix makes more than \(Int.max) cases, and 1000 are allowed",
                    fix: "add 'strategy: pairwise', or take values away")
            ])
    }

    @Test func `examples and a matrix exclude each other`() {
        expect(
            "{a: [b]}\nexamples: 1️⃣[{name: c}]",
            [
                .error(
                    "conflicting-keys", "1️⃣", "'examples' and 'matrix' exclude each other",
                    fix: "keep one of them; an axis of the matrix may have {name: .., value: ..} pairs")
            ])
    }
}
