internal import AssayCore
internal import DataFormats
internal import Patterns

extension ExpectedValue {
    /// As a report shows it: JSON, with matchers as a scenario writes them, cut after some 200 characters.
    var displayed: String {
        var text = ""
        write(to: &text)
        return cut(text)
    }

    private static let limit = 200

    private func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: Self.limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    private func write(to text: inout String) {
        guard text.utf8.count < Self.limit * 4 else { return }
        switch rule {
        case .literal(let literal): text += literal.node.displayed(limit: Self.limit)
        case .array(let elements): writeList(elements, to: &text)
        case .object(let members, let allowsMore):
            text += allowsMore ? "!partial {" : "{"
            for (index, member) in members.enumerated() {
                text += (index > 0 ? ", " : "") + DataValue.string(member.name).displayed() + ": "
                member.value.write(to: &text)
            }
            text += "}"
        case .unordered(let items): writeList(items, "!unordered", to: &text)
        case .keyed(let keyed):
            let names = keyed.names.map { DataValue.string($0).displayed() }.joined(separator: ", ")
            text += "!keyed {key: \(keyed.names.count == 1 ? names : "[\(names)]"), items: "
            writeList(keyed.items, to: &text)
            text += "}"
        case .includes(let items): writeList(items, "!includes", to: &text)
        case .oneOf(let items): writeList(items, "!one_of", to: &text)
        case .allOf(let items): writeList(items, "!all_of", to: &text)
        case .noneOf(let items): writeList(items, "!none_of", to: &text)
        case .optional(let item): writeList([item], "!optional", to: &text)
        case .each(let item): writeList([item], "!each", to: &text)
        case .length(let length):
            text += "!length "
            length.write(to: &text)
        default: text += rule.scalarText
        }
    }

    private func writeList(_ items: [ExpectedValue], _ tag: String? = nil, to text: inout String) {
        text += tag.map { "\($0) [" } ?? "["
        for (index, item) in items.enumerated() {
            guard text.utf8.count < Self.limit * 4 else { break }
            if index > 0 { text += ", " }
            item.write(to: &text)
        }
        text += "]"
    }
}

extension ExpectedValue.Rule {
    fileprivate var scalarText: String {
        switch self {
        case .any(let kind): kind.map { "!any \($0.rawValue)" } ?? "!any"
        case .absent: "!absent"
        case .matches(let pattern): "!matches \(quoted(pattern.text))"
        case .startsWith(let start): "!starts_with \(quoted(start))"
        case .endsWith(let end): "!ends_with \(quoted(end))"
        case .contains(let part): "!contains \(quoted(part))"
        case .number(let limits): "!number\(limits.text)"
        case .approx(let value, let within): "!approx {value: \(value), within: \(within)}"
        case .timestamp(let timestamp): timestamp.text
        case .uuid: "!uuid"
        case .email: "!email"
        case .bind(let name): "!bind \(name)"
        default: ""
        }
    }

    private func quoted(_ text: String) -> String { DataValue.string(text).displayed() }
}

extension ExpectedValue.Limits {
    fileprivate var text: String {
        let limits: [(String, Decimal?)] = [
            ("min", min), ("max", max), ("above", above), ("below", below), ("multiple_of", multipleOf),
        ]
        let stated = limits.compactMap { name, limit in limit.map { "\(name): \($0)" } }
        return stated.isEmpty ? "" : " {\(stated.joined(separator: ", "))}"
    }
}

extension ExpectedValue.TimestampRule {
    fileprivate var text: String {
        var parts = ["form: \(form.rawValue)"]
        switch near {
        case .clock: parts.append("near: clock")
        case .instant(let instant): parts.append("near: \(instant.rfc3339())")
        case nil: break
        }
        if near != nil { parts.append("within: \(within.text)") }
        return "!timestamp {\(parts.joined(separator: ", "))}"
    }
}
