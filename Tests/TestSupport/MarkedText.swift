package import AssayCore

/// A text with places marked in it by `1️⃣` to `9️⃣`, which are not part of it.
package struct MarkedText {
    package let file: SourceFile
    package private(set) var places: [Character: SourcePosition] = [:]

    package init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var (line, column) = (1, 1)
        let scalars = Array(marked.unicodeScalars)
        var index = 0
        while index < scalars.count {
            if index + 2 < scalars.count, scalars[index + 1] == "\u{FE0F}", scalars[index + 2] == "\u{20E3}" {
                places[Character(String(String.UnicodeScalarView(scalars[index...index + 2])))] = SourcePosition(
                    line: line, column: column)
                index += 3
                continue
            }
            text.append(scalars[index])
            if scalars[index] == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
            index += 1
        }
        file = SourceFile(path: "test.yaml", text: String(text))
    }

    /// Where the mark stands; a column 0 for a mark that the text has not.
    package func place(_ mark: Character) -> SourcePosition {
        places[mark] ?? SourcePosition(line: 0, column: 0)
    }
}
