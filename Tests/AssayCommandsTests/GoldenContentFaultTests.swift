import AssayCore
import Testing

@testable import AssayCommands

struct GoldenContentFaultTests {
    private static let table = GoldenForm.table(TableOptions())
    private static let lfTable = GoldenForm.table(TableOptions(dialect: TableDialect(newline: .lf)))

    @Test(arguments: [
        ("A,B\r\n1,2\r\n", table), ("A\r\n\"x\ny\"\r\n", table), ("A\r\n1", table), ("A\n1\n", lfTable), ("{\n}\n", .json),
        ("{}", .json), ("a\r\nb\n", .text), ("\u{FEFF}a", .text), ("", .text),
    ])
    func `a file as it was written has no fault`(text: String, form: GoldenForm) {
        #expect(GoldenContentFault(of: Array(text.utf8), form) == nil)
    }

    @Test(arguments: [
        ("A\n1\n", table, "golden-dialect", "its line ends are LF where CRLF is due"),
        ("A\r\n1\n", table, "golden-dialect", "some of its line ends are LF where CRLF is due"),
        ("A\r\n1\r\n", lfTable, "golden-dialect", "its line ends are CRLF where LF is due"),
        ("\u{FEFF}A\r\n1\r\n", table, "golden-dialect", "it has a byte order mark, which is refused"),
        ("A,B\r\n1\r\n", table, "broken-golden", "record 2 of the expected table has 1 field where the first has 2"),
        ("A\r\n\u{0}\r\n", table, "broken-golden", "NUL"),
        ("", table, "broken-golden", "the expected table is empty: it has not even a header"),
        ("{\n  1\n}\n", .json, "broken-golden", "this golden file is no JSON"),
        ("\u{FEFF}{}\n", .json, "broken-golden", "byte order mark"),
        ("", .json, "broken-golden", "this golden file is no JSON"),
        ("{\r\n}\r\n", .json, "golden-line-ends", "CR"),
        ("a\n<<<<<<< x\n=======\n>>>>>>> y\n", .text, "conflict-markers", "conflict markers"),
    ])
    func `a file that something else has changed is told by its bytes`(text: String, form: GoldenForm, id: String, part: String) {
        let fault = GoldenContentFault(of: Array(text.utf8), form)
        #expect(fault?.id == id)
        #expect(fault?.message.contains(part) == true, "\(fault?.message ?? "none")")
        #expect((fault?.severity == .warning) == (id == "golden-line-ends"))
    }
}
