import AssayCore
import YAMLReader

/// What a check can be about: parts of the answer that it names, and says with `is` what is due of them.
private let namedParts = ["json", "header", "csv"]
/// What has no parts: what is due stands right there, as under `expect`.
private let wholeParts = ["status", "mail"]

extension NodeReader {
    mutating func checks(_ node: Node, context: ClauseContext) -> [ExtraCheck] {
        (sequence(node, "checks") ?? []).compactMap { check($0, context: context) }
    }

    private mutating func check(_ node: Node, context: ClauseContext) -> ExtraCheck? {
        let subjects = namedParts + wholeParts
        guard let fields = fields(of: node, "check", subjects + ["is", "clauses", "level"]) else { return nil }
        let stated = subjects.filter { fields.has($0) }
        guard let kind = stated.first, stated.count == 1, let subject = fields[kind] else {
            report(
                "missing-key", "a check is about exactly one of 'json', 'header', 'csv', 'status' and 'mail'",
                fix: "as in {json: $.meta, is: ..} or {status: 200}", at: node.range)
            return nil
        }
        let demand = wholeParts.contains(kind) ? whole(kind, subject, fields) : part(kind, subject, fields)
        let clauses = fields["clauses"].map { self.clauses($0, context: context) }
        let level = fields["level"].flatMap { word($0, "level", as: Clause.Level.self) }
        let range = fields["is"]?.fullRange ?? subject.fullRange
        return demand.map { ExtraCheck($0, clauses: clauses, level: level, range: range) }
    }

    private mutating func part(_ kind: String, _ subject: Node, _ fields: Node) -> ExtraCheck.Demand? {
        guard let due = fields["is"] else {
            report("missing-key", "the check does not say what is due", fix: "add 'is: ..'", at: fields.range)
            return nil
        }
        let expected = template(due, .expectation)
        guard let name = text(subject, kind) else { return nil }
        switch kind {
        case "json":
            checkPath(name, at: subject.range)
            return expected.map { .json(name, is: $0) }
        case "header":
            checkFieldName(name, at: subject.range)
            return expected.map { .header(name, is: $0) }
        default: return expected.map { .csv(name, is: $0) }
        }
    }

    private mutating func whole(_ kind: String, _ subject: Node, _ fields: Node) -> ExtraCheck.Demand? {
        if let due = fields["is"] {
            report(
                "conflicting-keys", "a check of '\(kind)' has no 'is': what is due stands after '\(kind)'",
                fix: kind == "status" ? "write {status: 200}" : "write {mail: none} or {mail: [..]}", at: due.range)
        }
        guard kind == "mail" else { return status(subject).map { .status($0) } }
        guard let mail = mail(subject) else { return nil }
        if let golden = mail.goldens.first {
            report(
                "misplaced-golden", "a check has no golden file: it would be that of another message",
                fix: "compare with it under 'expect', 'mail'", at: golden.range)
        }
        return .mail(mail)
    }
}
