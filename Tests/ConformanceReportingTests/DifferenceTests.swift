import AssayCore
import Testing

@testable import ConformanceReporting

struct DifferenceTests {
    @Test(arguments: [
        (
            Difference(.value, at: .json("/meta/explain"), expected: "\"a\"", actual: "\"b\""),
            "/meta/explain: expected \"a\", got \"b\""
        ),
        (
            Difference(
                .value, at: .json("/a"), expected: "\"the quick brown fox jumps over the lazy dog and sleeps\"",
                actual: "\"the quick brown cat jumps over the lazy dog and sleeps\""),
            "/a: …quick brown [-fox-]{+cat+} jumps over …"
        ),
        (
            Difference(
                .value, at: .json("/a"), expected: "…\"brown fox jumps over the lazy dog and then sleeps for long, as dogs do\"…",
                actual: "…\"brown cat jumps over the lazy dog and then sleeps for long, as dogs do so\"…"),
            "/a: …\"brown [-fox-]{+cat+} jumps over …, as dogs do…"
        ),
        (
            Difference(
                .value, at: .json("/a"), expected: "\"the quick brown fox jumps over the lazy dog and sleeps\"",
                actual: "\"nothing of the kind was ever seen by anyone at all here\""),
            "/a: expected \"the quick brown fox jumps over the lazy dog and sleeps\", got "
                + "\"nothing of the kind was ever seen by anyone at all here\""
        ),
        (Difference(.missing, at: .json("/a"), expected: "1"), "/a: expected 1, got nothing"),
        (Difference(.extra, at: .json("/a"), actual: "1"), "/a: expected nothing, got 1"),
        (Difference(.type, at: .json(""), expected: "1", actual: "\"1\""), "the whole document: expected 1, got \"1\""),
        (
            Difference(.value, at: .json("/a"), expected: "é", actual: "e\u{301}", note: "same after NFC"),
            "/a: expected é, got e\u{301} (same after NFC)"
        ),
        (
            Difference(.value, at: .line(3), expected: "x", actual: "x"),
            "line 3: expected x, got x (they look alike but differ in their bytes)"
        ),
        (Difference(.order, at: .column("B"), expected: "2", actual: "3"), "column B: in another order: expected 2, got 3"),
        (Difference(.unreadable, at: .byte(7), note: "not UTF-8"), "byte 7: not UTF-8"),
        (Difference(.duplicate, at: .record(4, key: ["m-1"])), "record 4 [m-1]: stands there twice"),
        (
            Difference(.value, at: .cell(record: 2, column: "Status", key: []), expected: "", actual: " "),
            "record 2, column Status: expected , got  "
        ),
    ])
    func `a difference says where it is, what was due and what came`(difference: Difference, line: String) {
        #expect(difference.line.utf8.elementsEqual(line.utf8), "\(difference.line)")
    }

    @Test func `differences of a table are shown as a table`() {
        let check = CheckResult.failing(
            "mail 1 attachment 1 csv",
            Difference(.value, at: .cell(record: 3, column: "Status", key: ["m-12"]), expected: "DELIVRD", actual: "EXPIRED "),
            Difference(
                .value, at: .cell(record: 13, column: "Campaign ID", key: ["m-102"]), expected: "", actual: "a\u{A0}b\r\n"),
            Difference(.missing, at: .record(14, key: ["m-103"]), expected: "m-103,SENT"), count: 45,
            golden: "golden/export/range/x.csv",
            place: SourcePlace(path: "specs/range.yaml", range: SourceRange(line: 9, column: 6, length: 7), line: "csv: !golden"))
        let text = CaseText(style: TextStyle()).text(of: .sample("x", .failed, checks: [check]))
        #expect(
            text == #"""
                FAIL export/range/x                                                  RANGE-MAX
                  specs/range.yaml:9:6  mail 1 attachment 1 csv
                    9 | csv: !golden
                      |      ^~~~~~~ 45 differences
                    @@   record  key    Status               Campaign ID
                    ->        3  m-12   DELIVRD->"EXPIRED "
                    ->       13  m-102                       ""->a\u{A0}b\r\n
                    ---      14  m-103                                         (m-103,SENT)
                    … and 42 more
                  golden: golden/export/range/x.csv; to take what came: assay accept 'export/range/x'
                  again: assay run 'export/range/x' --verbose


                """#, "\(text)")
    }

    @Test func `only so many differences of a check are shown, all of them when asked`() {
        let differences = (0..<30).map { Difference(.value, at: .json("/\($0)"), expected: "1", actual: "2") }
        let check = CheckResult(
            subject: "json", step: "second", clauses: [.sample("OTHER")], level: .should, differences: differences,
            differenceCount: 30, place: .status)
        let result = CaseResult.sample("x", .failed, checks: [check])
        let text = CaseText(style: TextStyle()).text(of: result)
        #expect(text.contains("range.yaml:31:15  step 'second', json, should, OTHER\n"))
        #expect(text.contains("^~~ /0: expected 1, got 2\n    /1: expected 1, got 2\n"))
        #expect(text.contains("    /12: expected 1, got 2\n    … and 17 more\n"))
        let all = CaseText(style: TextStyle(verbose: true)).text(of: result)
        #expect(all.contains("    /29: expected 1, got 2\n  again:"))
    }

    @Test func `the caret stands under the part that differs where that is on the line`() {
        var difference = Difference(.value, at: .whole, expected: "400", actual: "200")
        difference.range = SourceRange(line: 31, column: 7, length: 6)
        let check = CheckResult.failing("status", difference)
        let text = CaseText(style: TextStyle()).text(of: .sample("x", .failed, checks: [check]))
        #expect(text.contains("range.yaml:31:7\n   31 |       status: 400\n      |       ^~~~~~ expected 400, got 200\n"))
    }
}

struct ExchangeTextTests {
    @Test func `an exchange shows the request, the response and the mail`() {
        let lines = ExchangeText(.sample).lines.joined(separator: "\n")
        #expect(
            lines == """
                  request
                    > POST /v3/mlog/export?from=2015-03-04
                    > Content-Type: application/json
                    >
                    > {
                    >   "emails": [
                    >     "qa@example.com"
                    >   ],
                    >   "n": 1.0
                    > }
                  response
                    < 200
                    < content-type: application/json; charset=utf-8
                    <
                    < {
                    <   "meta": {},
                    <   "data": []
                    < }
                  mail 1
                    @ From: reports@acme.example
                    @ To: qa@example.com
                    @ Subject: Message report
                    @
                    @ Attached.
                    @ (lines end in CRLF)
                  attachment 'report.csv' (text/csv, 21 bytes)
                    @ Date,Status
                    @ 1,SENT
                    @ (lines end in CRLF)
                  attachment 'logo.png' (image/png, 4 bytes)
                    @ (4 bytes, not text: 89 50 ff 00)
                """, "\(lines)")
    }

    @Test func `a request without an answer says so`() {
        var exchange = RecordedExchange.sample
        exchange.step = "first"
        exchange.reply = nil
        #expect(ExchangeText(exchange).lines.first == "  request of step 'first'")
        #expect(ExchangeText(exchange).lines.last == "  no response")
    }

    @Test func `a long body is shown in part`() {
        var exchange = RecordedExchange.sample
        exchange.reply?.mail = []
        exchange.reply?.response.body = Array(String(repeating: "é\n", count: 100_000).utf8)
        let lines = ExchangeText(exchange).lines
        #expect(lines.count < 230)
        #expect(lines.last == "    < (21645 more lines, 234465 more bytes)")
    }
}
