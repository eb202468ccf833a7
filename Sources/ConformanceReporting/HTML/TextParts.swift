/// A text in pieces, of which some are marked as gone or come.
struct TextParts {
    private(set) var pages: [[String: String]] = []

    /// Values up to this long are shown one after the other, longer ones by the words that differ.
    private static let shortest = 24
    private static let longest = 2000

    init(plain text: String) {
        add("kept", shown(text, limit: Self.longest).visible.quotedIfNeeded(like: text))
    }

    /// Stands where there is no value.
    init(absent text: String) {
        add("absent", text)
    }

    private init() {}

    /// A cell of a table of changes.
    init(of cell: ChangeTable.Cell, in row: ChangeTable.Row) {
        switch cell {
        case .none: break
        case .same(let value): self = TextParts(plain: value)
        case .changed(let old, let new):
            let (left, right) = Self.cut(old, new)
            guard max(left.columns, right.columns) > Self.shortest else {
                add("gone", left.quotedIfNeeded(like: old))
                add("kept", " \(row.arrow) ")
                add("come", right.quotedIfNeeded(like: new))
                return
            }
            for change in WordChange.all(from: left, to: right) {
                switch change {
                case .same(let text): add("kept", text)
                case .changed(let old, let new):
                    add("gone", old)
                    add("come", new)
                }
            }
        }
    }

    /// What was due with the words marked that did not come, and what came with those that were not due.
    static func sides(of expected: String, _ actual: String) -> (due: TextParts, came: TextParts) {
        let (left, right) = cut(expected, actual)
        var (due, came) = (TextParts(), TextParts())
        guard max(left.columns, right.columns) > shortest else {
            due.add("kept", left.quotedIfNeeded(like: expected))
            came.add("kept", right.quotedIfNeeded(like: actual))
            return (due, came)
        }
        for change in WordChange.all(from: left, to: right) {
            switch change {
            case .same(let text):
                due.add("kept", text)
                came.add("kept", text)
            case .changed(let old, let new):
                due.add("gone", old)
                came.add("come", new)
            }
        }
        return (due, came)
    }

    private static func cut(_ left: String, _ right: String) -> (String, String) {
        let (left, right) = shownPair(left, right, limit: longest)
        return (left.visible, right.visible)
    }

    private mutating func add(_ kind: String, _ text: String) {
        if !text.isEmpty { pages.append([kind: text]) }
    }
}
