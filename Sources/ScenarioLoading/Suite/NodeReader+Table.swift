import AssayCore
import DataFormats
import YAMLReader

let tableSources = ["golden", "rows", "file"]

extension NodeReader {
    /// Reads what stands under `csv`: `!golden`, `!file path`, or a mapping of rows and how they are compared.
    mutating func table(_ node: Node) -> TableExpectation? {
        switch node.tag {
        case "!golden": return golden(node).map { TableExpectation(rows: .golden($0), options: TableOptions()) }
        case "!file": return textTemplate(node, "!file").map { TableExpectation(rows: .file($0), options: TableOptions()) }
        default: break
        }
        let known = tableSources + ["key", "row_order", "columns", "ignore", "compare", "dialect"]
        guard let fields = fields(of: node, "csv", known) else { return nil }
        let sources = tableSources.filter { fields.has($0) }
        guard let source = sources.first, sources.count == 1, let value = fields[source] else {
            report(
                "missing-key", "csv needs exactly one of 'golden', 'rows' and 'file'",
                fix: "write 'csv: !golden' for a golden file of its own", at: node.range)
            return nil
        }
        let options = tableOptions(fields)
        return rows(source, value, dialect: options.dialect).map { TableExpectation(rows: $0, options: options) }
    }

    private mutating func rows(_ source: String, _ node: Node, dialect: TableDialect) -> TableExpectation.Rows? {
        switch source {
        case "golden":
            if node.isEmpty, node.tag != "!golden", !withoutTag(node, "golden") { return nil }
            if node.isEmpty || node.tag == "!golden" { return golden(node).map { .golden($0) } }
            if node.kind == .scalar, case .bool = node.yaml.coreValue {
                report(
                    "wrong-kind", "golden takes a path or nothing, and has '\(node.yaml.text)'",
                    fix: "write 'golden:' for the case's own", at: node.range)
                return nil
            }
            if node.kind == .scalar { checkGoldenPath(node) }
            return requestText(node, "golden").map { .golden(GoldenReference(path: $0, range: node.range)) }
        case "file": return requestText(node, "file").map { .file($0) }
        default:
            let rows = (sequence(node, "rows") ?? []).map { row in
                (sequence(row, "a row") ?? []).compactMap { textExpectation($0) }
            }
            if dialect.hasHeader, rows.isEmpty {
                report(
                    "empty-list", "the table has no header row", fix: "make the first row the names of the columns",
                    at: node.range)
            }
            return .rows(rows)
        }
    }

    private mutating func tableOptions(_ node: Node) -> TableOptions {
        var options = TableOptions()
        if let key = node["key"] {
            options.key = texts(key, "key").map(\.text)
            if key.kind == .sequence, key.items.isEmpty {
                report(
                    "empty-list", "the key has no column", fix: "name one, or leave 'key' out to compare rows in sequence",
                    at: key.range)
            }
        }
        if let order = node["row_order"] { options.rowOrder = word(order, "row_order") ?? .significant }
        if let columns = node["columns"] { options.columns = word(columns, "columns") ?? .exact }
        if let ignore = node["ignore"] { options.ignore = texts(ignore, "ignore").map(\.text) }
        if let compare = node["compare"], mapping(compare, "compare") {
            options.compare = compare.entries.compactMap { entry in
                cellComparison(entry.value).map { .init(column: entry.key.text, comparison: $0) }
            }
        }
        if let dialect = node["dialect"] { options.dialect = self.dialect(dialect) }
        for column in options.key where options.ignore.contains(column) {
            report(
                "conflicting-keys", "the column '\(column)' is both a key and ignored", fix: "take it out of one", at: node.range)
        }
        return options
    }

    private mutating func cellComparison(_ node: Node) -> TableOptions.CellComparison? {
        let known = ["decimal", "instant", "digits", "case"]
        let fix = "use decimal, instant, digits or case; {decimal: {within: 0.01}}, {instant: {within: 1s}}"
        if node.kind == .mapping { return tolerance(node, fix: fix) }
        guard let text = text(node, "the comparison") else { return nil }
        switch text {
        case "decimal": return .decimal(within: nil)
        case "instant": return .instant(within: nil)
        case "digits": return .digits
        case "case": return .ignoringCase
        default:
            report(
                "unknown-value", "the comparison '\(text)' is not known",
                fix: nearestName(to: text, among: known).map { "did you mean '\($0)'?" } ?? fix, at: node.range)
            return nil
        }
    }

    /// `{decimal: {within: 0.01}}` or `{instant: {within: 1s}}`
    private mutating func tolerance(_ node: Node, fix: String) -> TableOptions.CellComparison? {
        guard let fields = fields(of: node, "comparison", ["decimal", "instant"]) else { return nil }
        guard fields.entries.count == 1, let entry = fields.entries.first else {
            report(
                "wrong-count", "a column has exactly one comparison, and here are \(fields.entries.count)", fix: fix,
                at: node.range)
            return nil
        }
        guard let limits = self.fields(of: entry.value, "comparison", ["within"]) else { return nil }
        guard let within = limits["within"] else {
            report(
                "missing-key", "the comparison does not say how much is allowed", fix: "add 'within: ..'", at: entry.value.range)
            return nil
        }
        guard entry.key.hasText("decimal") else { return duration(within, "within").map { .instant(within: $0) } }
        guard withoutTag(within, "within") else { return nil }
        guard within.kind == .scalar, let number = within.yaml.coreValue.number else {
            report("wrong-kind", "'within' must be a number, and is \(within.description)", at: within.range)
            return nil
        }
        return .decimal(within: number)
    }

    /// - Parameter known: The keys that count here.
    mutating func dialect(
        _ node: Node, known: [String] = ["delimiter", "newline", "bom", "header"]
    ) -> TableDialect {
        var dialect = TableDialect()
        guard let fields = fields(of: node, "dialect", known) else { return dialect }
        if let delimiter = fields["delimiter"], withoutTag(delimiter, "delimiter") {
            let bytes = Array(delimiter.yaml.text.utf8)
            if delimiter.kind == .scalar, bytes.count == 1, CSVDocument.isDelimiter(bytes[0]) {
                dialect.delimiter = bytes[0]
            } else {
                report(
                    "bad-delimiter", "the delimiter must be one ASCII character, and is \(delimiter.description)",
                    fix: "write \",\" or \";\" or \"\\t\"", at: delimiter.range)
            }
        }
        if let newline = fields["newline"] { dialect.newline = word(newline, "newline") ?? .crlf }
        if let bom = fields["bom"] { dialect.byteOrderMark = word(bom, "bom") ?? .refused }
        if let header = fields["header"] { dialect.hasHeader = boolean(header, "header") ?? true }
        return dialect
    }
}
