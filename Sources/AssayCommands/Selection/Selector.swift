import AssayCore

/// What a user picks cases by: an id or the beginning of one, a file or folder, or a line of a file.
struct Selector: Equatable, Sendable {
    /// As typed.
    var text: String
    /// Below the project folder, as scenarios' files are named; `nil` when `text` names no such place.
    var path: String?
    var line: Int?

    /// - Parameter projectPath: Returns the path below the project folder of a file or folder that exists, given as typed.
    init(_ text: String, projectPath: (String) -> String?) {
        self.text = text
        let (file, line) = Self.splitLine(text)
        if let line, let path = projectPath(file) {
            self.path = path
            self.line = line
        } else {
            path = projectPath(text)
        }
    }

    /// `specs/range.yaml:31` is a file and a line; `31` counts from 1.
    private static func splitLine(_ text: String) -> (file: String, line: Int?) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return (text, nil) }
        let digits = text[text.utf8.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let line = Int(digits), line > 0 else {
            return (text, nil)
        }
        return (String(text[..<colon]), line)
    }

    /// Whether all cases of the file are meant.
    func covers(file: String) -> Bool {
        guard let path, line == nil else { return false }
        return path.isEmpty || file.utf8.elementsEqual(path.utf8) || FilePath.path(file, below: path) != nil
    }

    /// Whether the id is the selector's, or begins with it up to a `/` or `[`: `export/range` takes `export/range/a` and
    /// leaves `export/ranges/a`.
    func covers(_ id: CaseID) -> Bool {
        let wanted = text.utf8.last == UInt8(ascii: "/") ? Array(text.utf8.dropLast()) : Array(text.utf8)
        let id = Array(id.description.utf8)
        guard !wanted.isEmpty, id.starts(with: wanted) else { return false }
        guard id.count > wanted.count else { return true }
        return id[wanted.count] == UInt8(ascii: "/") || id[wanted.count] == UInt8(ascii: "[")
    }

    /// Whether one of the suite's ids could be covered; cheaper than asking each.
    func mayCover(suite: String) -> Bool {
        let wanted = Array(text.utf8)
        return suite.utf8.starts(with: wanted) || wanted.starts(with: suite.utf8) || wanted.dropLast().elementsEqual(suite.utf8)
    }
}

extension SourceFile {
    /// The line where the item of a block list begins to which the key on line `inner` belongs: its `-` may stand lines above
    /// the key.
    func startOfItem(aroundLine inner: Int) -> Int {
        var keyIndent: Int?
        for number in stride(from: inner, to: 0, by: -1) {
            guard let text = line(number) else { break }
            let indent = text.utf8.prefix { $0 == 0x20 }.count
            guard let first = text.utf8.dropFirst(indent).first, first != UInt8(ascii: "#") else { continue }
            let isDeeper = keyIndent.map { indent >= $0 } ?? false
            if !isDeeper, first == UInt8(ascii: "-") { return number }
            if let keyIndent, indent < keyIndent { break }
            keyIndent = keyIndent ?? indent
        }
        return inner
    }
}

/// Returns the index of the scenario that stands on a line of its file; `nil` above the first.
func indexOfScenario(atLine line: Int, among scenarios: [Scenario]) -> Int? {
    let following = scenarios.firstIndex { $0.range.start.line > line } ?? scenarios.count
    // The key that names the scenario need not be its first: its item may begin above the line all the same.
    if following < scenarios.count {
        let scenario = scenarios[following]
        let start = scenario.file.startOfItem(aroundLine: scenario.range.start.line)
        if start <= line { return following }
    }
    return following > 0 ? following - 1 : nil
}
