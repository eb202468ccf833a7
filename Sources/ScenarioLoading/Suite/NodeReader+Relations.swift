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
        if let dialect = fields["dialect"] { relation.dialect = self.dialect(dialect) }
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
        for (step, range) in others where !earlierSteps.contains(step) { reportUnknown(step, at: range) }
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
        if case .values? = subject {
            report("conflicting-keys", "'\(key)' names columns, and values have none", fix: "remove it", at: node.range)
        }
        return texts(node, key).map(\.text)
    }
}

extension RelationExpectation.Subject {
    /// Reads `csv`, `mail.csv`, `mail-2.csv`, `mail-2.attachment-1.csv`.
    fileprivate init?(rows text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.last == "csv", parts.count <= 3 else { return nil }
        if parts.count == 1 {
            self = .body
            return
        }
        guard let message = Self.number(parts[0], after: "mail") else { return nil }
        guard parts.count == 3 else {
            self = .mail(message: message, attachment: nil)
            return
        }
        guard let attachment = Self.number(parts[1], after: "attachment") else { return nil }
        self = .mail(message: message, attachment: attachment)
    }

    /// - Returns: `.some(nil)` for the name alone; `nil` for anything else than the name and a number from 1 on.
    private static func number(_ part: Substring, after name: String) -> Int?? {
        if part == name { return .some(nil) }
        guard part.hasPrefix(name + "-"), let number = Int(part.dropFirst(name.count + 1)), number > 0 else { return nil }
        return number
    }
}
