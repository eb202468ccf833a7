import AssayCore
import YAMLReader

private let subjects = ["rows", "values"]
private let relationNames = Relation.allCases.map(\.rawValue)

extension NodeReader {
    /// Reads how an answer stands to those of earlier steps.
    mutating func relations(_ node: Node, context: ClauseContext) -> [RelationExpectation] {
        let list = sequence(node, "relations") ?? []
        if node.kind == .sequence, list.isEmpty { report("empty-list", "the list of relations is empty", at: node.range) }
        return list.compactMap { relation($0, context: context) }
    }

    private mutating func relation(_ node: Node, context: ClauseContext) -> RelationExpectation? {
        let known = subjects + relationNames + ["by", "ignore", "dialect", "allow_empty", "clauses", "level"]
        guard let fields = fields(of: node, "relation", known) else { return nil }
        let subject = self.subject(fields)
        let related = self.related(fields)
        var relation = RelationExpectation(.body, .equalTo, [], range: node.range)
        relation.by = columns("by", fields, subject)
        relation.ignore = columns("ignore", fields, subject)
        if let dialect = fields["dialect"] {
            refuse("dialect", with: subject, "is for tables", at: dialect)
            // How lines end is judged under 'csv': here it would be passed over.
            relation.dialect = self.dialect(dialect, known: ["delimiter", "header"])
        }
        for column in relation.by where relation.ignore.contains(where: { $0.utf8.elementsEqual(column.utf8) }) {
            report(
                "conflicting-keys", "the column '\(column)' both counts and is ignored", fix: "take it out of one",
                at: fields["ignore"]?.range ?? fields.range)
        }
        relation.allowsEmpty = fields["allow_empty"].flatMap { boolean($0, "allow_empty") } ?? false
        relation.clauses = fields["clauses"].map { clauses($0, context: context) }
        relation.level = fields["level"].flatMap { word($0, "level", as: Clause.Level.self) }
        guard let subject, let related else { return nil }
        relation.subject = subject
        (relation.relation, relation.others, relation.range) = related
        return relation
    }

    private mutating func subject(_ fields: Node) -> RelationExpectation.Subject? {
        let stated = subjects.filter { fields.has($0) }
        guard stated.count == 1, let node = fields[stated[0]] else {
            report(
                stated.isEmpty ? "missing-key" : "conflicting-keys", "a relation is about either 'rows' or 'values'",
                fix: "as in {rows: csv, subset_of: STEP} or {values: '$.items[*]', subset_of: STEP}", at: fields.range)
            return nil
        }
        guard let text = text(node, stated[0]) else { return nil }
        if stated[0] == "values" {
            checkPath(text, at: node.range)
            return .values(text)
        }
        if let subject = RelationExpectation.Subject(rows: text) { return subject }
        report(
            "unknown-value", "'\(text)' are no rows of an answer",
            fix: "write csv for those of the body, mail.csv or mail-2.attachment-1.csv", at: node.range)
        return nil
    }

    private mutating func related(_ fields: Node) -> (Relation, [String], SourceRange)? {
        let stated = Relation.allCases.filter { fields.has($0.rawValue) }
        guard stated.count == 1, let relation = stated.first, let node = fields[relation.rawValue] else {
            report(
                stated.isEmpty ? "missing-key" : "conflicting-keys",
                stated.isEmpty
                    ? "the relation does not say how the two stand to each other"
                    : "a relation states one way, and here are several",
                fix: "state one of \(relationNames.joined(separator: ", "))", at: fields.range)
            return nil
        }
        let others = texts(node, relation.rawValue)
        if node.kind == .sequence, node.items.isEmpty || (node.items.count > 1 && !relation.takesSeveral) {
            report(
                "wrong-kind", "'\(relation.rawValue)' takes \(relation.takesSeveral ? "one step or more" : "one step")",
                fix: "name one earlier step", at: node.range)
        }
        var seen: Set<String> = []
        for (step, range) in others {
            if !earlierSteps.contains(step) {
                reportUnknown(step, at: range)
            } else if !seen.insert(step).inserted, relation.takesSeveral {
                report("duplicate-step", "the step '\(step)' is named twice", fix: "remove one", at: range)
            }
        }
        return (relation, others.map(\.text), node.range)
    }

    private mutating func reportUnknown(_ step: String, at range: SourceRange) {
        if earlierSteps.isEmpty {
            report(
                "unknown-step", "there is no step before this one that it could be related to",
                fix: "make it a later one of 'steps:'", at: range)
            return
        }
        let near = nearestName(to: step, among: earlierSteps)
        report(
            "unknown-step", "there is no earlier step '\(step)'",
            fix: near.map { "did you mean '\($0)'?" } ?? "one of \(earlierSteps.joined(separator: ", "))", at: range)
    }

    private mutating func columns(_ key: String, _ fields: Node, _ subject: RelationExpectation.Subject?) -> [String] {
        guard let node = fields[key] else { return [] }
        refuse(key, with: subject, "names columns", at: node)
        if key == "by", node.kind == .sequence, node.items.isEmpty {
            report("empty-list", "'by' names no column", fix: "leave it out for all columns to count", at: node.range)
        }
        return texts(node, key).map(\.text)
    }

    private mutating func refuse(
        _ key: String, with subject: RelationExpectation.Subject?, _ what: String, at node: Node
    ) {
        guard case .values? = subject else { return }
        report("conflicting-keys", "'\(key)' \(what), and values have none", fix: "remove it", at: node.range)
    }
}

extension RelationExpectation.Subject {
    /// Reads `csv`, `mail.csv`, `mail-2.csv`, `mail-2.attachment-1.csv`.
    fileprivate init?(rows text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.last == "csv" else { return nil }
        switch parts.count {
        case 1: self = .body
        case 2: self = .mail(message: Self.number(parts[0]), attachment: nil)
        default: self = .mail(message: Self.number(parts[0]), attachment: Self.number(parts[1]))
        }
        // What is written in another way, such as 'mail-02.csv', is something else that was meant.
        guard description.utf8.elementsEqual(text.utf8) else { return nil }
    }

    /// The number, from 1 on, after the last hyphen.
    private static func number(_ part: Substring) -> Int? {
        part.split(separator: "-").last.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
