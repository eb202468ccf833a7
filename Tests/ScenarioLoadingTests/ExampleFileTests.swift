import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct ExampleFileTests {
    private struct NoFile: Error, CustomStringConvertible {
        var description: String { "specs/rows.csv: there is no such file" }
    }

    /// Loads a scenario whose examples stand in `rows.csv`.
    private func load(_ csv: String?, path: String = "/${channel}") throws -> SuiteFile {
        let context = LoadingContext(specifications: [], targets: [], inputs: []) { path, _ in
            guard let csv, path == "rows.csv" else { throw NoFile() }
            return SourceFile(path: "specs/rows.csv", text: csv)
        }
        let lines = "request: {method: GET, path: '\(path)'}\nexpect: {status: 200}\nexamples: !file rows.csv"
        return try loadSuite(SourceFile(path: "specs/a.yaml", text: suite(lines)), named: "a", in: context)
    }

    @Test func `each row is a case, and each cell a text`() throws {
        let file = try load("channel,name,size\r\nS,sms,1\r\n\"E,\"\"x\",\"e-mail\",\r\n", path: "/${channel}${size}")
        let examples = file.scenarios[0].examples
        #expect(examples.map(\.name) == ["sms", "e-mail"])
        #expect(
            examples.map { $0.values.map { "\($0.name)=\(outline($0.value))" } }
                == [["channel='S'", "size='1'"], ["channel='E,\"x'", "size=''"]])
        #expect(file.companions.map(\.path) == ["specs/rows.csv"])
    }

    @Test(
        arguments: [
            ("", "the file is empty"), ("name,channel\n", "the file has a header and no row"),
            ("channel\nS\n", "there is no column 'name'"),
            ("name,channel\nsms,S\nmail\n", "the header has 2 fields, and this row 1"),
            ("name,channel\nSMS,S\n", "the example's name 'SMS' is not an id"),
            ("name,channel\na/b,S\n", "the example's name 'a/b' is not an id"),
            ("name,channel\na,S\na,E\n", "the example 'a' is given twice, first in record 2"),
            ("name,channel,channel\na,S,E\n", "the column 'channel' is there twice"),
            ("name,channel,a b\na,S,E\n", "'a b' is not a column's name"),
            ("name,channel\na,\"S\n", "the quoted field that begins here is not closed"),
        ])
    func `a file that is no list of examples is refused at its own line`(csv: String, message: String) throws {
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(csv, path: "/") }
        #expect(invalid?.diagnostics.map(\.message) == [message])
        #expect(invalid?.diagnostics.first?.file.path == "specs/rows.csv")
    }

    @Test func `a file that is not there is refused where it is named`() throws {
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(nil, path: "/") }
        #expect(
            invalid?.diagnostics.map(\.message) == [
                "the examples cannot be read: specs/rows.csv: there is no such file"
            ])
        #expect(invalid?.diagnostics.first?.file.path == "specs/a.yaml")
    }
}
