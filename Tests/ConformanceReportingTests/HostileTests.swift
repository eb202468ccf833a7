import AssayCore
import Testing

@testable import ConformanceReporting

struct HostileTests {
    static let styles = [TextStyle(), TextStyle(width: 40, verbose: true)]

    /// What a terminal may obey, or what turns the text's direction.
    static func dangerous(in bytes: [UInt8]) -> [Unicode.Scalar] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { !$0.isHarmless && $0 != "\n" }
    }

    @Test(arguments: ReportFormat.allCases, styles)
    func `no report holds a control character or direction mark of the data`(format: ReportFormat, style: TextStyle) {
        let bytes = HostileRun.run.bytes(format, style: style)
        #expect(String(validating: bytes, as: UTF8.self) != nil)
        let dangerous = Self.dangerous(in: bytes)
        // A tab may stand in XML content.
        #expect(dangerous.filter { format != .junit || $0 != "\t" }.isEmpty)
    }

    @Test(arguments: ReportFormat.allCases, styles)
    func `no line of a report begins as data would have it`(format: ReportFormat, style: TextStyle) {
        for line in HostileRun.run.bytes(format, style: style).split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line.prefix(40), as: UTF8.self)
            // The commands of this form are looked at by its own tests.
            #expect(!text.hasPrefix("::") || format == .github)
            #expect(!text.hasPrefix("FAIL forged"))
        }
    }

    @Test func `texts of a megabyte are shown in part, around where they differ`() {
        let huge = String(repeating: "x", count: 1 << 20)
        let long = String(repeating: "x", count: 1 << 14)
        let places: [Difference.Place] = [
            .whole, .json(long), .cell(record: 1, column: long, key: [long]), .record(1, key: [long]), .column(long),
        ]
        let differences = places.flatMap { place in
            [
                Difference(.value, at: place, expected: long + "1", actual: long + "2", note: long),
                Difference(.missing, at: place, expected: long), Difference(.unreadable, at: place, note: long),
            ]
        }
        let cell = Difference(.value, at: .json("/a"), expected: huge + "1", actual: huge + "2")
        let checks = (differences + [cell]).map { CheckResult.failing("json", $0) }
        let result = CaseResult.sample("x", .failed, title: long, reason: long, checks: checks, exchanges: [.sample])
        for format in ReportFormat.allCases where format != .json {
            let text = SampleRun(header: .sample(), results: [result]).bytes(format, style: TextStyle(verbose: true))
            #expect(text.count < 64_000)
            guard [.text, .junit, .tap, .ctrf].contains(format) else { continue }
            #expect(String(decoding: text, as: UTF8.self).contains("xxx1, got \u{2026}xxx"))
        }
    }

    @Test func `ten thousand cases pass through without being kept`() {
        for format in ReportFormat.allCases {
            var writer = format.writer()
            if format == .junit { writer = JUnitReport(sizeKept: 100_000) }
            var output: [UInt8] = []
            var largest = 0
            var summary = RunSummary(of: .sample(cases: 10_000))
            writer.begin(.sample(cases: 10_000), into: &output)
            for number in 0..<10_000 {
                let result = number % 10 == 0 ? CaseResult.failed("case-\(number)") : .sample("case-\(number)")
                summary.add(result)
                writer.add(result, into: &output)
                largest = max(largest, output.count)
                output.removeAll(keepingCapacity: true)
            }
            writer.finish(summary, into: &output)
            if let writer = writer as? any SummaryFirstReport { writer.front(summary, into: &output) }
            #expect(largest < 200_000)
            // What is written at the end was kept: findings, as many as there is room for.
            #expect(output.count < 1_500_000)
        }
    }
}
