import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

/// Rules that hold for every value, tried on many. Failures repeat: the seeds are fixed, and shown.
struct JSONPropertyTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `a value written otherwise does not differ, and one that is changed does, at that place`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let value = RandomJSON.value(depth: 6, using: &random)
        let golden = try JSONDocument(parsing: value.text)
        let same = try JSONDocument(parsing: value.rewritten(using: &random).text)
        #expect(differences(golden: golden, actual: same, limit: 3).isEmpty)
        let (changed, pointer) = value.mutated(using: &random)
        let found = differences(golden: golden, actual: try JSONDocument(parsing: changed.text), limit: 3)
        let place = try #require(found.shown.first?.place)
        guard case .json(let start) = place else {
            Issue.record("\(place)")
            return
        }
        #expect(start.utf8.starts(with: pointer.utf8))
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `what matches in any order matches the other way round`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        // Few values, so that some are equal.
        let left = (0..<Int.random(in: 0...6, using: &random)).map { _ in RandomJSON.value(depth: 1, using: &random) }
        var right = left.map { $0.rewritten(using: &random) }.shuffled(using: &random)
        let isChanged = Bool.random(using: &random)
        if isChanged, let index = right.indices.randomElement(using: &random) {
            right[index] = right[index].mutated(using: &random).0
        }
        let there = try unordered(left, right)
        let back = try unordered(right, left)
        #expect(there == back)
        if !isChanged { #expect(there == 0) }
    }

    @Test func `texts that differ by normalization alone are told apart and said to be that`() throws {
        let (composed, decomposed) = ("[\"\u{E9}\"]", "[\"e\u{301}\"]")
        let found = differences(
            golden: try JSONDocument(parsing: composed), actual: try JSONDocument(parsing: decomposed), limit: 3)
        #expect(found.count == 1)
        #expect(found.shown.first?.note?.contains("normali") == true, "\(found.shown)")
    }

    @Test func `numbers of any size are told apart at once`() throws {
        let digits = String(repeating: "9", count: 1_000_000)
        for (left, right, areEqual) in [
            ("1e999999999", "1e1000000000", false), ("1e999999999", "10e999999998", true),
            ("1e\(digits)", "1e\(digits)0", false), ("0.1e\(digits)", "1e\(digits.dropLast())8", true),
            (digits, "\(digits)e0", true),
            (digits, "\(digits).0000001", false), ("-0e\(digits)", "0", true),
        ] {
            let found = differences(
                golden: try JSONDocument(parsing: "[\(left)]"), actual: try JSONDocument(parsing: "[\(right)]"), limit: 3)
            #expect(found.isEmpty == areEqual, "\(left.prefix(30)) \(right.prefix(30))")
            #expect(found.shown.allSatisfy { ($0.expected ?? "").utf8.count + ($0.actual ?? "").utf8.count < 5000 })
        }
    }

    @Test func `depth 512 is compared and 513 refused`() throws {
        func nested(_ depth: Int, _ inner: String) -> String {
            String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
        }
        let (one, two) = (try JSONDocument(parsing: nested(512, "1")), try JSONDocument(parsing: nested(512, "2")))
        #expect(differences(golden: one, actual: one, limit: 3).isEmpty)
        #expect(differences(golden: one, actual: two, limit: 3).count == 1)
        let objects = try JSONDocument(
            parsing: String(repeating: "{\"a\":", count: 512) + "1" + String(repeating: "}", count: 512))
        #expect(differences(golden: objects, actual: one, limit: 3).count == 1)
        #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: nested(513, "")) }
    }

    @Test func `halves of surrogate pairs and NULs equal only themselves`() throws {
        let texts = [
            #""\ud800""#, #""\udc00""#, #""\udc00\ud800""#, #""\ud800\udc00""#, #""\ufffd""#, #""\ufffd\ufffd\ufffd""#,
            #""\u0000""#,
            #""""#, #""\u0000\u0000""#,
        ]
        for (left, leftText) in texts.enumerated() {
            for (right, rightText) in texts.enumerated() {
                for wrap in [{ "[\($0)]" }, { "{\($0):1}" }] as [(String) -> String] {
                    let found = differences(
                        golden: try JSONDocument(parsing: wrap(leftText)), actual: try JSONDocument(parsing: wrap(rightText)),
                        limit: 3)
                    #expect(found.isEmpty == (left == right), "\(leftText) \(rightText)")
                }
            }
        }
    }

    @Test func `a text of ten megabytes and an array of a million are compared in time and named shortly`() throws {
        let long = String(repeating: "a\u{E9}", count: 3_400_000)
        let many = String(repeating: "0,", count: 1_000_000)
        for (left, right) in [("\"\(long)1\"", "\"\(long)2\""), ("[\(many)1]", "[\(many)2]"), ("[\(many)1]", "[1]")] {
            let found = differences(golden: try JSONDocument(parsing: left), actual: try JSONDocument(parsing: right), limit: 3)
            #expect(!found.isEmpty)
            #expect(found.shown.count <= 3)
            #expect(found.shown.allSatisfy { ($0.expected ?? "").utf8.count + ($0.actual ?? "").utf8.count < 5000 })
        }
    }

    /// How many differences there are when the order does not count.
    private func unordered(_ expected: [RandomJSON], _ actual: [RandomJSON]) throws -> Int {
        let items = try expected.map { try Template.json($0.text) }
        let document = try JSONDocument(parsing: RandomJSON.array(actual).text)
        var context = MatchContext(clock: noon)
        return try ExpectedJSON(Template.match(.unordered(items)))
            .differences(from: document.root, context: &context, limit: 100).count
    }
}
