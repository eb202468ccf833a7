import Testing

@testable import ConformanceReporting

struct WordChangeTests {
    @Test(arguments: [
        ("one two three", "one 2 three", [WordChange.same("one "), .changed(from: "two", to: "2"), .same(" three")]),
        ("a b c d", "a x c y", [.same("a "), .changed(from: "b", to: "x"), .same(" c "), .changed(from: "d", to: "y")]),
        ("", "new", [.changed(from: "", to: "new")]),
        ("id-0042-end", "id-0043-end", [.same("id-"), .changed(from: "0042", to: "0043"), .same("-end")]),
        ("same", "same", [.same("same")]),
        ("e\u{301}", "\u{E9}", [.changed(from: "e\u{301}", to: "\u{E9}")]),
    ])
    func `texts are laid over each other by words`(old: String, new: String, changes: [WordChange]) {
        #expect(WordChange.all(from: old, to: new) == changes)
    }

    @Test(arguments: 0..<50)
    func `both texts can be put together again`(seed: Int) {
        let words = ["a", "b", " ", "-", "word", "é", "\u{301}", "\n"]
        var state = UInt64(seed)
        func text() -> String {
            (0..<20).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return words[Int(state >> 33) % words.count]
            }.joined()
        }
        let (old, new) = (text(), text())
        let changes = WordChange.all(from: old, to: new)
        let (left, right) = changes.reduce(into: ("", "")) { texts, change in
            switch change {
            case .same(let text): texts = (texts.0 + text, texts.1 + text)
            case .changed(let from, let to): texts = (texts.0 + from, texts.1 + to)
            }
        }
        #expect(left.utf8.elementsEqual(old.utf8) && right.utf8.elementsEqual(new.utf8))
    }
}

struct ChangeTableTests {
    private static let table = ChangeTable(
        columns: [.init("id", isKey: true), .init("name"), .init("state", .renamed(from: "status")), .init("new", .added)],
        rows: [
            .init(.same, actualRecord: 2, cells: [.same("1"), .same("Anna"), .same("SENT"), .same("x")]),
            .init(.gap),
            .init(
                .changed, isMoved: true, expectedRecord: 4, actualRecord: 9,
                cells: [.same("3"), .same("C->D"), .changed(from: "SENT ", to: ""), .same("NULL")], note: "was record 4"),
            .init(.removed, expectedRecord: 7, cells: [.same("4"), .same("Dora"), .same("\u{1B}[31m"), .none]),
            .init(.ragged, expectedRecord: 8, actualRecord: 10, cells: [.same("5"), .changed(from: "a", to: "b"), .none, .none]),
        ])

    @Test func `the key and what differs are shown in columns`() {
        let text = ChangeTableText(Self.table, style: TextStyle(width: 60)).lines().joined(separator: "\n")
        #expect(
            text == #"""
                !               ...  (status)      +++
                @@      record  id   name  state         new
                """# || text.contains(#""SENT "-->"""#), "\(text)")
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains(#"\u{1B}[31m"#))
    }

    @Test func `colours surround the parts of a cell and change no width`() {
        let plain = ChangeTableText(Self.table, style: TextStyle(width: 100)).lines()
        let colored = ChangeTableText(Self.table, style: TextStyle(color: true, width: 100)).lines()
        let stripped = colored.map { line in
            line.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset == 0 ? $0.element : $0.element.drop { $0 != "m" }.dropFirst() }.joined()
        }
        #expect(zip(plain, stripped).allSatisfy { $0 == $1.withoutTrailingSpaces })
        #expect(colored != plain)
    }

    @Test func `a patch has all columns, an arrow of its own where a cell has one, and escaped nulls`() {
        var bytes: [UInt8] = []
        let daff = DaffTable(Self.table.columns)
        daff.appendHeader(to: &bytes)
        for row in Self.table.rows { daff.append(row, to: &bytes) }
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                !,,,(status),+++
                @@,id,name,state,new
                +,1,Anna,SENT,x
                ...,...,...,...,...
                -->,3,C->D,SENT -->,_NULL
                ---,4,Dora,\u{1B}[31m,
                ---,5,a,,
                +++,5,b,,

                """)
    }
}
