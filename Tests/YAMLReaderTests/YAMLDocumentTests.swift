import AssayCore
import TestSupport
import Testing
import YAMLReader

struct YAMLDocumentTests {
    @Test(arguments: ["", "\u{FEFF}", "\n\n", "# nothing\n", "  \n# a\n\n"])
    func `a file without a document has no root`(text: String) throws {
        let file = SourceFile(path: "test.yaml", text: text)
        #expect(try YAMLDocument.read(file).isEmpty)
        #expect(try YAMLDocument.readSingle(file).root == nil)
    }

    @Test func `a document without content is a null`() throws {
        #expect(describe(try root(of: "---\n").coreValue) == "null")
    }

    @Test func `documents are read in order, each with its own anchors`() throws {
        let documents = try YAMLDocument.read(SourceFile(path: "test.yaml", text: "--- &a 1\n--- [&a 2, *a]\n...\n---\n{b: 3}\n"))
        #expect(documents.compactMap(\.root).map(outline) == ["int 1", "[int 2, int 2]", "{b: int 3}"])
        #expect(diagnostics(of: "--- &a 1\n--- *a\n").map(\.id) == ["undefined-alias"])
    }

    @Test func `a second document is refused where one is meant`() {
        let file = SourceFile(path: "test.yaml", text: "a: 1\n---\nb: 2\n")
        do throws(InvalidInput) {
            _ = try YAMLDocument.readSingle(file)
            Issue.record("read")
        } catch {
            #expect(error.diagnostics.map(\.message) == ["a second document starts in a file that holds one"])
            #expect(error.diagnostics.first?.range?.start == SourcePosition(line: 3, column: 1))
        }
    }

    @Test func `faults come in the order of the file`() {
        expectDiagnostics(
            "1️⃣a: 1\nb: {5️⃣c: 1, 2️⃣c: 2}\n3️⃣a: 4️⃣*x",
            [
                .error("duplicate-key", "2️⃣", "the key 'c' is given twice", notes: [("5️⃣", "first given here")]),
                .error("duplicate-key", "3️⃣", "the key 'a' is given twice", notes: [("1️⃣", "first given here")]),
                .error(
                    "undefined-alias", "4️⃣", "no anchor '&x' stands before the alias",
                    fix: "define '&x' before it, or quote the text if a '*' is meant"),
            ])
    }

    @Test func `at most a hundred faults are reported`() {
        #expect(diagnostics(of: String(repeating: "- *x\n", count: 1000)).count == 100)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines end at LF, CRLF and CR`(lineBreak: String) throws {
        let node = try root(of: ["a: 1", "b: |", "  x", "  y", "c: !t", "  2"].joined(separator: lineBreak))
        #expect(outline(node) == "{a: int 1, b: \"x\ny\n\", c: !t int 2}")
        #expect(node.entries.map(\.value.range.start.line) == [1, 2, 6])
        #expect(node["b"]?.range.end == SourcePosition(line: 4, column: 4))
        #expect(node["c"]?.range == SourceRange(line: 6, column: 3))
    }
}
