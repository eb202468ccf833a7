import AssayCore
import DataFormats

extension CaseResult {
    init(reading node: JSONNode, showsTimes: Bool) throws(InvalidLine) {
        let object = try ObjectReader(
            node, at: "",
            names: [
                "kind", "number", "id", "suite", "scenario", "example", "title", "verdict", "reason", "place", "clauses", "tags",
                "checks",
                "exchanges", "attempts", "duration_us",
            ])
        let scenario = ScenarioID(suite: try object.text("suite"), name: try object.text("scenario"))
        let id = CaseID(scenario: scenario, example: try object.optionalText("example"))
        guard try object.text("id").utf8.elementsEqual(id.description.utf8) else {
            throw InvalidLine("it is not that of the suite, the scenario and the example", at: "id")
        }
        guard object.has("duration_us") == showsTimes else {
            throw InvalidLine("it has to be there exactly when the header says that times are", at: "duration_us")
        }
        self.init(
            id: id, title: try object.optionalText("title"), verdict: try object.value("verdict", ObjectReader.choice),
            reason: try object.optionalText("reason"), place: try object.optional("place", SourcePlace.init),
            clauses: try object.array("clauses", ObjectReader.clause), tags: try object.texts("tags"),
            checks: try object.array("checks", CheckResult.init), exchanges: try object.array("exchanges", RecordedExchange.init),
            duration: showsTimes ? .microseconds(try object.integer("duration_us")) : .zero,
            number: try object.integer("number"), attempts: object.has("attempts") ? try object.integer("attempts") : 1)
        try requireEvidence()
    }

    /// A pass is refused that its own checks do not bear out.
    private func requireEvidence() throws(InvalidLine) {
        guard verdict == .passed else { return }
        guard !checks.isEmpty else { throw InvalidLine("nothing was checked, which is never a pass", at: "verdict") }
        guard !checks.contains(where: \.isViolation) else {
            throw InvalidLine("a check fails, which is never a pass", at: "verdict")
        }
    }
}

extension SourcePlace {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["path", "range", "line"])
        self.init(
            path: try object.text("path"), range: try object.value("range", SourceRange.init), line: try object.text("line"))
    }
}

extension SourceRange {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["line", "column", "end_line", "end_column"])
        let positions = 1...Int(UInt32.max)
        let start = SourcePosition(
            line: try object.integer("line", in: positions), column: try object.integer("column", in: positions))
        let end = SourcePosition(
            line: try object.integer("end_line", in: positions), column: try object.integer("end_column", in: positions))
        guard start <= end else { throw InvalidLine("it ends before it starts", at: path) }
        self.init(start: start, end: end)
    }
}

extension CheckResult {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(
            node, at: path,
            names: ["subject", "step", "clauses", "level", "golden", "place", "difference_count", "differences"])
        self.init(
            subject: try object.text("subject"), step: try object.optionalText("step"),
            clauses: try object.array("clauses", ObjectReader.clause), level: try object.value("level", ObjectReader.choice),
            differences: try object.array("differences", Difference.init),
            differenceCount: try object.integer("difference_count"), golden: try object.optionalText("golden"),
            place: try object.optional("place", SourcePlace.init))
        guard differenceCount >= differences.count else {
            throw InvalidLine("there are fewer than are listed", at: "\(path).difference_count")
        }
    }
}

extension Difference {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["kind", "at", "expected", "actual", "note", "cells", "range"])
        self.init(
            try object.value("kind", ObjectReader.choice), at: try object.value("at", Place.init),
            expected: try object.optionalText("expected"), actual: try object.optionalText("actual"),
            note: try object.optionalText("note"), cells: object.has("cells") ? try object.array("cells", Cell.init) : [],
            range: try object.optional("range", SourceRange.init))
    }
}

extension Difference.Cell {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let object = try ObjectReader(node, at: path, names: ["column", "text", "key"])
        self.init(
            column: try object.text("column"), text: try object.text("text"),
            isKey: object.has("key") ? try object.flag("key") : false)
    }
}

extension Difference.Place {
    fileprivate init(reading node: JSONNode, at path: String) throws(InvalidLine) {
        let names = ["whole", "json", "record", "column", "key", "line", "byte"]
        let object = try ObjectReader(node, at: path, names: names)
        switch names.filter(object.has) {
        case ["whole"] where try object.flag("whole"): self = .whole
        case ["json"]: self = .json(try object.text("json"))
        case ["record", "column", "key"]:
            self = .cell(
                record: try object.integer("record"), column: try object.text("column"), key: try object.texts("key"))
        case ["record", "key"]: self = .record(try object.integer("record"), key: try object.texts("key"))
        case ["column"]: self = .column(try object.text("column"))
        case ["line"]: self = .line(try object.integer("line"))
        case ["byte"]: self = .byte(try object.integer("byte"))
        default: throw InvalidLine("these members are no place together", at: path)
        }
    }
}
